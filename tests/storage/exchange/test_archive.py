"""The file: whole or refused with a code, whatever was done to it; names inside it are never paths."""

import hashlib
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from iso_audit.domain.errors import IsoAuditError
from iso_audit.i18n import sentence
from iso_audit.storage.engine.table import Table, columns
from iso_audit.storage.exchange import archive
from iso_audit.storage.exchange.archive import FORMAT, Writer, opened
from iso_audit.storage.exchange.values import longest_line
from iso_audit.storage.tables import SECTIONS
from tests.conftest import AT

THING = Table("thing", columns("id id, data bytes?"), chosen="true")
TOLD = {
    "app": "1.2",
    "made_at": AT.isoformat(),
    "audit": {"id": "a", "code": "2017-01", "agency": "Sở", "is_sample": False},
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with three rows, one of them with bytes."""
    path = tmp_path / "audit.isoaudit"
    writer = Writer(path, at=AT)
    digest = writer.add_file(b"picture" * 1000)
    rows = [{"id": str(number), "data": digest if number == 1 else None} for number in range(3)]
    writer.add_section("thing", rows)
    writer.finish(**TOLD)
    return path


def code_of(source: Path | io.BytesIO) -> str | None:
    """Return the code a file is refused with, None where it is taken; nothing else may be raised."""
    refused = None
    try:
        with opened(source, [THING]) as read:
            list(read.rows(THING))
    except IsoAuditError as error:
        refused = error
    if refused is None:
        return None
    assert sentence("vi", refused)
    assert sentence("en", refused)
    return refused.code


def changed(file: Path, change: Callable[[dict[str, bytes]], None]) -> io.BytesIO:
    """Return the file with its members changed, as anybody with a ZIP program could."""
    with zipfile.ZipFile(file) as source:
        members = {name: source.read(name) for name in source.namelist()}
    change(members)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name.startswith("files/") else zipfile.ZIP_DEFLATED
            target.writestr(zipfile.ZipInfo(name), data, compress_type=kind)
    return made


def told(members: dict[str, bytes], **instead: object) -> None:
    manifest = json.loads(members["manifest.json"])
    members["manifest.json"] = json.dumps({**manifest, **instead}).encode()


def test_a_file_that_was_not_touched_is_whole(file: Path) -> None:
    with opened(file, [THING]) as read:
        assert (read.manifest.code, read.manifest.rows("thing"), read.manifest.files) == ("2017-01", 3, 1)
        digest = next(str(row["data"]) for row in read.rows(THING) if row["data"])
        assert read.file(digest) == b"picture" * 1000
    assert code_of(changed(file, lambda members: None)) is None


def _without(members: dict[str, bytes], start: str) -> None:
    for name in [name for name in members if name.startswith(start)]:
        del members[name]


def _swapped(members: dict[str, bytes]) -> None:
    members["sections/thing.jsonl"] = b"".join(reversed(members["sections/thing.jsonl"].splitlines(keepends=True)))


def _row_more(members: dict[str, bytes]) -> None:
    members["sections/thing.jsonl"] += b'{"data":null,"id":"9"}\n'


def _rehashed(lines: bytes) -> Callable[[dict[str, bytes]], None]:
    """Return a change that puts other lines in, with a manifest that fits them."""

    def change(members: dict[str, bytes]) -> None:
        members["sections/thing.jsonl"] = lines
        fitting = {"rows": lines.count(b"\n"), "sha256": hashlib.sha256(lines).hexdigest()}
        told(members, sections={"thing": fitting})

    return change


def _picture(members: dict[str, bytes]) -> None:
    name = next(name for name in members if name.startswith("files/"))
    members[name] = members[name][::-1]


DAMAGES: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "no manifest": (lambda m: _without(m, "manifest"), "carry_not_ours"),
    "another software's manifest": (lambda m: told(m, kind="backup"), "carry_not_ours"),
    "manifest is a list": (lambda m: m.update({"manifest.json": b"[]"}), "carry_not_ours"),
    "manifest is no JSON": (lambda m: m.update({"manifest.json": b"{"}), "carry_damaged"),
    "manifest too long": (lambda m: m.update({"manifest.json": b" " * 2_000_000}), "carry_damaged"),
    "manifest too deep": (lambda m: m.update({"manifest.json": b"[" * 500_000}), "carry_damaged"),
    "manifest without audit": (lambda m: told(m, audit=None), "carry_damaged"),
    "newer format": (lambda m: told(m, format=FORMAT + 1), "carry_newer"),
    "newer format with new folders": (
        lambda m: (told(m, format=FORMAT + 1), m.update({"sounds/1": b"x"})),  # type: ignore[dict-item]
        "carry_newer",
    ),
    "format is a word": (lambda m: told(m, format="one"), "carry_damaged"),
    "section missing": (lambda m: _without(m, "sections"), "carry_damaged"),
    "picture missing": (lambda m: _without(m, "files"), "carry_damaged"),
    "picture changed": (_picture, "carry_damaged"),
    "picture nobody shows": (
        lambda m: m.update({f"files/{hashlib.sha256(b'x').hexdigest()}": b"x"}),
        "carry_damaged",
    ),
    "lines in another order": (_swapped, "carry_damaged"),
    "a line more": (_row_more, "carry_damaged"),
    "a column missing": (_rehashed(b'{"id":"1"}\n'), "carry_damaged"),
    "a line that is no JSON": (_rehashed(b"hello\n"), "carry_damaged"),
    "a line that is no UTF-8": (_rehashed(b'{"id":"\xff","data":null}\n'), "carry_damaged"),
    "no end of line": (_rehashed(b'{"data":null,"id":"1"}'), "carry_damaged"),
    "bytes under a name": (_rehashed(b'{"data":"../../etc/passwd","id":"1"}\n'), "carry_damaged"),
    "unknown section": (
        lambda m: told(m, sections={"secret": {"rows": 0, "sha256": hashlib.sha256(b"").hexdigest()}}),
        "carry_damaged",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_refused_with_a_sentence(file: Path, name: str) -> None:
    change, code = DAMAGES[name]
    assert code_of(changed(file, change)) == code


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/passwd",
        "files/../../evil",
        "files/x",
        "sections/../thing.jsonl",
        "sections\\thing.jsonl",
        "C:\\evil",
        "sections/",
        "",
        "files/" + "A" * 64,
        "tệp",
    ],
)
def test_a_name_that_is_not_ours_is_refused(file: Path, name: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert code_of(changed(file, lambda members: members.update({name: b"x"}))) == "carry_damaged"
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(file: Path) -> None:
    made = changed(file, lambda members: None)
    with zipfile.ZipFile(made, "a") as target:
        target.writestr("sections/thing.jsonl", b"")
    assert code_of(made) == "carry_damaged"


@pytest.mark.parametrize("data", [b"", b"P", b"hello", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7" * 99])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    assert code_of(io.BytesIO(data)) in {"carry_not_ours", "carry_damaged"}


def test_a_file_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.isoaudit") == "carry_missing"


def test_wherever_it_is_cut_off_it_is_refused(file: Path) -> None:
    data = file.read_bytes()
    assert {code_of(io.BytesIO(data[:length])) for length in range(4, len(data), 37)} == {"carry_damaged"}


def test_a_wrong_bit_anywhere_is_refused_or_changes_nothing_that_is_read(file: Path) -> None:
    data = file.read_bytes()
    chance = random.Random(9001)
    codes = []
    for place in chance.sample(range(len(data)), 400):
        wrong = bytearray(data)
        wrong[place] ^= 1 << chance.randrange(8)
        codes.append(code_of(io.BytesIO(bytes(wrong))))
        if codes[-1] is None:
            with opened(io.BytesIO(bytes(wrong)), [THING]) as read:
                assert [row["id"] for row in read.rows(THING)] == ["0", "1", "2"]
    assert codes.count("carry_damaged") > 300


def test_something_behind_the_end_is_refused(file: Path) -> None:
    assert code_of(io.BytesIO(file.read_bytes() + b"more")) == "carry_damaged"


def test_a_bomb_is_refused_before_it_is_unpacked(file: Path) -> None:
    lines = b" " * 40_000_000
    bomb = changed(file, _rehashed(lines))
    assert len(bomb.getvalue()) < 100_000
    assert code_of(bomb) == "carry_damaged"


def test_more_rows_than_a_section_may_have_are_refused(file: Path) -> None:
    lines = b"".join(b'{"data":null,"id":"%d"}\n' % number for number in range(THING.most + 1))
    assert code_of(changed(file, _rehashed(lines))) == "carry_too_many_rows"


def test_a_row_without_end_is_refused_before_it_is_read_whole(file: Path) -> None:
    assert longest_line(THING) < 2_000
    line = b'{"data":null,"id":"' + b" " * 30_000_000 + b'"}\n'
    assert code_of(changed(file, _rehashed(line))) == "carry_damaged"


@pytest.mark.parametrize(
    "made_at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2017-07-11T01:00:00", "x"]
)
def test_a_moment_no_screen_can_show_is_refused(file: Path, made_at: str) -> None:
    assert code_of(changed(file, lambda members: told(members, made_at=made_at))) == "carry_damaged"


def test_sections_that_claim_to_be_too_large_are_refused(file: Path) -> None:
    made = changed(file, lambda members: None)
    data = bytearray(made.getvalue())
    place = data.rindex(b"sections/thing.jsonl") - 46
    data[place + 24 : place + 28] = struct.pack("<L", archive.LARGEST_SECTIONS + 1)
    assert code_of(io.BytesIO(bytes(data))) == "carry_too_large"


def test_a_list_of_names_without_end_is_refused_before_it_is_read(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-14:-10] = struct.pack("<2H", 60_000, 60_000)
    assert code_of(io.BytesIO(bytes(data))) == "carry_too_large"


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(file: Path, kind: int) -> None:
    with zipfile.ZipFile(file) as source:
        members = {name: source.read(name) for name in source.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as target:
        for name, data in members.items():
            target.writestr(name, data)
    assert code_of(made) == "carry_damaged"


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a", at=AT)
    assert writer.add_file(b"x") == writer.add_file(b"x")
    assert writer.files == {hashlib.sha256(b"x").hexdigest(): 1}
    writer.abandon()


def test_a_file_of_the_real_sections_without_rows_is_whole(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a", at=AT)
    for section in SECTIONS:
        writer.add_section(section.name, [])
    writer.finish(**TOLD)
    with opened(tmp_path / "a", SECTIONS) as read:
        assert set(read.manifest.sections) == {section.name for section in SECTIONS}
