"""Minutes, signatures, attachments, case lists and pictures: taken where absent, frozen ones never changed."""

import io
from datetime import date

import pytest
from PIL import Image

from iso_audit.domain.attachment import Attachment, AttachmentKind
from iso_audit.domain.case_file import CaseRecord
from iso_audit.images import Rectangle
from iso_audit.storage import attachments, case_lists, minutes, photos, signatures
from iso_audit.storage.case_lists import CaseList
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting.photos import NewPhoto, blur, receive
from tests.conftest import AT, reread
from tests.workflow.exchange.conftest import LATER, Laptop, refused
from tests.workflow.exchange.minutes_made import PICTURE, digest, issue, jpeg, lock, stroke
from tests.workflow.minutes_ready import fill
from tests.workflow.minutes_ready import lock as lock_for_real

SCAN = jpeg("grey")


def versions(laptop: Laptop) -> list[tuple[str, int, str, bytes | None]]:
    with laptop.database.read() as cursor:
        return [
            (one.number, one.version, one.state.value, minutes.pdf(cursor, one.id))
            for one in minutes.of_audit(cursor, laptop.audit.id)
        ]


def later(laptop: Laptop) -> int:
    """Return how many entries arrived after the newest version."""
    with laptop.database.read() as cursor:
        position = minutes.of_audit(cursor, laptop.audit.id)[0].journal_position
    reader = reread(laptop.database, laptop.person("leader"))
    return visit(laptop.database, laptop.audit.id, reader=reader).changes_since_issue(position)


def test_issued_minutes_arrive_with_bytes_pictures_and_text(office: Laptop, road: Laptop) -> None:
    lock(road)
    pdf = issue(road)
    office.take(road)
    assert versions(office) == [("01/BB-ĐKT", 1, "issued", pdf)]
    with office.database.read() as cursor:
        assert minutes.images(cursor, [digest(PICTURE)]) == {digest(PICTURE): PICTURE}
    assert office.whole()


def test_a_locked_version_that_was_issued_elsewhere_is_issued_here_too(office: Laptop, road: Laptop) -> None:
    lock(road)
    office.take(road)
    assert versions(office)[0][2] == "locked"
    pdf = issue(road)
    assert [one.code for one in office.take(road).notes] == ["minutes_moved_on"]
    assert versions(office) == [("01/BB-ĐKT", 1, "issued", pdf)]
    road.take(office)
    assert office.whole()


def test_issued_minutes_never_go_back_to_locked(office: Laptop, road: Laptop) -> None:
    lock(road)
    source = road.file()
    pdf = issue(road)
    road.take(source)
    assert versions(road) == [("01/BB-ĐKT", 1, "issued", pdf)]


def test_a_version_issued_on_both_sides_stays_as_it_is_here(office: Laptop, road: Laptop) -> None:
    lock(road)
    office.take(road)
    issue(road)
    pdf = issue(office)
    assert [one.code for one in office.take(road).notes] == ["minutes_end_differs"]
    assert versions(office)[0][3] == pdf


def test_two_versions_made_apart_under_one_number_are_told(office: Laptop, road: Laptop) -> None:
    lock(office, name="ours")
    lock(road, name="theirs", number="02/BB-ĐKT")
    stroke(road, "theirs")
    road.say("lan", "conformity")
    taken = office.take(road)
    assert [(one.code, one.details["number"]) for one in taken.notes] == [("minutes_left_out", "02/BB-ĐKT")]
    assert [one[0] for one in versions(office)] == ["01/BB-ĐKT"]
    assert taken.new["event"] == 1
    assert office.whole()


def test_a_number_that_another_audit_has_is_told(office: Laptop, road: Laptop) -> None:
    lock(road)
    with office.database.write() as cursor:
        cursor.execute("insert into audit select * replace ('other' as id, '2017-02' as code) from audit")
        cursor.execute(
            "insert into minutes (id, audit_id, number, version, state, language, content, text_hash, pdf_hash, pages, "
            "journal_position, created_at) values ('m2', 'other', '01/BB-ĐKT', 1, 'void', 'vi', '{}', '', '', 1, 0, ?)",
            [AT.replace(tzinfo=None)],
        )
    taken = office.take(road)
    assert [(one.code, one.details["code"]) for one in taken.notes] == [("number_twice", "2017-02")]


def test_a_version_with_another_text_under_one_id_is_refused(office: Laptop, road: Laptop) -> None:
    lock(road)
    office.take(road)
    with road.database.write() as cursor:
        cursor.execute("update minutes set short_code = 'ABCD-EFGH-IJKL'")
    assert refused(office.take, road) == "carry_row_differs"


def test_entries_a_version_did_not_know_stand_behind_it(office: Laptop, road: Laptop) -> None:
    office.say("lan", "conformity", subject="item:P04")
    road.say("minh", "conformity")
    lock(road)
    road.say("minh", "observation", at=LATER)
    assert later(road) == 1
    office.take(road)
    assert later(office) == 2
    road.take(office)
    assert later(road) == 2
    assert office.whole()


