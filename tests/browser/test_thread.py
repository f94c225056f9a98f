"""The main job in a real browser: tap, write, lose the network, lose the server, and lose nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Scene

pytestmark = pytest.mark.browser

TEN = ["P01", "P02", "P03", "P08", "P09", "P10", "P15", "P16", "P17", "P18"]
SAVED = re.compile(r"^Đã lưu \d\d:\d\d:\d\d$")


def card(page: Page, item: str):
    return page.locator(f"article[data-item='{item}']")


def tap(page: Page, item: str, grade: str) -> None:
    card(page, item).locator(f"[data-grade={grade}]").tap()


def saved(page: Page) -> None:
    expect(page.locator(".mark.global")).to_have_text(SAVED)


def grades(page: Page, scene: Scene) -> dict[str, list[str]]:
    answer = page.request.get(f"/api/audits/{scene.audit.id}/changes?since=0").json()
    return {
        one["subject"].removeprefix("item:"): [head["value"] for head in one["heads"]]
        for one in answer["fields"]
        if one["field"] == "grade"
    }


def test_nothing_is_lost_when_the_network_and_the_server_go(scene: Scene) -> None:
    page = scene.tablet("minh", f"/conducting?audit={scene.audit.id}")
    for item in TEN:
        if not card(page, item).is_visible():
            page.goto(f"/conducting?audit={scene.audit.id}&item={item}")
        tap(page, item, "conformity")
        saved(page)
    page.goto(f"/conducting?audit={scene.audit.id}&item=P01")
    text = card(page, "P01").locator("textarea[data-field=evidence]")
    text.press_sequentially("Đã xem Quyết định số 306")
    page.context.set_offline(True)
    text.press_sequentially(" ngày 13/11/2017, còn thiếu phụ lục")
    tap(page, "P01", "observation")
    scene.app.kill()
    page.wait_for_timeout(2500)
    expect(page.get_by_text("Connection", exact=False)).to_have_count(0)
    scene.app.start()
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(card(page, "P01").locator("textarea[data-field=evidence]")).to_have_value(
        "Đã xem Quyết định số 306 ngày 13/11/2017, còn thiếu phụ lục"
    )
    assert "/login" not in page.url
    assert grades(page, scene) == {**{item: ["conformity"] for item in TEN}, "P01": ["observation"]}


def test_a_draft_survives_a_reload_while_the_server_is_gone(scene: Scene) -> None:
    page = scene.tablet("minh", f"/conducting?audit={scene.audit.id}&item=P01")
    expect(card(page, "P01")).to_be_visible()
    scene.app.kill()
    card(page, "P01").locator("textarea[data-field=evidence]").press_sequentially("ghi khi mất máy chủ")
    tap(page, "P01", "conformity")
    scene.app.start()
    page.reload()
    expect(card(page, "P01").locator("textarea[data-field=evidence]")).to_have_value("ghi khi mất máy chủ")
    expect(page.locator(".mark.global")).to_have_text(re.compile(r"^(Đã lưu \d\d:\d\d:\d\d|Chưa có gì cần lưu)$"))
    assert grades(page, scene) == {"P01": ["conformity"]}


def test_two_people_on_one_item_see_that_they_disagree(scene: Scene) -> None:
    path = f"/conducting?audit={scene.audit.id}&item=P01"
    mine, theirs = scene.tablet("minh", path), scene.tablet("hoa", path)
    expect(card(mine, "P01")).to_be_visible()
    expect(card(theirs, "P01")).to_be_visible()
    mine.context.set_offline(True)
    tap(mine, "P01", "minor_nonconformity")
    tap(theirs, "P01", "conformity")
    saved(theirs)
    mine.context.set_offline(False)
    saved(mine)
    for page in (mine, theirs):
        expect(card(page, "P01").locator(".dispute")).to_be_visible()
    assert sorted(grades(mine, scene)["P01"]) == ["conformity", "minor_nonconformity"]


def test_the_minutes_can_be_downloaded_as_a_pdf(scene: Scene) -> None:
    page = scene.tablet("truong-doan", f"/reporting?audit={scene.audit.id}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải dự thảo PDF").tap()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def test_the_overview_follows_by_itself_while_others_work(scene: Scene) -> None:
    office = scene.tablet("truong-doan", "/")
    expect(office.get_by_text("Đã đánh giá 0/115")).to_be_visible()
    page = scene.tablet("minh", f"/conducting?audit={scene.audit.id}&item=P01")
    tap(page, "P01", "conformity")
    saved(page)
    expect(office.get_by_text("Đã đánh giá 1/115")).to_be_visible()


def test_an_address_that_is_not_for_a_role_leads_home_with_a_word(scene: Scene) -> None:
    page = scene.tablet("minh", "/planning")
    expect(page.get_by_text("không dành cho vai trò của bạn (Thành viên)")).to_be_visible()
    expect(page.get_by_role("heading", name="Cuộc kiểm tra của tôi")).to_be_visible()
    expect(page.get_by_text("Page not found")).to_be_hidden()
