"""Photographs in the app as people run it: taken offline, the server killed, all received; the gallery's page."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Scene
from tests.pictures import file, photo

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def shots(folder: Path, count: int) -> list[Path]:
    return [file(folder, f"IMG_{number}.jpg", photo(900, 700, seed=number)) for number in range(count)]


def choose(page: Page, item: str, paths: list[Path]) -> None:
    page.locator(f"article[data-item={item}] input[data-photos=library]").set_input_files(paths)


def received(page: Page, item: str, told: str) -> None:
    expect(page.locator(f"article[data-item={item}] .photo-count")).to_have_text(told)


def test_photos_survive_the_network_the_server_and_a_closed_page(scene: Scene, tmp_path: Path) -> None:
    page = scene.tablet("minh", f"/conducting?audit={scene.audit.id}&item=P01", size=PHONE)
    page.locator("article[data-item=P01]").wait_for()
    page.context.set_offline(True)
    choose(page, "P01", shots(tmp_path, 3))
    received(page, "P01", "0/3 ảnh đã nhận")
    expect(page.locator(".mark.global")).to_contain_text("đã giữ trên máy này")
    scene.app.kill()
    page.close()
    scene.app.start()
    again = page.context.new_page()
    page.context.set_offline(False)
    again.goto(f"{scene.app.address}/conducting?audit={scene.audit.id}&item=P01")
    received(again, "P01", "3/3 ảnh đã nhận")
    again.goto(f"{scene.app.address}/photos?audit={scene.audit.id}")
    expect(again.locator(".photo-panel")).to_have_count(3)
    sizes = again.evaluate("document.documentElement.scrollWidth")
    assert sizes <= PHONE["width"]


def test_a_blurred_photo_is_blurred_for_the_colleague_too(scene: Scene, tmp_path: Path) -> None:
    page = scene.tablet("minh", f"/conducting?audit={scene.audit.id}&item=P01")
    choose(page, "P01", shots(tmp_path, 1))
    received(page, "P01", "1/1 ảnh đã nhận")
    page.goto(f"/photos?audit={scene.audit.id}")
    image = page.locator(".photo-panel img")
    before = image.get_attribute("src")
    page.locator("[data-act=photo_blur]").tap()
    layer = page.locator(".blur-layer")
    layer.scroll_into_view_if_needed()
    box = layer.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 140, steps=3)
    page.mouse.up()
    page.locator("[data-act=blur_apply]").tap()
    page.locator("[data-act=blur_yes]").tap()
    expect(layer).to_have_count(0)
    expect(image).not_to_have_attribute("src", before or "")
    colleague = scene.tablet("hoa", f"/photos?audit={scene.audit.id}")
    expect(colleague.locator(".photo-panel img")).to_have_attribute("src", image.get_attribute("src") or "")
