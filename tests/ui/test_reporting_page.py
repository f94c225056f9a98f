"""The page of the minutes: draft, locked, issued, reopened; and the page that verifies a code."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.minutes.pdf import render
from iso_audit.minutes.tree import Document
from iso_audit.presenting.pad import pad_data
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.reporting import attaching, drafting, locking, reading
from tests.conftest import AT, make_account, plan_audit
from tests.databases import Filled, filled_once
from tests.ui.conftest import installed, open_page, read, shown, source, speaking
from tests.workflow.minutes_ready import ZONE, act, fill, lock, sign, small_picture
from tests.workflow.rich_audit import tell

MOST_STATEMENTS = 23


@pytest.fixture(scope="session")
def short_audit(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """A short audit with nothing missing."""

    def made(database: Database) -> None:
        leader = make_account(database, "leader", Role.LEADER)
        fill(database, plan_audit(database, bank, leader, form="commune"), leader)

    return filled_once(tmp_path_factory, "short", made)


@pytest.fixture
def starts_from(short_audit: Filled) -> Filled:
    return short_audit


@pytest.fixture
def audit(database: Database, bank: Bank, audit: Audit) -> Audit:
    """The short audit, in an installed process."""
    installed(database, bank)
    return audit


def page(audit: Audit, account: Account) -> AppTest:
    app = open_page("reporting", account, audit=audit.id)
    assert not app.exception
    return app


def press(app: AppTest, key: str, language: Language = "vi") -> AppTest:
    label = translate(language, key)
    next(one for one in app.button if one.label == label).click().run()
    return app


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_draft_is_locked_with_the_number_typed(
    database: Database, audit: Audit, leader: Account, language: Language
) -> None:
    app = page(audit, speaking(database, leader, language))
    app.text_input[0].set_value("05/BB-ĐKT")
    press(app, "signing.lock.button", language)
    version = reading.all_versions(database, audit.id, reader=leader)[0]
    assert (version.number, version.state.value) == ("05/BB-ĐKT", "locked")
    assert version.short_code in shown(app)


def test_a_number_that_is_none_is_told_and_nothing_is_locked(database: Database, audit: Audit, leader: Account) -> None:
    app = page(audit, leader)
    app.text_input[0].set_value("số năm")
    press(app, "signing.lock.button")
    assert [read(one.value) for one in app.error] == ["Số biên bản “số năm” không đúng dạng. Ví dụ số đúng: 01/BB-ĐKT."]
    assert reading.all_versions(database, audit.id, reader=leader) == ()


def test_the_preview_reads_like_the_document(audit: Audit, leader: Account) -> None:
    app = page(audit, leader)
    app.toggle[0].set_value(True).run()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in shown(app)


def test_a_draft_is_read_once_and_laid_out_only_when_its_file_is_asked_for(
    database: Database, audit: Audit, leader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[Document] = []
    monkeypatch.setattr(drafting, "render", lambda document: laid_out.append(document) or render(document))
    with database.statements() as heard:
        page(audit, leader)
    reads = ("from field_state where audit_id = ?", "from audit_checklist ")
    assert [sum(read in one for one in heard) for read in reads] == [1, 1]
    assert len(heard) <= MOST_STATEMENTS
    assert laid_out == []
    draft = drafting.draft(
        database, visit(database, audit.id, reader=leader), language="vi", zone=ZONE, by=leader, at=AT
    )
    assert draft.rendered().pdf.startswith(b"%PDF")
    assert laid_out == [draft.document]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_locked_minutes_with_empty_places_are_issued_only_on_purpose(
    database: Database, audit: Audit, leader: Account, language: Language
) -> None:
    lock(database, audit, leader)
    app = page(audit, speaking(database, leader, language))
    issue = translate(language, "reporting.issue")
    assert next(one for one in app.button if one.label == issue).disabled
    app.checkbox[0].set_value(True).run()
    press(app, "reporting.issue", language)
    assert len(reading.versions(database, audit.id, reader=leader)) == 1
    assert not app.error


def test_with_every_place_settled_issuing_takes_one_press(database: Database, audit: Audit, leader: Account) -> None:
    version = lock(database, audit, leader)
    sign(database, leader, *(act(version, place, "stroke", attempt=place) for place in ("agency", "secretary")))
    sign(database, leader, act(version, "leader", "paper", attempt="p"))
    app = page(audit, leader)
    assert translate("vi", "signing.lock.all_settled") in shown(app)
    press(app, "reporting.issue")
    assert "Trưởng đoàn: ký trên giấy" in shown(app)


def test_unlocking_asks_for_a_reason_and_lists_the_void_version(
    database: Database, audit: Audit, leader: Account
) -> None:
    lock(database, audit, leader)
    app = press(page(audit, leader), "signing.lock.unlock")
    assert len(app.error) == 1
    app.text_area[0].set_value("sai họ tên")
    press(app, "signing.lock.unlock")
    assert "đã hủy bỏ" in shown(app)
    assert "sai họ tên" in shown(app)


def test_issued_minutes_are_reopened_by_the_leader_with_a_reason(
    database: Database, audit: Audit, leader: Account
) -> None:
    locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    app = page(audit, leader)
    app.text_area[0].set_value("bổ sung bằng chứng")
    press(app, "signing.reopen.button")
    assert "Đang lập bản tiếp theo. Lý do: bổ sung bằng chứng" in shown(app)
    assert app.text_input[0].disabled


def test_the_secretary_sees_that_only_the_leader_reopens(database: Database, audit: Audit, leader: Account) -> None:
    locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    app = page(audit, make_account(database, "secretary", Role.SECRETARY))
    assert translate("vi", "signing.reopen.leader_only") in shown(app)


def test_a_viewer_reads_locked_minutes_and_has_nothing_to_press(
    database: Database, audit: Audit, leader: Account
) -> None:
    lock(database, audit, leader)
    app = page(audit, make_account(database, "viewer", Role.VIEWER))
    assert [one.label for one in app.button] == []


def test_the_pad_gets_places_names_and_what_was_signed(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    version = lock(database, audit, leader)
    sign(database, leader, act(version, "agency", "stroke"))
    asked = {"language": "vi", "zone": ZONE, "now": AT}
    data = pad_data(database, version, account=leader, **asked)
    assert next((one["id"], one["name"]) for one in data["places"]) == ("agency", "Người đại diện")
    assert [one["place"] for one in data["events"]] == ["agency"]
    assert data["may_sign"]
    viewer = replace(leader, role=Role.VIEWER)
    assert not pad_data(database, version, account=viewer, **asked)["may_sign"]


def test_attachments_are_listed_with_their_names_as_written(database: Database, audit: Audit, leader: Account) -> None:
    version = lock(database, audit, leader)
    attaching.attach(database, version.id, name="*bản* [x](y).png", data=small_picture(), by=leader, at=AT)
    assert "\\*bản\\* \\[x\\]\\(y\\)\\.png" in source(page(audit, leader))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_findings_are_offered_as_data_once_minutes_are_issued(
    database: Database, audit: Audit, leader: Account, language: Language
) -> None:
    label = translate(language, "signing.version.data")
    reader = speaking(database, make_account(database, "viewer", Role.VIEWER), language)
    version = lock(database, audit, leader)
    assert label not in [one.proto.label for one in page(audit, reader).get("download_button")]
    locking.issue_locked(database, version.id, by=leader, at=AT)
    assert label in [one.proto.label for one in page(audit, reader).get("download_button")]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_code_is_looked_up(database: Database, audit: Audit, leader: Account, language: Language) -> None:
    version = locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    app = open_page("verify", speaking(database, leader, language))
    app.text_input[0].set_value(version.short_code.lower())
    press(app, "signing.verify.look", language)
    assert translate(language, "signing.verify.current") in shown(app)


def test_an_unknown_code_is_told(empty: Installation, leader: Account) -> None:
    app = open_page("verify", leader)
    app.text_input[0].set_value("AAAA-BBBB-CCCC")
    press(app, "signing.verify.look")
    (error,) = [read(one.value) for one in app.error]
    assert error.startswith("Không có biên bản nào mang mã AAAA-BBBB-CCCC.")


def test_a_dropped_pdf_is_verified(database: Database, audit: Audit, leader: Account) -> None:
    version = locking.issue_locked(database, lock(database, audit, leader).id, by=leader, at=AT)
    app = open_page("verify", leader)
    pdf = reading.issued_pdf(database, version, reader=leader)
    app.get("file_uploader")[0].upload("bien-ban.pdf", pdf, "application/pdf").run()
    assert translate("vi", "signing.verify.current") in shown(app)


def test_cautions_are_listed_and_ticked_before_locking(database: Database, audit: Audit, leader: Account) -> None:
    tell(database, audit, "visit:", {"report_to": "Sở"}, by=leader)
    app = press(page(audit, leader), "signing.lock.button")
    assert translate("vi", "words.caution.report_not_needed") in shown(app)
    assert translate("vi", "errors.cautions_not_acknowledged", count=1) in shown(app)
    app.checkbox[0].set_value(True)
    press(app, "signing.lock.button")
    assert [one.state.value for one in reading.all_versions(database, audit.id, reader=leader)] == ["locked"]


def test_what_is_missing_blocks_and_leads_to_its_field(database: Database, audit: Audit, leader: Account) -> None:
    tell(database, audit, "visit:", {"closed_at": "2017-07-11T07:00"}, by=leader)
    app = page(audit, leader)
    assert translate("vi", "words.gap.closed_before_opened") in shown(app)
    assert translate("vi", "signing.lock.button") not in [one.label for one in app.button]
    link = next(one for one in app.get("page_link") if one.proto.label == "Thời gian, địa điểm")
    assert "part=facts" in link.proto.query_string


@pytest.mark.parametrize("is_issued", [False, True])
def test_what_was_recorded_after_locking_or_issuing_is_listed_with_who_and_when(
    database: Database, audit: Audit, leader: Account, is_issued: bool
) -> None:
    version = lock(database, audit, leader)
    if is_issued:
        locking.issue_locked(database, version.id, by=leader, at=AT)
    tell(database, audit, "item:P01", {"evidence": "ghi sau"}, by=leader)
    told = shown(page(audit, leader))
    key = f"reporting.later_changes_{'issued' if is_issued else 'locked'}"
    assert translate("vi", key, count=1, number="01/BB-ĐKT") in told
    assert "**P01 · Bằng chứng**: ghi sau" in told
    assert "Leader · 11/07/2017 08:00" in told


def test_a_finding_that_lacks_something_is_opened_where_its_link_leads(
    database: Database, audit: Audit, leader: Account
) -> None:
    tell(database, audit, "item:P02", {"grade": "minor_nonconformity", "evidence": "sổ"}, by=leader)
    app = page(audit, leader)
    link = next(one.proto for one in app.get("page_link") if one.proto.label == "Phát hiện số 01")
    assert "finding=finding%3AP02" in link.query_string
    caucus = open_page("caucus", leader, audit=audit.id, finding="finding:P02")
    (edit,) = [one for one in caucus.expander if one.proto.expanded]
    assert edit.label == translate("vi", "words.edit")
    assert translate("vi", "words.gap.deadline_missing") in shown(caucus)
