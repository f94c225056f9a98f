"""What is typed into a form and not saved is there again for who typed it, and for nobody else, until it is saved."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from iso_audit.domain.account import Role
from iso_audit.storage import accounts, audits
from iso_audit.workflow.conducting import sampling
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.browser.conftest import PASSWORD, Scene, person, running
from tests.conftest import AT
from tests.databases import Filled

pytestmark = pytest.mark.browser

UNSAVED = re.compile(r"Chưa lưu: đã nhập trên máy này lúc")
KEPT = "Chưa lưu – nội dung đã nhập được giữ trên máy này"
SAVED = re.compile(r"Đã lưu lúc")
ITEM = "4.2.3-4"


@pytest.fixture(scope="module")
def scene(chromium: Browser, team_of_three: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    file = tmp_path_factory.mktemp("unsaved") / "audits.duckdb"
    with team_of_three.opened(file) as database:
        with database.read() as cursor:
            audit = audits.by_code(cursor, "2017-01")
            found = accounts.by_username(cursor, "truong-doan")
        assert audit is not None
        assert found is not None
        person(database, "thu-ky", Role.SECRETARY)
        graded = NewEvent(new_id(AT), audit.id, f"item:{ITEM}", "grade", "minor_nonconformity", AT)
        assert not record(database, [graded], by=found[0], device="t", at=AT).refused
        sampling.add_on_purpose(database, audit.id, "H-01", "nghi trễ hạn", by=found[0], device="t", at=AT)
    with running(file, chromium) as app:
        yield Scene(app, audit, chromium)


def text_of(page: Page, name: str) -> Locator:
    """Return the text input whose key ends with `name`, however often its form began anew."""
    return page.locator(f"[class*='-{name} '] input[type=text], [class*='-{name} '] textarea").first


def is_kept(page: Page, form: str) -> None:
    expect(page.locator(f"[data-unsaved='{KEPT}'][class*='st-key-unsaved-{form}']")).to_have_count(1)


def server_goes(scene: Scene, page: Page) -> None:
    scene.app.kill()
    expect(page.locator("#iso-audit-line")).to_contain_text("những gì đã nhập vẫn còn trên máy này")


def sign_out(page: Page) -> None:
    page.goto("/logout")
    page.click("button[type=submit]")
    page.wait_for_url("**/login**")


def sign_in(page: Page, username: str, path: str) -> None:
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/")
    page.goto(path)


def test_a_form_survives_the_network_a_reload_another_page_and_another_account(scene: Scene) -> None:
    path = f"/visit?audit={scene.audit.id}"
    page = scene.tablet("truong-doan", path)
    period = text_of(page, "period")
    period.press_sequentially("01/2016")
    is_kept(page, "visit")
    page.context.set_offline(True)
    period.press_sequentially(" – 10/2017")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text(UNSAVED)).to_be_visible()
    expect(period).to_have_value("01/2016 – 10/2017")

    page.get_by_role("link", name="Họp đoàn").tap()
    expect(page.get_by_role("tab").filter(has_text="Phát hiện")).to_be_visible()
    page.get_by_role("link", name="Buổi làm việc").tap()
    expect(period).to_have_value("01/2016 – 10/2017")

    sign_out(page)
    sign_in(page, "thu-ky", path)
    expect(period).to_have_value("")
    period.press_sequentially("cả năm 2016")
    is_kept(page, "visit")
    sign_out(page)
    sign_in(page, "truong-doan", path)
    expect(period).to_have_value("01/2016 – 10/2017")

    page.get_by_role("button", name="Lưu", exact=True).first.tap()
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.reload()
    expect(period).to_have_value("01/2016 – 10/2017")
    expect(page.get_by_text(UNSAVED)).to_have_count(0)

    sign_out(page)
    sign_in(page, "thu-ky", path)
    expect(period).to_have_value("cả năm 2016")
    expect(page.get_by_text("đang lưu: 01/2016 – 10/2017")).to_be_visible()


def test_answers_of_a_case_file_given_without_a_network_are_recorded_after_a_reload(scene: Scene) -> None:
    page = scene.tablet("minh", f"/sampling?audit={scene.audit.id}&part=files")
    page.get_by_role("button", name=re.compile("H-01")).tap()
    checks = page.locator("[class*='st-key-unsaved-check']").get_by_role("radiogroup")
    answer = checks.first.get_by_role("radio", name="Không đạt")
    expect(answer).to_be_visible()
    expect(page.locator("[class*=iso-audit-keeper]").first).to_be_attached()
    page.context.set_offline(True)
    answer.tap()
    is_kept(page, "check")
    page.context.set_offline(False)
    page.reload()
    expect(answer).to_be_checked()
    expect(page.locator("[data-unsaved]")).to_have_count(0)
    page.reload()
    expect(answer).to_be_checked()
    expect(page.get_by_text(SAVED)).to_have_count(0)


def test_a_password_is_never_kept_not_even_when_it_is_shown(scene: Scene) -> None:
    page = scene.tablet("truong-doan", "/accounts")
    page.get_by_role("tab", name="Tạo tài khoản").tap()
    text_of(page, "name").fill("Lê Hoa")
    secret = page.locator("[class*='st-key-account-password'] input")
    secret.fill("bốn con mèo nhỏ")
    page.locator("[class*='st-key-account-password'] button").tap()
    expect(secret).to_have_attribute("type", "text")
    secret.press_sequentially(" và một con chó")
    is_kept(page, "account")
    kept = page.evaluate(
        """() => new Promise((done) => {
          indexedDB.open("iso-audit-waiting").onsuccess = ({ target }) => {
            const all = target.result.transaction("waiting").objectStore("waiting").getAll();
            all.onsuccess = () => done(all.result.join());
          };
        })"""
    )
    assert "Lê Hoa" in kept
    assert "mèo" not in kept


def test_two_taps_on_save_save_once_and_the_list_shows_it(scene: Scene) -> None:
    page = scene.tablet("truong-doan", "/planning")
    page.get_by_role("tab", name="Cơ quan").tap()
    name = text_of(page, "name")
    name.fill("Sở Xây dựng")
    page.get_by_role("button", name="Lưu", exact=True).locator("visible=true").dblclick()
    expect(page.get_by_text("Đã lưu «Sở Xây dựng»")).to_be_visible()
    expect(name).to_have_value("")
    expect(page.get_by_role("cell", name="Sở Xây dựng")).to_have_count(1)


def test_a_finding_that_was_saved_is_not_called_unsaved(scene: Scene) -> None:
    page = scene.tablet("truong-doan", f"/caucus?audit={scene.audit.id}&finding=finding%3A{ITEM}")
    form = page.locator(f"[class*='st-key-unsaved-finding-{scene.audit.id}-finding']")
    request = form.get_by_label("Yêu cầu khắc phục").last
    for words in ("Ban hành lại danh mục", "Ban hành lại danh mục, có ngày"):
        request.fill(words)
        form.get_by_role("button", name="Lưu", exact=True).last.tap()
        expect(page.get_by_text(SAVED)).to_be_visible()
        page.get_by_role("tab").filter(has_text="Ý kiến khác nhau").tap()
        page.get_by_role("tab").filter(has_text="Phát hiện").tap()
        expect(request).to_have_value(words)
        expect(page.locator("[data-unsaved]")).to_have_count(0)
        expect(page.get_by_text(UNSAVED)).to_have_count(0)


def test_an_open_form_can_be_written_on_while_the_server_is_away(scene: Scene) -> None:
    path = f"/visit?audit={scene.audit.id}"
    page = scene.tablet("minh", "/")
    page.route("**/unsaved/*.js", lambda route: route.abort())
    page.goto(path)
    place = text_of(page, "place")
    # Under load the modules come when somebody is writing already.
    place.fill("Phòng họp")
    expect(place).to_be_focused()
    page.unroute("**/unsaved/*.js")
    is_kept(page, "visit")
    server_goes(scene, page)
    expect(place).to_be_focused()
    page.keyboard.press("Home")
    place.evaluate("(input) => input.replaceWith(input.cloneNode())")
    expect(place).to_be_focused()
    page.keyboard.type("Tại ")
    expect(place).to_have_value("Tại Phòng họp")
    is_kept(page, "visit")

    text_of(page, "period").tap()
    expect(text_of(page, "period")).to_be_focused()
    page.keyboard.type(" (6 tháng)")
    expect(text_of(page, "period")).to_have_value(re.compile(r"\(6 tháng\)$"))
    page.context.close()
    scene.app.start()


def test_what_is_written_while_the_server_is_away_comes_back_with_it(scene: Scene) -> None:
    page = scene.tablet("hoa", f"/visit?audit={scene.audit.id}")
    place = text_of(page, "place")
    place.fill("Phòng họp")
    is_kept(page, "visit")
    server_goes(scene, page)
    expect(place).to_be_focused()
    page.keyboard.type(" tầng 2")
    scene.app.start()
    page.reload()
    expect(place).to_have_value("Phòng họp tầng 2")