def attach(laptop: Laptop, *, reason: str | None = None) -> None:
    made = Attachment(
        "at1", "m1", AttachmentKind("scan"), "bản ký.jpg", "image/jpeg", len(SCAN), digest(SCAN),
        laptop.person("leader").id, AT, reason,
    )  # fmt: skip
    with laptop.database.write() as cursor:
        attachments.add(cursor, made, SCAN)


def test_signatures_and_attachments_arrive(office: Laptop, road: Laptop) -> None:
    lock(road)
    stroke(road)
    attach(road)
    office.take(road)
    with office.database.read() as cursor:
        assert [one.id for one in signatures.of_version(cursor, "m1")] == ["s1"]
        assert attachments.data(cursor, "at1") == SCAN


@pytest.mark.parametrize(("here", "there", "kept"), [(None, "nhầm", "nhầm"), ("b", "a", "a"), ("a", "b", "a")])
def test_a_withdrawn_attachment_stays_withdrawn(
    office: Laptop, road: Laptop, here: str | None, there: str, kept: str
) -> None:
    lock(road)
    attach(road)
    office.take(road)
    for laptop, reason in ((office, here), (road, there)):
        with laptop.database.write() as cursor:
            cursor.execute("update minutes_attachment set withdrawn_reason = ?", [reason])
    office.take(road)
    with office.database.read() as cursor:
        assert attachments.by_id(cursor, "at1").withdrawn_reason == kept


def test_a_list_of_case_files_arrives_whole(office: Laptop, road: Laptop) -> None:
    content, content_hash = case_lists.packed([CaseRecord(f"H{number}", "Cấp phép") for number in range(477)])
    made = CaseList("l1", road.audit.id, "hs.xlsx", content_hash, 477, date(2017, 7, 1), ("Người nộp",), AT, "x")
    with road.database.write() as cursor:
        cursor.execute("update account set id = 'x' where username = 'lan'")
        cursor.execute("update team_member set account_id = 'x' where name = 'Lan'")
        case_lists.add(cursor, made, content)
    office.take(road)
    with office.database.read() as cursor:
        assert len(case_lists.records(cursor, "l1")) == 477


def test_a_list_that_is_not_what_its_hash_says_is_refused(office: Laptop, road: Laptop) -> None:
    content, _ = case_lists.packed([CaseRecord("H1", "Cấp phép")])
    by = road.person("lan").id
    made = CaseList("l1", road.audit.id, "hs.xlsx", "0" * 64, 1, date(2017, 7, 1), (), AT, by)
    with road.database.write() as cursor:
        case_lists.add(cursor, made, content)
    assert refused(office.take, road) == "carry_value_invalid"


def photo(laptop: Laptop, name: str, colour: str) -> str:
    """Receive a photograph and return the SHA-256 of its picture."""
    data = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(data, "JPEG")
    new = NewPhoto(name, laptop.audit.id, "P01", AT, data.getvalue())
    return receive(laptop.database, new, by=laptop.person("lan"), device="tablet", at=AT).sha256


def pictures(laptop: Laptop) -> dict[str, bytes | None]:
    with laptop.database.read() as cursor:
        listed = photos.of_audit(cursor, laptop.audit.id)
        return {one.sha256: photos.jpeg(cursor, laptop.audit.id, one.sha256) for one in listed}


def test_photos_of_both_laptops_come_together(office: Laptop, road: Laptop) -> None:
    photo(office, "f1", "red")
    photo(road, "f2", "blue")
    taken = office.take(road)
    road.take(office)
    assert taken.new["photo"] == 1
    assert pictures(office) == pictures(road)
    assert all(digest(data) == name for name, data in pictures(office).items())
    assert len(pictures(office)) == 2
    assert office.whole()


def test_a_photo_sent_to_both_laptops_is_one(office: Laptop, road: Laptop) -> None:
    photo(office, "f1", "red")
    photo(road, "f1", "red")
    office.take(road)
    assert len(pictures(office)) == 1


def test_what_was_made_unreadable_elsewhere_does_not_come_back(office: Laptop, road: Laptop) -> None:
    original = photo(office, "f1", "red")
    plain = office.file()
    road.take(plain)
    hidden = blur(
        road.database, "f1", [Rectangle(0.1, 0.1, 0.5, 0.5)], seen=original, by=road.person("leader"), device="t",
        at=LATER,
    )  # fmt: skip
    office.take(road)
    assert set(pictures(office)) == {hidden.sha256}
    office.take(plain)
    assert set(pictures(office)) == {hidden.sha256}


def test_a_picture_that_nobody_has_any_more_is_told(office: Laptop, road: Laptop) -> None:
    photo(road, "f1", "red")
    with road.database.write() as cursor:
        cursor.execute("delete from photo")
        cursor.execute("delete from photo_part")
    assert [(one.code, one.details) for one in office.take(road).notes] == [("photos_missing", {"count": 1})]


def test_numbers_of_findings_arrive_and_are_no_later_changes(office: Laptop, road: Laptop) -> None:
    fill(road.database, road.audit, reread(road.database, road.person("leader")))
    for field, value in (("grade", "observation"), ("evidence", "đã xem")):
        road.say("leader", value, field=field)
    lock_for_real(road.database, road.audit, road.person("leader"))
    office.take(road)
    assert office.journal().value("finding:P01", "number") == "01"
    assert (later(office), later(road)) == (0, 0)
    assert office.whole()
