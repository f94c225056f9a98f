"""Every page opens without a fault, in both languages, for each role that may see it."""

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.described import typed_texts
from iso_audit.domain.programme import Agency
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.storage import accounts, audits, programmes
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.workflow.accounts import administering as accounts_workflow
from iso_audit.workflow.conducting.recording import NewEvent, record
from tests.conftest import AT, make_account, plan_audit
from tests.screens import EVERY_PAGE, IN_AN_AUDIT
from tests.ui.conftest import open_page, shown, source, speaking


def somebody(installed: Installation, username: str) -> Account:
    with installed.database.read() as cursor:
        found = accounts.by_username(cursor, username)
    assert found is not None
    return found[0]


def audit_id(installed: Installation, code: str) -> str:
    with installed.database.read() as cursor:
        audit = audits.by_code(cursor, code)
    assert audit is not None
    return audit.id


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_opens_for_the_leader(sample_year: Installation, page: str, language: Language) -> None:
    leader = speaking(sample_year.database, somebody(sample_year, "leader"), language)
    query = {"audit": audit_id(sample_year, "2017-09")} if page in IN_AN_AUDIT else {}
    app = open_page(page, leader, **query)
    assert not app.exception
    assert not app.error
    assert len(shown(app)) > 40


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_page_opens_on_an_empty_database(empty: Installation, page: str, language: Language) -> None:
    leader = speaking(empty.database, make_account(empty.database, "leader", Role.LEADER), language)
    app = open_page(page, leader)
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize(
    ("username", "page"),
    [
        ("mau-thanh-vien-1", "my_audits"),
        ("mau-thanh-vien-1", "conducting"),
        ("mau-thanh-vien-1", "reporting"),
        ("mau-thu-ky", "reporting"),
    ],
)
def test_a_page_opens_for_the_team(sample_year: Installation, username: str, page: str) -> None:
    app = open_page(page, somebody(sample_year, username), audit=audit_id(sample_year, "2017-09"))
    assert not app.exception
    assert not app.error


def test_the_overview_tells_the_year_in_the_reports_words(sample_year: Installation) -> None:
    app = open_page("overview", speaking(sample_year.database, somebody(sample_year, "leader"), "vi"))
    said = shown(app)
    assert "Đến nay đã thực hiện kiểm tra tại 08 đơn vị. Kết quả 08 đơn vị có duy trì ISO" in said
    assert "DỮ LIỆU MẪU" in said


def test_an_empty_start_offers_the_year_and_the_sample(empty: Installation) -> None:
    app = open_page("overview", make_account(empty.database, "leader", Role.LEADER))
    assert [button.label for button in app.button] == ["Nạp dữ liệu mẫu 2017"]
    app.button[0].click().run()
    assert "Đến nay đã thực hiện kiểm tra tại 08 đơn vị." in shown(app)


def test_nobody_signed_in_sees_one_sentence(empty: Installation) -> None:
    nobody = Account("nobody", "nobody", "", Role.LEADER)
    app = open_page("overview", nobody)
    assert len(app.error) == 1
    assert not app.title


@pytest.mark.parametrize("page", IN_AN_AUDIT)
def test_anothers_audit_is_not_found(sample_year: Installation, page: str) -> None:
    with sample_year.database.read() as cursor:
        found = accounts.by_username(cursor, "stranger")
    stranger = found[0] if found else make_account(sample_year.database, "stranger", Role.MEMBER)
    app = open_page(page, stranger, audit=audit_id(sample_year, "2017-01"))
    assert len(app.error) == 1
    assert "Cơ quan mẫu" not in shown(app)


def test_a_name_with_markdown_in_it_is_shown_as_written(empty: Installation) -> None:
    name = "**An** [x](http://y) $1$ :red[z] <b>"
    app = open_page("me", _named(empty, name))
    assert "\\*\\*An\\*\\* \\[x\\]\\(http\\://y\\)" in source(app)


def _named(installed: Installation, name: str) -> Account:
    account = make_account(installed.database, "hostile", Role.LEADER)
    renamed = Account(account.id, account.username, name, Role.LEADER)
    with installed.database.write() as cursor:
        accounts.save(cursor, renamed)
    return renamed


def test_a_disagreement_about_the_visit_is_named_and_settled_by_one_tap(empty: Installation, bank: Bank) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    secretary = make_account(empty.database, "thu-ky", Role.SECRETARY)
    audit = plan_audit(empty.database, bank, leader)
    for by, place in ((leader, "Phòng A"), (secretary, "Phòng B")):
        event = NewEvent(f"event-{by.username}", audit.id, "visit:", "place", place, AT)
        record(empty.database, [event], by=by, device="t", at=AT)
    app = open_page("caucus", leader, audit=audit.id)
    assert "Địa điểm" in shown(app)
    assert "Phòng A" in shown(app)
    assert app.tabs[0].label == "Ý kiến khác nhau (1)"
    next(one for one in app.button if one.key == "keep-event-leader").click().run()
    known = open_audit(empty.database, audit.id, reader=leader).journal
    assert (known.value("visit:", "place"), known.disputed("visit:", "place")) == ("Phòng A", False)


def test_a_role_changed_meanwhile_is_not_overwritten_unseen(empty: Installation) -> None:
    leader, lan = (
        make_account(empty.database, name, role) for name, role in (("leader", Role.LEADER), ("lan", Role.MEMBER))
    )
    app = open_page("accounts", leader)
    accounts_workflow.change_role(empty.database, lan.id, Role.SECRETARY, role_before=Role.MEMBER, by=leader, at=AT)
    app.selectbox(key=f"role.{lan.id}.role").select(Role.VIEWER)
    form = translate("vi", "accounts.change_role")
    next(one for one in app.button if one.label == form and one.form_id == f"role.{lan.id}-form").click().run()
    assert translate("vi", "errors.changed_meanwhile")[:20] in shown(app)
    assert somebody(empty, "lan").role is Role.SECRETARY


def test_two_open_pages_of_one_person_do_not_overwrite_each_other(empty: Installation, bank: Bank) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    audit = plan_audit(empty.database, bank, leader)
    form = f"visit.{audit.id}.facts"
    pages = [open_page("visit", leader, audit=audit.id) for _ in range(2)]

    def say(page: AppTest, place: str) -> set[str | None]:
        page.text_input(key=f"{form}.place").input(place)
        next(one for one in page.button if one.form_id == f"{form}-form" and one.label == "Lưu").click().run()
        state = open_audit(empty.database, audit.id, reader=leader).journal.fields["visit:", "place"]
        return {side.value for side in state.sides}

    assert say(pages[0], "Phòng A") == {"Phòng A"}
    assert say(pages[1], "Phòng B") == {"Phòng A", "Phòng B"}


def test_the_form_of_an_agency_has_every_text_and_keeps_it(sample_year: Installation) -> None:
    app = open_page("planning", somebody(sample_year, "leader"))
    texts = {name: f"Mới: {name}" for name in typed_texts(Agency)}
    for name, text in texts.items():
        app.text_input(key=f"agency.new.{name}").input(text)
    next(one for one in app.button if one.form_id == "agency.new-form").click().run()
    assert not app.exception
    with sample_year.database.read() as cursor:
        kept = [one for one in programmes.all_agencies(cursor) if one.name == texts["name"]]
    assert [{name: getattr(one, name) for name in texts} for one in kept] == [texts]
