"""What a file turns out to be: in force, superseded, for signing, void, signed digitally, altered, or not ours."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.attachment import AttachmentKind
from iso_audit.domain.errors import Conflict, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.domain.programme import Audit
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.minutes.pdf import styles
from iso_audit.minutes.tree import Paragraph, SignatureBlock
from iso_audit.pdf_signatures import check
from iso_audit.presenting import verdicts
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.reporting import attaching, digital, drafting, locking, reading
from iso_audit.workflow.reporting.verifying import Standing, verify, verify_code
from tests.conftest import AT
from tests.databases import Filled
from tests.pdf_signatures.certificates import NOW, PASSWORD, Authority, authority
from tests.workflow.minutes_ready import ZONE, act, fill, lock, newest_version, sign


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority()


@pytest.fixture
def starts_from(request: pytest.FixtureRequest, planned: Filled, issued_minutes: Filled) -> Filled:
    return issued_minutes if "issued" in request.fixturenames else planned


@pytest.fixture
def issued(database: Database) -> MinutesVersion:
    return newest_version(database)


@pytest.fixture
def pdf(database: Database, issued: MinutesVersion, leader: Account) -> bytes:
    return reading.issued_pdf(database, issued, reader=leader)


def signed(pdf: bytes, root: Authority, *fields: str) -> bytes:
    for field in fields:
        key = (root.key_file(f"Người ký {field}"), PASSWORD)
        pdf = digital.sign_file(pdf, field=field, key=key, language="vi", zone=ZONE, at=NOW)
    return pdf


def test_issued_bytes_are_genuine_and_current(database: Database, issued: MinutesVersion, pdf: bytes) -> None:
    verdict = verify(database, pdf)
    assert (verdict.standing, verdict.version, verdict.genuine_and_current) == (Standing.CURRENT, issued, True)


def test_a_replaced_version_is_genuine_but_superseded(
    database: Database, audit: Audit, issued: MinutesVersion, pdf: bytes, leader: Account
) -> None:
    locking.reopen(database, audit.id, reason="bổ sung", by=leader, at=AT)
    assert verify(database, pdf).standing is Standing.CURRENT
    second = locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    verdict = verify(database, pdf)
    assert (verdict.standing, verdict.version, verdict.newest) == (Standing.SUPERSEDED, issued, second)
    assert not verdict.genuine_and_current


def test_the_copy_for_signing_is_told_from_the_issued_one(database: Database, audit: Audit, leader: Account) -> None:
    fill(database, audit, leader)
    version = lock(database, audit, leader)
    copy = reading.locked_pdf(database, version, reader=leader)
    assert verify(database, copy).standing is Standing.FOR_SIGNING
    locking.issue_locked(database, version.id, by=leader, at=AT)
    assert verify(database, copy).standing is Standing.FOR_SIGNING


def test_the_edition_in_the_other_language_is_told_from_what_was_signed(
    database: Database, issued: MinutesVersion, leader: Account
) -> None:
    english = reading.edition_pdf(database, issued, "en", reader=leader)
    verdict = verify(database, english)
    assert (verdict.standing, verdict.version, verdict.genuine_and_current) == (Standing.EDITION, issued, False)
    assert verify(database, english[:-1] + b" ").standing is Standing.ALTERED


def test_an_unlocked_copy_is_void(database: Database, audit: Audit, leader: Account) -> None:
    fill(database, audit, leader)
    version = lock(database, audit, leader)
    copy = reading.locked_pdf(database, version, reader=leader)
    locking.unlock(database, version.id, reason="sửa", by=leader, at=AT)
    assert verify(database, copy).standing is Standing.VOID


def test_a_draft_is_called_a_draft_even_when_its_photographs_stand_in_minutes(
    database: Database, audit: Audit, leader: Account
) -> None:
    known = visit(database, audit.id, reader=leader)
    text = drafting.draft(database, known, language="vi", zone=ZONE, by=leader, at=AT)
    pdf = text.rendered().pdf
    verdict = verify(database, pdf)
    assert (verdict.standing, verdict.genuine_and_current) == (Standing.DRAFT, False)
    assert "bản dự thảo" in verdicts.headline(verdict, "vi")


def test_the_verdict_says_whose_minutes_they_are_and_of_which_visit(
    database: Database, issued: MinutesVersion, pdf: bytes
) -> None:
    for verdict in (verify(database, pdf), verify_code(database, issued.short_code)):
        assert (verdict.agency, verdict.visited_on) == ("Cơ quan thử", date(2017, 7, 11))
        lines = verdicts.details(verdict, "vi", ZONE)
        assert lines[0].startswith("Biên bản số 01/BB-ĐKT (Cơ quan thử, kiểm tra ngày 11/7/2017), bản 1, ban hành lúc")


@pytest.mark.parametrize("position", [-1, 3000])
def test_one_changed_byte_is_altered(database: Database, issued: MinutesVersion, pdf: bytes, position: int) -> None:
    changed = bytearray(pdf)
    changed[position] ^= 1
    verdict = verify(database, bytes(changed))
    assert (verdict.standing, verdict.version) == (Standing.ALTERED, issued)


def test_bytes_behind_ours_that_are_no_signature_are_altered(database: Database, pdf: bytes) -> None:
    assert verify(database, pdf + b"\n%%EOF").standing is Standing.ALTERED


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n%%EOF", b"\x00" * 5000])
def test_anything_else_is_not_ours(database: Database, issued: MinutesVersion, content: bytes) -> None:
    assert verify(database, content).standing is Standing.UNKNOWN


def test_three_digital_signatures_hold_and_the_document_stays_current(
    database: Database, issued: MinutesVersion, pdf: bytes, root: Authority
) -> None:
    verdict = verify(database, signed(pdf, root, "agency", "secretary", "leader"), roots=[root.pem])
    assert (verdict.standing, verdict.version) == (Standing.CURRENT, issued)
    assert [(one.field, one.holds, one.in_time, one.is_trusted) for one in verdict.signatures] == [
        ("agency", True, True, True),
        ("secretary", True, True, True),
        ("leader", True, True, True),
    ]


def test_without_a_root_a_signature_holds_but_is_not_trusted(database: Database, pdf: bytes, root: Authority) -> None:
    verdict = verify(database, signed(pdf, root, "leader"))
    assert [(one.holds, one.is_trusted) for one in verdict.signatures] == [(True, False)]
    assert any("chưa đối chiếu" in line for line in verdicts.details(verdict, "vi", ZoneInfo("UTC")))


def test_a_changed_byte_in_a_signature_is_altered(database: Database, pdf: bytes, root: Authority) -> None:
    file = bytearray(signed(pdf, root, "agency", "leader"))
    file[-1500] ^= 1
    verdict = verify(database, bytes(file))
    assert verdict.standing is Standing.ALTERED
    assert [one.holds for one in verdict.signatures] == [True, False]


def test_an_attached_scan_is_known(database: Database, issued: MinutesVersion, leader: Account, picture: bytes) -> None:
    kept = attaching.attach(database, issued.id, name="bản ký.png", data=picture, by=leader, at=AT)
    verdict = verify(database, picture)
    assert (verdict.standing, verdict.version, verdict.scan) == (Standing.CURRENT, issued, kept)


def test_the_code_from_the_foot_of_a_page_names_the_version(database: Database, issued: MinutesVersion) -> None:
    for typed in (
        issued.short_code,
        issued.short_code.lower(),
        issued.short_code.replace("-", ""),
        f" {issued.short_code} ",
    ):
        assert verify_code(database, typed).version == issued


@pytest.mark.parametrize("typed", ["", "AAAA-BBBB-CCCC", "x' or 1=1", "ABCD"])
def test_an_unknown_code_is_said(database: Database, issued: MinutesVersion, typed: str) -> None:
    with pytest.raises(NotFound) as refused:
        verify_code(database, typed)
    assert refused.value.code == "code_unknown"


def test_signing_on_the_page_adds_up_and_keeps_a_copy(
    database: Database, issued: MinutesVersion, pdf: bytes, leader: Account, root: Authority
) -> None:
    for field in ("secretary", "leader"):
        key = (root.key_file(field), PASSWORD)
        digital.sign_version(database, issued.id, field=field, key=key, zone=ZONE, by=leader, at=NOW)
    kept = attaching.attachments_of(database, issued, reader=leader)
    assert [one.kind for one in kept] == [AttachmentKind.DIGITALLY_SIGNED] * 2
    newest = attaching.attachment_data(database, max(kept, key=lambda one: one.size), reader=leader)
    assert [one.holds for one in check(newest, issued_length=len(pdf)).signatures] == [True, True]
    assert digital.free_fields_of(database, issued.id, reader=leader) == {
        "agency": True,
        "secretary": False,
        "leader": False,
    }


def test_password_and_key_are_kept_nowhere(
    database: Database, issued: MinutesVersion, leader: Account, root: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    key_file = root.key_file("Người ký")
    digital.sign_version(database, issued.id, field="leader", key=(key_file, PASSWORD), zone=ZONE, by=leader, at=NOW)
    with pytest.raises(RuleBroken):
        digital.sign_version(
            database, issued.id, field="agency", key=(key_file, "sai " + PASSWORD), zone=ZONE, by=leader, at=NOW
        )
    with database.read() as cursor:
        written = str(cursor.execute("select detail from activity").fetchall())
    assert PASSWORD not in written + caplog.text


def test_a_copy_signed_elsewhere_is_taken_only_if_nothing_else_was_done(
    database: Database, issued: MinutesVersion, pdf: bytes, leader: Account, root: Authority
) -> None:
    copy = signed(pdf, root, "agency")
    kept = digital.attach_signed(database, issued.id, name="đã ký.pdf", data=copy, by=leader, at=AT)
    assert kept.kind is AttachmentKind.DIGITALLY_SIGNED
    with pytest.raises(RuleBroken) as refused:
        digital.attach_signed(database, issued.id, name="x.pdf", data=pdf, by=leader, at=AT)
    assert refused.value.code == "attachment_not_signed"


def test_minutes_not_issued_are_not_signed_digitally(
    database: Database, audit: Audit, leader: Account, root: Authority
) -> None:
    fill(database, audit, leader)
    version = lock(database, audit, leader)
    with pytest.raises(Conflict) as refused:
        digital.sign_version(database, version.id, field="leader", key=(b"", ""), zone=ZONE, by=leader, at=NOW)
    assert refused.value.code == "minutes_not_issued"


def test_a_file_larger_than_is_looked_at_is_refused(database: Database) -> None:
    with pytest.raises(RuleBroken) as refused:
        verify(database, bytes(2_000_001), largest=2_000_000)
    assert refused.value.code == "verified_file_too_large"


@pytest.mark.parametrize("before", [0, 1, 1024 * 1024 - 64, 1024 * 1024 - 30, 1024 * 1024, 3_000_000])
def test_the_text_a_file_names_is_found_wherever_it_stands(
    database: Database, issued: MinutesVersion, before: int
) -> None:
    digest = issued.text_hash.encode()
    filler, other = b"g" * before, b"0" * 65 + b"g"
    assert verify(database, filler + digest + b"g" + other).version == issued
    assert verify(database, filler + b"0" + digest + b"g").standing is Standing.UNKNOWN
    assert verify(database, filler + digest + b"0").standing is Standing.UNKNOWN


def look_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Become a release that lays pages out otherwise."""
    for name, profile in styles.PROFILES.items():
        monkeypatch.setitem(styles.PROFILES, name, replace(profile, left=profile.left + 1))


