"""A tablet whose clock is wrong or is set: moments, order and what is said of it, in a real browser."""

import json
import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from iso_audit.storage import journal
from iso_audit.web.clocks import milliseconds
from tests.card.card_page import item, look, saved, tap, text
from tests.card.stage import AUDIT

pytestmark = pytest.mark.browser

HOUR, DAY = 3_600_000, 86_400_000
BACK, AHEAD, EMPTY = -90 * 60_000, DAY, -17_000 * DAY
NEAR = 60_000
SHIFTED = """
const real = Date.now.bind(Date);
window.shift = Number(sessionStorage.getItem("shift") || %d);
Date.now = () => real() + window.shift;
window.setClock = (shift) => { window.shift = shift; sessionStorage.setItem("shift", shift); };
"""


def shifted(page: Page, shift: int = 0) -> None:
    """Open the page again with the tablet's own clock off by `shift` milliseconds."""
    page.add_init_script(SHIFTED % shift)
    page.reload()
    page.wait_for_selector(".item")


def set_clock(page: Page, shift: int) -> None:
    page.evaluate("shift => setClock(shift)", shift)


def kept(stage) -> list[journal.Event]:
    with stage.stage.database.read() as cursor:
        return list(journal.of_audit(cursor, AUDIT))


def offline(page: Page) -> None:
    page.route("**/api/**", lambda route: route.abort())


def online(page: Page) -> None:
    page.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)


def now() -> int:
    return milliseconds(datetime.now(UTC))


def off(stage, begun: int) -> list[int]:
    """Return by how much each kept moment lies outside the time since `begun`, in milliseconds."""
    moments = [milliseconds(event.made_at) for event in kept(stage)]
    return [0 if begun - NEAR <= one <= now() else one - begun for one in moments]


@pytest.mark.parametrize("shift", [BACK, AHEAD, EMPTY], ids=["90 minutes back", "a day ahead", "1970"])
def test_a_tap_keeps_the_servers_time_on_a_tablet_with_a_wrong_clock(tablet, stage, shift):
    page, begun = tablet("minh", item="P01"), now()
    shifted(page, shift)
    tap(page, "P01", "conformity")
    saved(page)
    assert off(stage, begun) == [0]
    assert abs(milliseconds(kept(stage)[0].tablet_at) - shift - now()) < 10 * NEAR


@pytest.mark.parametrize("shift", [HOUR, -HOUR, EMPTY])
def test_the_first_tap_after_the_clock_was_set_does_not_carry_the_jump(tablet, stage, shift):
    page, begun = tablet("minh", item="P01"), now()
    shifted(page)
    set_clock(page, shift)
    tap(page, "P01", "conformity")
    tap(page, "P01", "observation")
    saved(page)
    assert off(stage, begun) == [0, 0]


def test_offline_acts_keep_moment_and_order_while_the_clock_is_set_again_and_again(tablet, stage):
    page, begun = tablet("minh", item="P01"), now()
    shifted(page)
    offline(page)
    grades = ["conformity", "observation", "good_practice", "not_checked", "conformity"]
    for grade, shift in zip(grades, [0, AHEAD, EMPTY, BACK, 0], strict=True):
        set_clock(page, shift)
        tap(page, "P01", grade)
    online(page)
    assert [event.value for event in kept(stage)] == grades
    assert off(stage, begun) == [0] * 5
    assert kept(stage) == sorted(kept(stage), key=lambda event: event.order)


def test_acts_that_wait_over_a_reload_keep_their_order_though_the_clock_went_back(tablet, stage):
    page, begun = tablet("minh", item="P01"), now()
    shifted(page)
    offline(page)
    tap(page, "P01", "conformity")
    set_clock(page, EMPTY)
    page.reload()
    page.wait_for_selector(".item")
    tap(page, "P01", "observation")
    online(page)
    assert [event.value for event in kept(stage)] == ["conformity", "observation"]
    assert off(stage, begun) == [0, 0]
    assert kept(stage) == sorted(kept(stage), key=lambda event: event.order)


