"""Photographs on the card in a real browser: taken, kept while offline, counted, refused one by one, blurred."""

import pytest
from playwright.sync_api import Page, expect

from iso_audit.storage.queries import photos as reading
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.conducting import photos as workflow
from tests.card.card_page import item, saved
from tests.card.stage import AUDIT
from tests.pictures import file, photo, scene, tagged, written


@pytest.fixture
def shots(tmp_path):
    """Give a function that makes some photo files on the tablet."""

    def made(count: int, *, first: int = 0, size: tuple[int, int] = (800, 600)) -> list[str]:
        return [str(file(tmp_path, f"IMG_{n}.jpg", photo(*size, seed=n))) for n in range(first, first + count)]

    return made


def choose(page: Page, item_id: str, *paths: str) -> None:
    item(page, item_id).locator("input[data-photos=library]").set_input_files(list(paths))


def tiles(page: Page, item_id: str):
    return item(page, item_id).locator(".photo-tile")


def count(page: Page, item_id: str):
    return item(page, item_id).locator(".photo-count")


def listed(stage):
    return reading.listed(stage.stage.database, AUDIT, reader=stage.stage.account("lan"))


def test_several_photos_at_once_are_received_and_counted(tablet, stage, shots):
    page = tablet("minh", item="P01")
    choose(page, "P01", *shots(4))
    expect(count(page, "P01")).to_have_text("4/4 ảnh đã nhận")
    saved(page)
    expect(page.locator(".figures")).to_contain_text("Ảnh đã nhận 4/4")
    assert (listed(stage).taken, listed(stage).received) == (4, 4)
    assert {one.item_id for one in listed(stage).photos} == {"P01"}


def test_photos_taken_offline_survive_a_reload_and_arrive_later(tablet, stage, shots):
    page = tablet("minh", item="P01")
    page.route("**/api/**", lambda route: route.abort())
    choose(page, "P01", *shots(3))
    expect(count(page, "P01")).to_have_text("0/3 ảnh đã nhận")
    expect(page.locator(".mark.global")).to_contain_text("đã giữ trên máy này")
    page.reload()
    expect(count(page, "P01")).to_have_text("0/3 ảnh đã nhận")
    expect(tiles(page, "P01").locator("img")).to_have_count(3)
    assert listed(stage).received == 0
    page.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(count(page, "P01")).to_have_text("3/3 ảnh đã nhận")
    saved(page)
    assert listed(stage).received == 3


def test_a_browser_that_crashes_loses_no_photo(tablet, stage, shots):
    page = tablet("minh", item="P01")
    page.route("**/api/photos?**", lambda route: route.abort())
    choose(page, "P01", *shots(2))
    expect(item(page, "P01").locator(".photo-tile:is(.waiting, .sending)")).to_have_count(2)
    expect(count(page, "P01")).to_have_text("0/2 ảnh đã nhận")
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(stage.url("minh", item="P01"))
    expect(count(again, "P01")).to_have_text("2/2 ảnh đã nhận")


def test_colleagues_see_what_was_taken_and_has_not_arrived(tablet, stage, shots):
    page = tablet("minh", item="P01")
    page.route("**/api/photos?**", lambda route: route.abort())
    choose(page, "P01", *shots(1))
    saved_events = page.locator(".mark.global")
    expect(saved_events).to_contain_text("đã giữ trên máy này")
    other = tablet("hoa", item="P01")
    expect(count(other, "P01")).to_have_text("0/1 ảnh đã nhận")
    tiles(other, "P01").tap()
    expect(item(other, "P01").locator(".photo-state")).to_contain_text("máy của Người mẫu Minh")
    assert len(listed(stage).missing) == 1


