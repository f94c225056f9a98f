"""The modules on their way to a tablet: late over bad Wi-Fi, kept for good, of one release or not at all."""

import pytest
from playwright.sync_api import expect

from iso_audit import assets
from tests.card.card_page import item, saved, tap
from tests.card.power_cut import until_none

pytestmark = pytest.mark.browser

FILES = f"**{assets.START}**"


def test_files_that_bad_wi_fi_lost_or_a_sign_in_page_answered_are_asked_for_again(tablet, stage):
    page = tablet("hoa", item="P01")
    broken: list[str] = []

    def first_time(route):
        if route.request.url in broken:
            route.continue_()
            return
        broken.append(route.request.url)
        if len(broken) % 2:
            route.abort()
        else:
            route.fulfill(status=200, content_type="text/html", body="<p>Wi-Fi</p>")

    page.route(FILES, first_time)
    page.goto(stage.url("minh", item="P01"))
    tap(page, "P01", "conformity")
    saved(page)
    assert len(broken) == len(assets.modules(assets.CARD)) + len(assets.CARD_STYLES)


def test_a_page_that_is_opened_again_asks_the_server_for_none_of_them(tablet, stage):
    page = tablet("minh", item="P01")
    page.evaluate("window.performance.setResourceTimingBufferSize(1000)")
    page.goto(stage.url("minh", item="P01"))
    expect(item(page, "P01")).to_be_visible()
    sizes = page.evaluate(
        "(start) => performance.getEntriesByType('resource').filter((one) => one.name.includes(start))"
        ".map((one) => one.transferSize)",
        assets.START,
    )
    assert sizes
    assert set(sizes) == {0}


def test_a_page_of_a_release_that_is_gone_stops_asking(tablet, stage):
    page = tablet("minh", item="P01")
    gone: list[str] = []
    wanted = {*assets.modules(assets.CARD), *assets.CARD_STYLES}
    page.route(FILES, lambda route: (gone.append(route.request.url), route.fulfill(status=404, body=""))[1])
    page.clock.install()
    page.goto(stage.url("minh", item="P01"))
    until_none(lambda: range(len(gone), len(wanted)), page)
    page.clock.run_for(60_000)
    page.evaluate("fetch('/healthz').then((answer) => answer.text())")
    assert len(gone) == len(set(gone)) == len(wanted)
