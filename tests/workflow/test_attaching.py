"""Attachments: checked on arrival, kept once, withdrawn with a reason, never gone."""

from io import BytesIO

import pytest
from PIL import Image

from iso_audit.domain.account import Account, Role
from iso_audit.domain.errors import Conflict, Forbidden, NotFound, RuleBroken
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.storage import activity
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.reporting import attaching, locking, reading
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.workflow.minutes_ready import newest_version


@pytest.fixture
def starts_from(locked_minutes: Filled) -> Filled:
    return locked_minutes


@pytest.fixture
def version(database: Database) -> MinutesVersion:
    return newest_version(database)


def jpeg() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "JPEG")
    return target.getvalue()


def attach(database: Database, version: MinutesVersion, by: Account, data: bytes, name: str = "scan.jpg"):
    return attaching.attach(database, version.id, name=name, data=data, by=by, at=AT)


def test_a_scan_is_kept_with_its_type_and_given_back(
    database: Database, version: MinutesVersion, leader: Account, picture: bytes
) -> None:
    pdf = reading.locked_pdf(database, version, reader=leader)
    kept = [attach(database, version, leader, data) for data in (jpeg(), picture, pdf)]
    assert [one.media_type for one in kept] == ["image/jpeg", "image/png", "application/pdf"]
    assert attaching.attachment_data(database, kept[0], reader=leader) == jpeg()


def test_the_same_bytes_are_kept_once(database: Database, version: MinutesVersion, leader: Account) -> None:
    assert attach(database, version, leader, jpeg()) == attach(database, version, leader, jpeg(), "again.jpg")
    assert len(attaching.attachments_of(database, version, reader=leader)) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "attachment_empty"),
        (b"MZ\x90\x00", "attachment_type_unknown"),
        (b"<html><script>", "attachment_type_unknown"),
        (b"GIF89a", "attachment_type_unknown"),
        (b"%PDF-1.7 nothing", "attachment_damaged"),
        (jpeg()[:100], "attachment_damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "attachment_damaged"),
        (b"\xff\xd8\xff" + b"\x00" * 20_000_001, "attachment_too_large"),
    ],
    ids=["empty", "program", "html", "gif", "pdf", "cut jpeg", "png", "huge"],
)
def test_what_cannot_be_opened_is_not_kept(
    database: Database, version: MinutesVersion, leader: Account, data: bytes, code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        attach(database, version, leader, data)
    assert refused.value.code == code
    assert attaching.attachments_of(database, version, reader=leader) == ()


def test_a_png_of_far_too_many_pixels_is_not_decoded(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    target = BytesIO()
    Image.new("1", (11_000, 11_000)).save(target, "PNG")
    with pytest.raises(RuleBroken):
        attach(database, version, leader, target.getvalue())


@pytest.mark.parametrize("name", ["../../etc/x.jpg", "C:\\temp\\x.jpg", "a/b\\x.jpg"])
def test_a_name_keeps_only_its_last_part(
    database: Database, version: MinutesVersion, leader: Account, name: str
) -> None:
    assert attach(database, version, leader, jpeg(), name).name == "x.jpg"


def test_a_withdrawn_attachment_stays_listed_with_its_reason(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    kept = attach(database, version, leader, jpeg())
    attaching.withdraw(database, kept.id, reason="quét nhầm", by=leader, at=AT)
    assert [one.withdrawn_reason for one in attaching.attachments_of(database, version, reader=leader)] == ["quét nhầm"]


def test_a_reason_for_withdrawing_is_never_replaced(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    kept = attach(database, version, leader, jpeg())
    attaching.withdraw(database, kept.id, reason="quét nhầm", by=leader, at=AT)
    with pytest.raises(Conflict) as refused:
        attaching.withdraw(database, kept.id, reason="khác", by=leader, at=AT)
    assert refused.value.code == "attachment_withdrawn"
    assert [one.withdrawn_reason for one in attaching.attachments_of(database, version, reader=leader)] == ["quét nhầm"]
    with database.read() as cursor:
        reasons = [one.detail.get("reason") for one in activity.latest(cursor) if one.action == "attachment_withdrawn"]
    assert reasons == ["quét nhầm"]


def test_a_void_version_takes_no_attachment(database: Database, version: MinutesVersion, leader: Account) -> None:
    locking.unlock(database, version.id, reason="sửa", by=leader, at=AT)
    with pytest.raises(Conflict) as refused:
        attach(database, version, leader, jpeg())
    assert refused.value.code == "minutes_void"


def test_members_do_not_attach_and_strangers_do_not_read(
    database: Database, version: MinutesVersion, leader: Account
) -> None:
    kept = attach(database, version, leader, jpeg())
    stranger = make_account(database, "m", Role.MEMBER)
    with pytest.raises(Forbidden):
        attach(database, version, stranger, jpeg())
    with pytest.raises(NotFound):
        attaching.attachment_data(database, kept, reader=stranger)


def test_nothing_is_withdrawn_that_is_not_there(database: Database, leader: Account) -> None:
    with pytest.raises(NotFound) as refused:
        attaching.withdraw(database, "none", reason="x", by=leader, at=AT)
    assert refused.value.code == "attachment_not_found"
