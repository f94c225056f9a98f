"""Contents whose hashes were made to fit: a checklist, a list of case files, a text of minutes, strokes."""

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from iso_audit.domain.case_file import CaseRecord
from iso_audit.domain.minutes import MinutesState
from iso_audit.minutes.fingerprint import verified
from iso_audit.minutes.stored import written
from iso_audit.minutes.tree import Column, Document, Heading, Paragraph, Table
from iso_audit.storage import case_lists
from tests.conftest import AT
from tests.databases import Filled
from tests.workflow.exchange.conftest import Laptop, beginning, refused
from tests.workflow.exchange.minutes_made import digest, document, lock, stroke
from tests.workflow.exchange.test_hostile import forged, members_of, packed

Data = dict
Change = Callable[[Data], object]


@pytest.fixture(scope="module")
def planned_file(office_plan: Filled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's audit as it was planned."""
    with beginning(office_plan, tmp_path_factory.mktemp("planned") / "office") as laptop:
        return laptop.file()


@pytest.fixture(scope="module")
def locked_file(road_plan: Filled, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same audit with locked minutes and a stroke on them."""
    with beginning(road_plan, tmp_path_factory.mktemp("locked") / "road") as laptop:
        lock(laptop)
        stroke(laptop)
        return laptop.file()


def fitted_checklist(file: Path, change: Change) -> Path:
    def each(rows: list[Data]) -> None:
        data = json.loads(rows[0]["content"])
        change(data)
        text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        rows[0].update(content=text, content_hash=digest(text.encode()))

    return forged(file, "audit_checklist", each)


def test_a_checklist_with_another_question_is_taken_where_none_is(planned_file: Path, empty: Laptop) -> None:
    empty.take(fitted_checklist(planned_file, lambda data: data["items"][0]["question"].update(vi="Câu hỏi khác?")))
    assert empty.counted()["audit_checklist"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["items"][0].update(id="x" * 41),
        lambda data: data["items"][0].update(id="a\nb"),
        lambda data: data["items"][0].update(id=""),
        lambda data: data["items"][0].update(id=5),
        lambda data: data["items"][0].update(methods=["by magic"]),
        lambda data: data["items"][0].update(starred="yes"),
        lambda data: data["items"][0].update(clause="none"),
        lambda data: data["items"][0]["question"].update(vi="x" * 5_001),
        lambda data: data["items"][0]["question"].update(vi="a\0b"),
        lambda data: data["items"][0]["question"].update(vi=["x"]),
        lambda data: data["items"].append(data["items"][0]),
        lambda data: data["items"].pop(),
        lambda data: data["items"][0].update(more=1),
        lambda data: data["blocks"][0]["sections"][0].update(id=None),
        lambda data: data["blocks"][0]["sections"][0].update(items=["none"]),
        lambda data: data["blocks"].append(data["blocks"][0]),
        lambda data: data.update(excluded={"none": "why"}),
        lambda data: data.update(excluded=[["7.3"]]),
        lambda data: data.update(version=1e999),
        lambda data: data.update(edition=5),
        lambda data: data.clear(),
    ],
)
def test_a_checklist_no_bank_could_give_is_refused(planned_file: Path, empty: Laptop, change: Change) -> None:
    before = empty.counted()
    assert refused(empty.take, fitted_checklist(planned_file, change)) in {"carry_value_invalid", "carry_damaged"}
    assert empty.counted() == before


def listed(laptop: Laptop, text: bytes, rows: int = 1) -> Path:
    """Return a file with a list of case files of this text, its hash made to fit."""
    made = ["l1", laptop.audit.id, "hs.xlsx", digest(text), rows, "2017-07-01", "[]", AT.replace(tzinfo=None)]
    with laptop.database.write() as cursor:
        values = [*made, laptop.person("lan").id, zlib.compress(text)]
        cursor.execute("insert into case_list values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)", values)
    return laptop.file()


def line(**values: object) -> bytes:
    return json.dumps({"code": "H1", "procedure": "Cấp phép", **values}, ensure_ascii=False, sort_keys=True).encode()


def test_a_list_as_it_is_kept_is_taken(office: Laptop, road: Laptop) -> None:
    text = zlib.decompress(case_lists.packed([CaseRecord("H1", "Cấp phép")])[0])
    assert text == line()
    assert office.take(listed(road, text)).new["case_list"] == 1


@pytest.mark.parametrize(
    "text",
    [
        line(received_on="9999-12-31"),
        line(received_on="0001-01-01"),
        line(received_on="yesterday"),
        line(legal_days="-5"),
        line(legal_days="99999"),
        line(legal_days=5),
        line(limit_hours="four"),
        line(received_at="25:00"),
        line(outcome="eaten"),
        line(suspensions='[["2017-07-05","2017-07-01"]]'),
        line(suspensions="[" * 5_000),
        line(code="x" * 101),
        line(code="a\0b"),
        line(code=""),
        line(more="x"),
        line() + b"\n" + line(code="A1"),
        b"{}",
        b"[]",
        b"\xff",
        b"",
        b"[" * 100_000,
    ],
)
def test_a_list_that_could_not_be_taken_in_here_is_refused(office: Laptop, road: Laptop, text: bytes) -> None:
    source = listed(road, text, rows=text.count(b"\n") + 1)
    before = office.counted()
    assert refused(office.take, source) == "carry_value_invalid"
    assert office.counted() == before


def test_a_list_that_unpacks_to_far_too_much_is_refused(office: Laptop, road: Laptop) -> None:
    assert refused(office.take, listed(road, b"\n" * 80_000_000)) == "carry_value_invalid"


def fitted_minutes(laptop: Laptop, text: Document, **instead: object) -> Path:
    """Return a file with a locked version of this text, every hash made to fit."""
    lock(laptop)
    made = replace(text, verification=document("01/BB-ĐKT", 1).verification)
    with suppress(TypeError, AttributeError):
        made = verified(text, "01/BB-ĐKT, 1")
    content, _ = written(made)
    assert made.verification is not None

    def each(rows: list[Data]) -> None:
        told = {"text_hash": made.verification.digest, "short_code": made.verification.code}
        rows[0].update(content=content, content_hash=digest(content.encode()), **told)
        rows[0].update(instead)

    return forged(laptop.file(), "minutes", each)


def with_block(block: object) -> Document:
    text = document("01/BB-ĐKT", 1)
    return replace(text, blocks=(*text.blocks, block))


def test_a_text_as_it_is_locked_is_taken(office: Laptop, road: Laptop) -> None:
    assert office.take(fitted_minutes(road, with_block(Paragraph("Thêm.")))).new["minutes"] == 1


@pytest.mark.parametrize(
    "text",
    [
        with_block(Paragraph(5)),  # type: ignore[arg-type]
        with_block(Paragraph(None)),  # type: ignore[arg-type]
        with_block(Heading("x", 99)),  # type: ignore[arg-type]
        with_block(Table((Column(float("1e400")),), ("a",), ())),
        with_block("text"),
        replace(document("01/BB-ĐKT", 1), blocks=None),  # type: ignore[arg-type]
        replace(document("01/BB-ĐKT", 1), number="02/BB-ĐKT"),
        replace(document("01/BB-ĐKT", 1), language="en"),
        replace(document("01/BB-ĐKT", 1), profile="none"),  # type: ignore[arg-type]
    ],
)
def test_a_text_no_screen_could_show_or_that_is_not_what_its_row_says_is_refused(
    office: Laptop, road: Laptop, text: Document
) -> None:
    assert refused(office.take, fitted_minutes(road, text)) in {"carry_value_invalid", "carry_damaged"}


@pytest.mark.parametrize(
    "instead",
    [
        {"text_hash": "0" * 64},
        {"short_code": "AAAA-BBBB-CCCC"},
        {"language": "en"},
        {"number": "số năm"},
        {"version": 0},
        {"pages": 0},
        {"state": MinutesState.ISSUED.value},
        {"state": MinutesState.VOID.value},
        {"locked_by": None},
        {"issued_at": "2017-07-11T01:00:00.000000Z"},
    ],
)
def test_a_version_whose_parts_do_not_fit_is_refused(office: Laptop, road: Laptop, instead: Data) -> None:
    assert refused(office.take, fitted_minutes(road, document("01/BB-ĐKT", 1), **instead)) == "carry_value_invalid"


STROKE = {"aspect": 2.0, "points": [[0.1, 0.2]]}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("stroke", {}),
        ("stroke", "x"),
        ("stroke", []),
        ("stroke", {"points": [], "aspect": 2.0}),
        ("stroke", {"points": [[0.1, 0.2]] * 2_001, "aspect": 2.0}),
        ("stroke", {"points": [[1e308, 0]], "aspect": 2.0}),
        ("stroke", {"points": [[0.1]], "aspect": 2.0}),
        ("stroke", {"points": [["a", "b"]], "aspect": 2.0}),
        ("stroke", {**STROKE, "aspect": 1e9}),
        ("stroke", {**STROKE, "more": 1}),
        ("refuse", {}),
        ("refuse", {"reason": "", "witness": "Lan"}),
        ("refuse", {"reason": "x" * 1_001, "witness": "Lan"}),
        ("paper", {"attachment": "none"}),
        ("paper", {}),
        ("clear", STROKE),
        ("dance", {}),
    ],
)
def test_a_signature_that_could_not_be_kept_here_is_refused(
    office: Laptop, locked_file: Path, kind: str, value: object
) -> None:
    source = forged(locked_file, "signature_event", lambda rows: rows[0].update(kind=kind, value=json.dumps(value)))
    before = office.counted()
    assert refused(office.take, source) == "carry_value_invalid"
    assert office.counted() == before


def test_more_strokes_than_one_may_draw_are_refused(office: Laptop, locked_file: Path) -> None:
    def many(rows: list[Data]) -> None:
        rows += [{**rows[0], "id": f"s{number}"} for number in range(2, 202)]

    assert refused(office.take, forged(locked_file, "signature_event", many)) == "carry_value_invalid"


def test_a_signature_on_another_text_is_refused(office: Laptop, locked_file: Path) -> None:
    source = forged(locked_file, "signature_event", lambda rows: rows[0].update(text_hash="0" * 64))
    assert refused(office.take, source) == "carry_value_invalid"


def test_an_attachment_must_be_what_it_is_called(office: Laptop, road: Laptop) -> None:
    lock(road)
    data = b"<html><script>alert(1)</script>"
    with road.database.write() as cursor:
        values = ["a1", "m1", "scan", "ký.pdf", "application/pdf", len(data), digest(data), data]
        values += [road.person("leader").id, AT.replace(tzinfo=None)]
        cursor.execute("insert into minutes_attachment values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null)", values)
    assert refused(office.take, road) == "carry_value_invalid"


def test_what_a_manifest_says_must_be_what_the_file_holds(office: Laptop, empty: Laptop) -> None:
    for told in ({"code": "2017-99"}, {"is_sample": True}, {"id": "another"}):
        members = members_of(office.file())
        manifest = json.loads(members["manifest.json"])
        manifest["audit"] |= told
        members["manifest.json"] = json.dumps(manifest).encode()
        made = office.folder / "told.isoaudit"
        made.write_bytes(packed(members).getvalue())
        assert refused(empty.take, made) == "carry_value_invalid"
