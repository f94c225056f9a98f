"""Digital signatures: what the key file says, what the field says, what pdfsig and our own check say."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from iso_audit import pdf_signatures
from iso_audit.confinement import Limits
from iso_audit.domain.errors import IsoAuditError, RuleBroken
from iso_audit.domain.text import Language
from iso_audit.i18n import sentence
from iso_audit.minutes import content
from iso_audit.minutes.pdf import render
from iso_audit.pdf_signatures import Key, Stamp, check, free_fields, with_fields
from iso_audit.workflow.reporting.digital import sign_file
from iso_audit.workflow.reporting.signed_document import signature_fields
from tests.minutes.minutes_examples import clean_audit
from tests.pdf_signatures.certificates import NOW, PASSWORD, Authority, authority
from tests.pdf_signatures.hostile_keys import KEY_FILES
from tests.workflow.minutes_ready import ZONE

NAME = "Nguyễn Thị Mẫu Đại Diện"


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority()


@pytest.fixture(scope="module")
def pdf() -> bytes:
    rendered = render(content.build(clean_audit(), "vi", "tt01-2011"))
    return with_fields(rendered.pdf, signature_fields(rendered))


def sign(pdf: bytes, root: Authority, field: str = "leader", *, password: str = PASSWORD, **validity) -> bytes:
    key = (root.key_file(NAME, **validity), password)
    return sign_file(pdf, field=field, key=key, language="vi", zone=ZONE, at=NOW)


def code_of(attempt) -> str:
    with pytest.raises(IsoAuditError) as refused:
        attempt()
    return refused.value.code


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "a.pdf").write_bytes(pdf)
    done = subprocess.run(["pdftotext", folder / "a.pdf", "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_fields_stand_behind_the_rendered_bytes_and_are_free(pdf: bytes) -> None:
    rendered = render(content.build(clean_audit(), "vi", "tt01-2011"))
    assert pdf.startswith(rendered.pdf)
    assert free_fields(pdf) == {"agency": True, "secretary": True, "leader": True}


def test_signing_leaves_the_issued_bytes_at_the_beginning(pdf: bytes, root: Authority) -> None:
    signed = sign(pdf, root)
    assert signed.startswith(pdf)
    assert free_fields(signed)["leader"] is False


def test_the_field_names_the_signer_in_letters_that_can_be_read(pdf: bytes, root: Authority, tmp_path: Path) -> None:
    assert f"Ký số: {NAME}" in text_of(sign(pdf, root), tmp_path)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"password": "sai"}, "key_password_wrong"),
        ({"password": ""}, "key_password_wrong"),
        ({"since": NOW - timedelta(days=60), "days": 30}, "certificate_expired"),
        ({"since": NOW + timedelta(days=1)}, "certificate_not_yet_valid"),
        ({"field": "nobody"}, "field_unknown"),
    ],
)
def test_each_reason_not_to_sign_has_its_own_sentence(pdf: bytes, root: Authority, given, code: str) -> None:
    assert code_of(lambda: sign(pdf, root, **given)) == code


@pytest.mark.parametrize(("language", "day"), [("vi", "16/11/2017"), ("en", "16 Nov 2017")])
def test_the_last_day_of_a_certificate_is_told_in_the_readers_language(
    pdf: bytes, root: Authority, language: Language, day: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        sign(pdf, root, since=datetime(2017, 10, 17, 12, tzinfo=UTC), days=30)
    assert day in sentence(language, refused.value)


@pytest.mark.parametrize("key_file", [b"", b"not a key", b"\x30\x03\x02\x01\x01", b"\x30" * 200_000])
def test_what_is_no_key_file_is_said(pdf: bytes, key_file: bytes) -> None:
    key = (key_file, PASSWORD)
    told = code_of(lambda: sign_file(pdf, field="leader", key=key, language="vi", zone=ZONE, at=NOW))
    assert told == "key_file_invalid"


@pytest.mark.parametrize("name", KEY_FILES)
def test_a_key_file_that_asks_for_millions_of_rounds_is_refused_before_they_are_computed(pdf: bytes, name: str) -> None:
    def told(rounds: int) -> str:
        key = (KEY_FILES[name](rounds), PASSWORD)
        return code_of(lambda: sign_file(pdf, field="leader", key=key, language="vi", zone=ZONE, at=NOW))

    assert told(150_000_000) == "key_file_too_slow"
    assert told(2_048) in {"key_password_wrong", "key_file_invalid"}


@pytest.mark.parametrize("rounds", [1, 2_000, 600_000])
def test_a_key_file_with_as_many_rounds_as_people_use_is_opened(pdf: bytes, root: Authority, rounds: int) -> None:
    key = (root.key_file(NAME, rounds=rounds), PASSWORD)
    signed = sign_file(pdf, field="leader", key=key, language="vi", zone=ZONE, at=NOW)
    assert free_fields(signed)["leader"] is False


def test_a_pdf_whose_reading_goes_on_too_long_is_refused(pdf: bytes) -> None:
    brief = Limits(seconds=0.0001, memory=1 << 30, answer=1_000_000)
    assert code_of(lambda: free_fields(pdf, limits=brief)) == "file_takes_too_long"
    assert code_of(lambda: check(pdf, issued_length=len(pdf), limits=brief)) == "file_takes_too_long"


def test_a_pdf_damaged_anywhere_is_read_or_refused_by_a_sentence(pdf: bytes, root: Authority) -> None:
    signed = sign(pdf, root)
    for at in range(len(pdf), len(signed), (len(signed) - len(pdf)) // 25):
        damaged = signed[:at] + bytes([signed[at] ^ 0xA5]) * 2 + signed[at + 2 :]
        found = check(damaged, issued_length=len(pdf))
        assert not (found.only_signing and found.signatures and all(one.holds for one in found.signatures))


def test_a_field_is_signed_once(pdf: bytes, root: Authority) -> None:
    signed = sign(pdf, root)
    assert code_of(lambda: sign(signed, root)) == "field_signed_already"


def test_what_is_no_pdf_is_not_signed(root: Authority) -> None:
    assert code_of(lambda: sign(b"%PDF-nothing", root)) == "pdf_unreadable"


def test_a_certificate_that_had_expired_when_it_signed_is_told(pdf: bytes, root: Authority) -> None:
    key = (root.key_file(NAME, since=NOW - timedelta(days=60), days=30), PASSWORD)
    signed = sign_file(pdf, field="leader", key=key, language="vi", zone=ZONE, at=NOW - timedelta(days=40))
    assert [one.in_time for one in check(signed, issued_length=len(pdf)).signatures] == [False]


def test_a_page_drawn_over_before_signing_is_found(pdf: bytes, root: Authority) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f")))
    target = BytesIO()
    writer.write(target)
    found = check(sign(target.getvalue(), root), issued_length=len(pdf), roots=[root.pem])
    assert [one.holds for one in found.signatures] == [True]
    assert not found.only_signing


def test_a_root_that_is_no_certificate_is_said(pdf: bytes, root: Authority) -> None:
    signed = sign(pdf, root)
    assert code_of(lambda: check(signed, issued_length=len(pdf), roots=[b"nothing"])) == "root_certificate_invalid"


def test_another_root_does_not_vouch(pdf: bytes, root: Authority) -> None:
    found = check(sign(pdf, root), issued_length=len(pdf), roots=[authority().pem])
    assert [(one.holds, one.is_trusted) for one in found.signatures] == [(True, False)]


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="needs poppler-utils")
def test_pdfsig_agrees_on_three_signatures(pdf: bytes, root: Authority, tmp_path: Path) -> None:
    signed = sign(sign(sign(pdf, root, "agency"), root, "secretary"), root, "leader")
    (tmp_path / "signed.pdf").write_bytes(signed)
    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert told.count("Signature is Valid.") == 3
    assert told.count("ETSI.CAdES.detached") == 3


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="needs qpdf")
def test_qpdf_finds_nothing_wrong(pdf: bytes, root: Authority, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(sign(pdf, root))
    assert (
        subprocess.run(["qpdf", "--check", tmp_path / "signed.pdf"], capture_output=True, check=False).returncode == 0
    )


def test_a_stamp_that_cannot_be_drawn_is_said_and_nothing_is_signed(pdf: bytes, root: Authority) -> None:
    key, stamp = Key(root.key_file(NAME), PASSWORD), Stamp("Ký số", b"no font")
    assert code_of(lambda: pdf_signatures.sign(pdf, "leader", key, stamp=stamp, at=NOW)) == "signing_failed"
