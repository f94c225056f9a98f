"""The page that carries an audit: a file to download, one to take in, what came of it, in both languages."""

import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.storage import audits
from iso_audit.workflow.exchange import export_audit, import_audit, look
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.ui.conftest import app_of, open_page, read, shown, speaking

PAGE = str(Path(__file__).parents[2] / "iso_audit" / "ui" / "pages" / "exchange.py")


def open_as(account: Account) -> AppTest:
    return open_page("exchange", account)


def somebody(installed: Installation, language: Language = "vi", role: Role = Role.LEADER) -> Account:
    return speaking(installed.database, make_account(installed.database, "an", role), language)


@pytest.fixture
def file(year_2017: Filled, tmp_path: Path) -> bytes:
    """The sample's audit 2017-09 as another machine exported it."""
    return sample_file(year_2017, tmp_path, "2017-09")


def sample_file(year_2017: Filled, folder: Path, code: str) -> bytes:
    with year_2017.in_memory() as database:
        export_audit(database, code, folder / "a", by=None, at=AT)
    return (folder / "a").read_bytes()


def upload(app: AppTest, data: bytes) -> AppTest:
    return app.file_uploader[0].upload("a.isoaudit", data, "application/octet-stream").run()


@pytest.mark.parametrize(
    ("language", "made"), [("vi", "Đã lập tệp cho 2017-01"), ("en", "File for 2017-01 made at 11 Jul 2017 08:00")]
)
def test_an_audit_is_made_into_a_file_to_download(own_sample_year: Installation, language: Language, made: str) -> None:
    app = open_as(somebody(own_sample_year, language))
    assert not app.exception
    app.selectbox(key="exchange.code").select("2017-01").run()
    app.button(key="exchange.make").click().run()
    assert not app.exception
    assert made in shown(app)
    name, content, manifest = app.session_state["exchange.made"]
    assert name == "2017-01-2017-07-11-0800.isoaudit"
    assert look(io.BytesIO(content)) == manifest


@pytest.mark.parametrize(
    ("language", "seen", "taken", "again"),
    [
        ("vi", "Tệp nguyên vẹn", "Đã nhận cuộc kiểm tra", "không có gì thay đổi"),
        ("en", "The file is whole", "was taken in", "nothing has changed"),
    ],
)
def test_a_file_is_shown_then_taken_in_and_told(
    empty: Installation, file: bytes, language: Language, seen: str, taken: str, again: str
) -> None:
    app = upload(open_as(somebody(empty, language)), file)
    assert not app.exception
    assert seen in shown(app)
    app.button(key="exchange.take").click().run()
    assert not app.exception
    assert taken in shown(app)
    with empty.database.read() as cursor:
        audit = audits.by_code(cursor, "2017-09")
        assert audit is not None
        (events,) = cursor.execute("select count(*) from event where audit_id = ?", [audit.id]).fetchall()[0]
    assert app.session_state["exchange.taken"].new["event"] == events > 100
    app = upload(app, file)
    app.button(key="exchange.take").click().run()
    assert again in shown(app)


def test_nothing_is_taken_in_before_the_button(empty: Installation, file: bytes) -> None:
    upload(open_as(somebody(empty)), file)
    with empty.database.read() as cursor:
        assert cursor.execute("select count(*) from audit").fetchall() == [(0,)]


@pytest.mark.parametrize("data", [b"hello", b"PK\x03\x04 cut off"])
def test_what_is_no_such_file_is_one_sentence(empty: Installation, data: bytes) -> None:
    app = upload(open_as(somebody(empty)), data)
    assert not app.exception
    assert len(app.error) == 1
    assert not [one for one in app.button if one.key == "exchange.take"]


def test_a_changed_plan_is_a_table_of_both_sides(empty: Installation, file: bytes) -> None:
    app = upload(open_as(somebody(empty)), file)
    app.button(key="exchange.take").click().run()
    with empty.database.write() as cursor:
        cursor.execute("update agency set address = '1 Lê Lợi'")
        cursor.execute("update audit set form = 'by_report'")
    app = upload(app, file)
    app.button(key="exchange.take").click().run()
    table = app.table[0].value
    assert "1 Lê Lợi" in list(table["Ở đây (được giữ)"])
    assert "Tại trụ sở cơ quan" in list(table["Trong tệp"])


@pytest.mark.parametrize("role", [Role.LEADER, Role.DEPUTY, Role.SECRETARY])
def test_leaders_deputies_and_the_secretary_see_the_page(empty: Installation, role: Role) -> None:
    app = open_as(somebody(empty, role=role))
    assert not app.error
    assert len(app.file_uploader) == 1


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER])
def test_others_are_refused(empty: Installation, role: Role) -> None:
    app = app_of(PAGE, somebody(empty, role=role)).run()
    assert len(app.error) == 1
    assert not app.file_uploader


def test_an_empty_start_says_that_there_is_nothing_to_export(empty: Installation) -> None:
    assert "Chưa có cuộc kiểm tra nào để xuất." in shown(open_as(somebody(empty)))


def test_what_waits_for_a_leader_is_told_to_the_secretary(
    empty: Installation, year_2017: Filled, tmp_path: Path
) -> None:
    file = sample_file(year_2017, tmp_path, "2017-01")
    app = upload(open_as(somebody(empty, role=Role.SECRETARY)), file)
    app.button(key="exchange.take").click().run()
    assert read(app.error[0].value) == translate("vi", "errors.carry_audit_new", code="2017-01")
    import_audit(empty.database, io.BytesIO(file), by=None, at=AT)
    with empty.database.write() as cursor:
        cursor.execute("delete from event where subject = 'conclusion:'")
    app.button(key="exchange.take").click().run()
    assert not app.exception
    assert not app.error
    assert "Kết luận (1)" in shown(app)
    assert "trưởng đoàn hoặc phó trưởng đoàn" in shown(app)
