"""What the signature pad says of the tablet's own storage, and what an older release left there."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from iso_audit.domain.bank import Bank
from tests.card.pad_stage import LEADER, PadStage
from tests.card.stage import Running, running
from tests.databases import Filled
from tests.patience import MILLISECONDS

pytestmark = pytest.mark.browser


@pytest.fixture
def pad(locked_minutes: Filled, bank: Bank) -> Iterator[Running]:
    with locked_minutes.in_memory() as database, running(PadStage(database, bank)) as started:
        yield started


@pytest.fixture
def page(chromium: Browser, pad: Running) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(viewport={"width": 820, "height": 1180}, has_touch=True)
    opened = context.new_page()
    opened.set_default_timeout(MILLISECONDS)
    opened.goto(pad.url(LEADER))
    place(opened, "agency").get_by_role("button").first.wait_for()
    yield opened
    context.close()


def place(page: Page, name: str):
    return page.locator(f"section[data-place={name}]")


def draw(page: Page) -> None:
    place(page, "agency").get_by_role("button", name="Ký trên màn hình").tap()
    box = page.locator(".pad").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 60)
    page.mouse.up()
    page.get_by_role("button", name="Xong").tap()


def offline(page: Page) -> None:
    page.route("**/api/**", lambda route: route.abort())


def online(page: Page) -> None:
    page.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_a_stroke_and_a_refusal_being_written_are_said_to_be_kept_and_what_is_not_promised_is_said(page, pad):
    offline(page)
    draw(page)
    expect(place(page, "agency").locator(".status")).to_have_text("Đang gửi, đã giữ trên máy này…")
    expect(page.locator(".line")).to_contain_text("Mất kết nối: 1 thao tác ký đang giữ trên máy này")
    expect(page.locator(".line")).to_contain_text("trình duyệt có thể xóa phần chưa gửi")
    place(page, "secretary").get_by_role("button", name="Không ký").tap()
    place(page, "secretary").locator("[name=reason]").fill("Chưa thống nhất")
    expect(place(page, "secretary").locator(".refusal .status")).to_have_text("Đang viết, đã giữ trên máy này.")
    online(page)
    expect(place(page, "agency").locator(".status")).to_have_text(re.compile("^Đã ký, đã lưu lúc "))
    expect(page.locator(".line")).to_be_empty()
    assert len(pad.stage.strokes("agency")) == 1


def test_a_full_tablet_is_said_and_the_stroke_arrives_all_the_same(page, pad):
    offline(page)
    quota = {"origin": page.evaluate("location.origin"), "quotaSize": 1}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    draw(page)
    expect(place(page, "agency").locator(".status")).to_have_text("Đang gửi, chỉ có trong trang này…")
    expect(page.locator(".line")).to_contain_text("Bộ nhớ của máy đã đầy")
    online(page)
    expect(place(page, "agency").locator(".status")).to_have_text(re.compile("^Đã ký, đã lưu lúc "))
    assert len(pad.stage.strokes("agency")) == 1


def test_what_an_older_release_left_in_local_storage_is_moved_and_sent_once(page, pad):
    version = pad.stage.version
    stroke = {
        "id": "0198f000-0000-7000-8000-000000000001",
        "version": version.id,
        "place": "agency",
        "kind": "stroke",
        "attempt": "0198f000-0000-7000-8000-000000000002",
        "value": {"points": [[0.1, 0.2], [0.5, 0.6]], "aspect": 2},
        "text_hash": version.text_hash,
        "made_at": 1_760_000_000_000,
    }
    left = {
        f"signature:{stroke['id']}": stroke,
        f"signature-draft:{version.id}:secretary": {"reason": "Chưa thống nhất", "witness": ""},
    }
    told = {f"iso-audit:account:{pad.stage.leader.id}:{key}": json.dumps(value) for key, value in left.items()}
    page.evaluate("(told) => Object.entries(told).forEach(([key, text]) => localStorage.setItem(key, text))", told)
    for _ in range(2):
        page.reload()
        expect(place(page, "secretary").locator("[name=reason]")).to_have_value("Chưa thống nhất")
        expect(place(page, "agency").locator(".status")).to_have_text(re.compile("^Đã ký, đã lưu lúc "))
    assert len(pad.stage.strokes("agency")) == 1
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('iso-audit:account:'))") == []


def test_a_palm_on_the_glass_neither_draws_nor_ends_the_pens_stroke(page, pad):
    place(page, "agency").get_by_role("button", name="Ký trên màn hình").tap()
    box = page.locator(".pad").bounding_box()
    hand = page.context.new_cdp_session(page)
    palm = {"x": box["x"] + 0.8 * box["width"], "y": box["y"] + 0.9 * box["height"], "id": 7}

    def pen(kind: str, across: float, down: float) -> None:
        spot = {"x": box["x"] + across * box["width"], "y": box["y"] + down * box["height"]}
        told = {"type": kind, "pointerType": "pen", "button": "left", "buttons": 1, "clickCount": 1}
        hand.send("Input.dispatchMouseEvent", {**told, **spot})

    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [palm]})
    pen("mousePressed", 0.2, 0.5)
    pen("mouseMoved", 0.4, 0.3)
    hand.send("Input.dispatchTouchEvent", {"type": "touchCancel", "touchPoints": []})
    pen("mouseMoved", 0.6, 0.5)
    pen("mouseReleased", 0.6, 0.5)
    page.get_by_role("button", name="Xong").tap()
    expect(place(page, "agency").locator(".status")).to_have_text(re.compile("^Đã ký, đã lưu lúc "))
    (stroke,) = pad.stage.strokes("agency")
    assert len(json.loads(stroke)) == 3
