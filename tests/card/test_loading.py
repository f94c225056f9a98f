"""The scripts on their way to a tablet: late over bad Wi-Fi, kept for good, of one release or not at all."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from iso_audit import assets
from tests.card.card_page import item, saved, tap
from tests.card.power_cut import until_none

pytestmark = pytest.mark.browser

FILES = f"**{assets.START}**"


def test_a_file_that_bad_wi_fi_lost_or_a_sign_in_page_answered_is_asked_for_again(tablet, stage):
    page = tablet("hoa", item="P01")
    asked: list[str] = []

    def at_last(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        elif len(asked) == 2:
            route.fulfill(status=200, content_type="text/html", body="<p>Wi-Fi</p>")
        else:
            route.continue_()

    page.route(FILES, at_last)
    page.goto(stage.url("minh", item="P01"))
    tap(page, "P01", "conformity")
    saved(page)
    assert len(asked) == 4
    assert {urlsplit(one).path for one in asked} == {assets.address(assets.CARD)}


def test_a_page_that_is_opened_again_asks_the_server_for_nothing_of_it(tablet, stage):
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
    page.route(FILES, lambda route: (gone.append(route.request.url), route.fulfill(status=404, body=""))[1])
    page.clock.install()
    page.goto(stage.url("minh", item="P01"))
    until_none(lambda: range(len(gone), 1), page)
    page.clock.run_for(60_000)
    page.evaluate("fetch('/healthz').then((answer) => answer.text())")
    assert len(gone) == 1