def test_a_copy_for_signing_is_known_however_pages_are_laid_out_since(
    database: Database, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(database, audit, leader)
    version = lock(database, audit, leader)
    copy = reading.locked_pdf(database, version, reader=leader)
    look_otherwise(monkeypatch)
    assert verify(database, copy).standing is Standing.FOR_SIGNING
    later = reading.locked_pdf(database, version, reader=leader)
    locking.issue_locked(database, version.id, by=leader, at=AT)
    assert later != copy
    assert {verify(database, one).standing for one in (copy, later)} == {Standing.FOR_SIGNING}


def test_an_edition_is_known_however_pages_are_laid_out_since(
    database: Database, issued: MinutesVersion, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = reading.edition_pdf(database, issued, "en", reader=leader)
    look_otherwise(monkeypatch)
    later = reading.edition_pdf(database, issued, "en", reader=leader)
    monkeypatch.undo()
    assert later != english
    assert {verify(database, one).standing for one in (english, later)} == {Standing.EDITION}


def test_versions_of_before_renderings_were_kept_are_laid_out_anew(
    database: Database, issued: MinutesVersion, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = reading.locked_pdf(database, issued, reader=leader)
    with database.write() as cursor:
        cursor.execute("delete from minutes_rendering where purpose <> 'issued'")
    assert verify(database, copy).standing is Standing.FOR_SIGNING
    look_otherwise(monkeypatch)
    assert verify(database, copy).standing is Standing.ALTERED


def test_the_edition_says_that_it_is_a_translation_has_the_code_of_what_was_signed_and_nobody_signs_it(
    database: Database, audit: Audit, leader: Account
) -> None:
    fill(database, audit, leader)
    version = lock(database, audit, leader)
    refused = act(version, "agency", "refuse", value={"reason": "không đồng ý điểm 02", "witness": "Bà Làm Chứng"})
    assert not sign(database, leader, act(version, "leader", "stroke"), refused).refused
    document = reading.text_in(database, version, "en", reader=leader)
    text = canonical_text(replace(document, verification=None))
    assert "Translation for reference only; the signed text is the Vietnamese one." in text
    assert document.verification is not None
    assert verify_code(database, document.verification.code).version == version
    places = [one for block in document.blocks if isinstance(block, SignatureBlock) for one in block.signatories]
    assert [(one.place, one.drawing) for one in places] == [("", None)] * 4
    assert any(isinstance(one, Paragraph) and "không đồng ý điểm 02" in one.text for one in document.blocks)
    english = reading.edition_pdf(database, version, "en", reader=leader)
    assert verify(database, english).standing is Standing.EDITION