def test_a_refused_file_says_why_and_the_rest_of_the_batch_is_kept(tablet, stage, shots, tmp_path):
    page = tablet("minh", item="P01")
    damaged = file(tmp_path, "<img src=x onerror=alert(1)>.jpg", photo(800, 600)[:9000])
    text = file(tmp_path, "..%2f..%2fghi chú.jpg", "không phải ảnh".encode())
    choose(page, "P01", *shots(1), str(damaged), str(text), *shots(1, first=5))
    expect(count(page, "P01")).to_have_text("2/4 ảnh đã nhận")
    refused = item(page, "P01").locator(".photo-tile.refused")
    expect(refused).to_have_count(2)
    page.reload()
    expect(refused).to_have_count(2)
    refused.first.tap()
    state = item(page, "P01").locator(".photo-state")
    expect(state).to_contain_text("Không nhận: Tệp ảnh bị hỏng")
    item(page, "P01").locator("[data-act=photo_give_up]").tap()
    expect(refused).to_have_count(1)
    refused.first.tap()
    expect(state).to_contain_text("không phải là ảnh chụp")
    item(page, "P01").locator("[data-act=photo_give_up]").tap()
    expect(count(page, "P01")).to_have_text("2/2 ảnh đã nhận")
    saved(page)
    reasons = [one.withdrawn_reason for one in listed(stage).photos if one.withdrawn]
    assert len(reasons) == 2
    assert (listed(stage).taken, listed(stage).received) == (2, 2)


def test_a_caption_is_saved_and_printed(tablet, stage, shots):
    page = tablet("minh", item="P01")
    choose(page, "P01", *shots(1))
    expect(count(page, "P01")).to_have_text("1/1 ảnh đã nhận")
    tiles(page, "P01").tap()
    caption = item(page, "P01").locator("textarea[data-field=caption]")
    caption.press_sequentially("Bảng niêm yết thủ tục")
    caption.blur()
    saved(page)
    expect(tiles(page, "P01")).to_contain_text("Bảng niêm yết thủ tục")
    known = visit(stage.stage.database, AUDIT, reader=stage.stage.account("lan"))
    printed = workflow.facts_for_minutes(stage.stage.database, known)
    assert [one.caption for one in printed] == ["Bảng niêm yết thủ tục"]


def test_a_photo_is_withdrawn_with_a_reason_and_can_be_put_back(tablet, stage, shots):
    page = tablet("minh", item="P01")
    choose(page, "P01", *shots(1))
    expect(count(page, "P01")).to_have_text("1/1 ảnh đã nhận")
    tiles(page, "P01").tap()
    item(page, "P01").locator("[data-act=photo_withdraw]").tap()
    done = item(page, "P01").locator("[data-act=photo_withdraw_done]")
    expect(done).to_be_disabled()
    item(page, "P01").locator("textarea[id^=why]").fill("Chụp nhầm phòng")
    done.tap()
    expect(tiles(page, "P01")).to_have_count(0)
    saved(page)
    assert [one.withdrawn_reason for one in listed(stage).photos] == ["Chụp nhầm phòng"]


def test_the_filter_shows_only_items_with_photos(tablet, shots):
    page = tablet("minh", item="P02")
    choose(page, "P02", *shots(1))
    expect(count(page, "P02")).to_have_text("1/1 ảnh đã nhận")
    page.locator(".tools-button").tap()
    page.locator("[data-filter=photos]").tap()
    expect(page.locator("article.item")).to_have_count(1)
    expect(item(page, "P02")).to_be_visible()


def test_without_storage_on_the_tablet_it_says_so_and_sends_all_the_same(tablet, stage, shots):
    page = tablet("minh", item="P01")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { return undefined; } })")
    page.reload()
    page.wait_for_selector(".item")
    expect(page.locator(".notices")).to_contain_text("Trình duyệt không cho lưu ảnh")
    choose(page, "P01", *shots(2))
    expect(count(page, "P01")).to_have_text("2/2 ảnh đã nhận")


def test_another_account_on_the_tablet_does_not_send_what_waits(tablet, stage, shots):
    page = tablet("minh", item="P01")
    page.route("**/api/**", lambda route: route.abort())
    choose(page, "P01", *shots(1))
    expect(tiles(page, "P01")).to_have_count(1)
    page.context.add_cookies([stage.stage.cookie("hoa")])
    page.unroute("**/api/**")
    page.goto(stage.url("hoa", item="P01"))
    expect(page.locator(".mark.global")).to_have_text("Chưa có gì cần lưu")
    expect(page.locator(".photo-tile.waiting, .photo-tile.sending")).to_have_count(0)
    assert listed(stage).received == 0
    page.goto(stage.url("minh", item="P01"))
    expect(count(page, "P01")).to_have_text("1/1 ảnh đã nhận")


