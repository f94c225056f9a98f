"""What is not sent when somebody signs out, or the network stays away: said, taken off, taken in elsewhere."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.card.card_page import item, saved, tap, text
from tests.pictures import file, photo

pytestmark = pytest.mark.browser


def work_without_answers(page: Page, folder: Path) -> None:
    page.route("**/api/**", lambda route: route.abort())
    tap(page, "P01", "observation")
    text(page, "P01").fill("Sổ số 12")
    item(page, "P01").locator("input[data-photos=library]").set_input_files(file(folder, "mẫu.jpg", photo()))
    expect(page.locator(".mark.global")).to_contain_text("Chưa gửi: 4 – đã giữ trên máy này")


def test_signing_out_with_something_unsent_says_so_and_gives_it_out_for_another_tablet(tablet, stage, tmp_path):
    page, other = tablet("minh", item="P01"), tablet("minh", item="P01")
    work_without_answers(page, tmp_path)
    page.goto(stage.url("minh").split("/as/")[0] + "/logout")
    told = page.locator("#unsent")
    expect(told).to_contain_text("Còn 4 mục chưa gửi trên máy này")
    with page.expect_download() as download:
        told.get_by_role("button").tap()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert json.loads(path.read_text("utf-8"))["name"] == "Người mẫu Minh"
    other.locator(".tools-button").tap()
    other.locator("input[data-unsent=file]").set_input_files(path)
    expect(other.locator("main, .main")).to_contain_text("Đã nhận 4 mục từ tệp")
    saved(other)
    expect(item(other, "P01").locator("[data-state=received]")).to_have_count(1)
    kept = stage.stage.journal()
    assert (kept[("item:P01", "grade")], kept[("item:P01", "evidence")]) == (["observation"], ["Sổ số 12"])


def test_signing_out_with_everything_sent_says_nothing(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "conformity")
    saved(page)
    with page.expect_response("**/signing_out.js"):
        page.goto(stage.url("minh").split("/as/")[0] + "/logout")
    expect(page.locator("#unsent")).to_be_hidden()
    expect(page.locator("button[type=submit]")).to_be_visible()


def test_the_card_itself_gives_out_what_cannot_be_sent_and_refuses_what_is_another_persons(tablet, stage, tmp_path):
    page, other = tablet("minh", item="P01"), tablet("hoa", item="P01")
    work_without_answers(page, tmp_path)
    expect(page.locator(".notices")).to_contain_text("hoặc lấy ra tệp ở “Lọc và tìm”")
    page.locator(".tools-button").tap()
    with page.expect_download() as download:
        page.locator("[data-act=unsent_file]").tap()
    path = tmp_path / "unsent.json"
    download.value.save_as(path)
    other.locator(".tools-button").tap()
    other.locator("input[data-unsent=file]").set_input_files(path)
    expect(other.locator(".filter-body")).to_contain_text("Tệp này là phần chưa gửi của Người mẫu Minh")
    assert stage.stage.count() == 0


def test_a_browser_that_threw_away_what_it_held_says_so_until_that_was_read(tablet, stage):
    page = tablet("minh", item="P01")
    tap(page, "P01", "conformity")
    saved(page)
    page.goto("about:blank")
    origin = stage.url("minh").split("/as/")[0]
    told = {"origin": origin, "storageTypes": "local_storage,indexeddb"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", told)
    page.goto(stage.url("minh", item="P01"))
    notice = page.locator("[data-notice=emptied]")
    expect(notice).to_contain_text("Trình duyệt đã xóa những gì lưu trên máy này")
    page.reload()
    notice.get_by_text("Đã biết").tap()
    expect(notice).to_have_count(0)
    page.reload()
    expect(item(page, "P01").locator(".state")).to_contain_text("Phù hợp")
    expect(notice).to_have_count(0)