def test_an_act_never_comes_before_one_that_an_older_card_left_stamped_in_the_future(tablet, stage):
    page, begun = tablet("minh", item="P01"), now()
    ahead = now() + DAY
    left = {"id": f"{ahead:012x}"[:8] + "-" + f"{ahead:012x}"[8:] + "-7000-8000-8cde8d51c922", "made_at": ahead}
    left |= {"audit": AUDIT, "subject": "item:P01", "field": "grade", "value": "conformity", "replaces": []}
    key = f"iso-audit:account:minh:event:{AUDIT}:{left['id']}"
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, json.dumps(left)])
    offline(page)
    page.reload()
    page.wait_for_selector(".item")
    tap(page, "P01", "observation")
    online(page)
    tap(page, "P01", "good_practice")
    saved(page)
    assert [event.value for event in kept(stage)] == ["conformity", "observation", "good_practice"]
    assert off(stage, begun) == [0, 0, 0]
    assert [event.tablet_at is None for event in kept(stage)] == [True, False, False]


def test_a_draft_of_a_closed_page_is_stamped_by_the_fresh_page(tablet, stage):
    page, begun = tablet("minh", item="P01"), now()
    shifted(page)
    offline(page)
    text(page, "P01").press_sequentially("Sổ số 12")
    set_clock(page, AHEAD)
    page.reload()
    page.wait_for_selector(".item")
    online(page)
    assert [event.value for event in kept(stage)][-1] == "Sổ số 12"
    assert set(off(stage, begun)) == {0}


def test_two_tablets_of_one_person_that_did_not_see_each_other_disagree_and_one_tap_settles(tablet, stage):
    behind, other = tablet("minh", item="P01"), tablet("minh", item="P01")
    shifted(behind, BACK)
    offline(behind)
    tap(other, "P01", "conformity")
    saved(other)
    tap(behind, "P01", "minor_nonconformity")
    online(behind)
    look(behind)
    box = item(behind, "P01").locator(".dispute")
    expect(box.locator("h4")).to_contain_text("Bạn đã ghi khác nhau ở hai nơi")
    expect(box.locator(".side")).to_have_count(2)
    expect(box.locator(".side").first).to_contain_text("Không phù hợp nhẹ")
    expect(box.locator(".side").first).to_contain_text("trên máy này")
    expect(box.locator(".side").last).to_contain_text("máy Linux-")
    tap(behind, "P01", "observation")
    saved(behind)
    expect(box.locator(".side")).to_have_count(2)
    box.locator(".side").last.locator("button").tap()
    saved(behind)
    expect(box).to_have_count(0)
    assert stage.stage.journal() == {("item:P01", "grade"): ["conformity"]}


@pytest.mark.parametrize(
    ("shift", "words"),
    [(BACK, "chậm 1 giờ 30 phút"), (-5 * 60_000, "chậm 5 phút"), (DAY + HOUR, "nhanh 1 ngày 1 giờ")],
)
def test_a_tablet_whose_clock_is_off_says_by_how_much(tablet, shift, words):
    page = tablet("minh", item="P01")
    line = page.locator(".clock")
    expect(line).to_be_hidden()
    shifted(page, shift)
    expect(line).to_contain_text(words)
    set_clock(page, 90_000)
    look(page)
    expect(line).to_be_hidden()


def test_the_history_tells_what_a_wrong_clock_showed(tablet, stage):
    page = tablet("minh", item="P01")
    shifted(page, EMPTY)
    tap(page, "P01", "conformity")
    saved(page)
    item(page, "P01").locator("[data-tool=history]").tap()
    expect(item(page, "P01").locator(".history li")).to_contain_text(re.compile("đồng hồ của máy chỉ .* .*/19[78]"))


def test_what_is_sent_says_what_the_clocks_show(tablet, stage):
    page = tablet("minh", item="P01")
    shifted(page, BACK)
    with page.expect_request(re.compile("/api/events")) as sent:
        tap(page, "P01", "conformity")
    body = json.loads(sent.value.post_data)
    (event,) = body["events"]
    assert set(body) == {"device", "sent_at", "events"}
    assert set(event) == {"id", "audit", "subject", "field", "value", "replaces", "made_at", "tablet_at", "waited"}
    assert 0 <= body["sent_at"] - event["tablet_at"] < NEAR
    assert 0 <= event["waited"] < NEAR