def test_a_large_photo_is_made_smaller_before_it_is_sent(tablet, stage, tmp_path):
    page = tablet("minh", item="P01")
    sizes: list[int] = []
    page.on("request", lambda sent: sizes.append(len(sent.post_data_buffer or b"")) if "/photos?" in sent.url else None)
    noisy = written(scene(4000, 3000).effect_spread(40), quality=97)
    assert len(noisy) > 1_500_000
    choose(
        page, "P01", str(file(tmp_path, "large.jpg", noisy)), str(file(tmp_path, "turned.jpg", tagged(orientation=6)))
    )
    expect(count(page, "P01")).to_have_text("2/2 ảnh đã nhận")
    assert max(sizes) < len(noisy) / 2
    with stage.stage.database.read() as cursor:
        shapes = cursor.execute("select width, height from photo order by width").fetchall()
    assert shapes == [(600, 800), (1600, 1200)]


def draw(page: Page, layer, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw with one finger."""
    box = layer.bounding_box()
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y} for x, y in places]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for step in range(1, 5):
        touch("touchMove", tuple(a + (b - a) * step / 4 for a, b in zip(start, end, strict=True)))
    touch("touchEnd")


def test_rectangles_drawn_with_a_finger_are_blurred_for_good(tablet, stage, shots):
    page = tablet("minh", item="P01")
    choose(page, "P01", *shots(1))
    expect(count(page, "P01")).to_have_text("1/1 ảnh đã nhận")
    before = listed(stage).photos[0].sha256
    tiles(page, "P01").tap()
    item(page, "P01").locator("[data-act=photo_blur]").tap()
    layer = item(page, "P01").locator(".blur-layer")
    layer.scroll_into_view_if_needed()
    draw(page, layer, (0.1, 0.1), (0.5, 0.3))
    draw(page, layer, (0.6, 0.6), (0.9, 0.8))
    expect(layer.locator(".blur-mark")).to_have_count(2)
    draw(page, layer, (0.7, 0.7), (0.7, 0.7))
    expect(layer.locator(".blur-mark")).to_have_count(1)
    item(page, "P01").locator("[data-act=blur_apply]").tap()
    item(page, "P01").locator("[data-act=blur_yes]").tap()
    expect(layer).to_have_count(0)
    assert listed(stage).photos[0].sha256 != before
    expect(item(page, "P01").locator(".photo-panel img")).to_have_attribute(
        "src", f"/api/photos/{listed(stage).photos[0].id}?v={listed(stage).photos[0].sha256[:16]}"
    )


def test_the_gallery_shows_all_photos_by_item_and_takes_captions(tablet, stage, shots):
    page = tablet("minh", item="P01")
    choose(page, "P01", *shots(2))
    choose(page, "P02", *shots(1, first=7))
    expect(page.locator(".figures")).to_contain_text("Ảnh đã nhận 3/3")
    page.goto(stage.url("minh", view="photos"))
    expect(page.locator(".photo-panel")).to_have_count(3)
    expect(page.locator(".photo-group")).to_have_count(2)
    caption = page.locator("textarea[data-field=caption]").last
    caption.fill("Sổ theo dõi")
    caption.blur()
    saved(page)
    page.locator("[data-filter=gallery_uncaptioned]").tap()
    expect(page.locator(".photo-panel")).to_have_count(2)


def test_a_hundred_photos_stay_on_one_audit(tablet, stage, shots):
    page = tablet("minh", item="P01")
    choose(page, "P01", *shots(100, size=(160, 120)))
    expect(count(page, "P01")).to_have_text("100/100 ảnh đã nhận")
    page.reload()
    expect(tiles(page, "P01")).to_have_count(100)
    page.goto(stage.url("minh", view="photos"))
    expect(page.locator(".photo-panel")).to_have_count(100)
    assert listed(stage).received == 100
