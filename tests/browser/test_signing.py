"""Signing in a real browser: a finger on the glass, the tablet turned, the page reloaded, the network lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Page, expect

from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.minutes import MinutesVersion
from iso_audit.storage.opening import open_database
from iso_audit.workflow.planning import establishing
from tests.browser.conftest import Scene, person, running
from tests.conftest import AT, plan_audit
from tests.workflow.minutes_ready import fill, lock

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^Đã ký, đã lưu lúc ")
LANDSCAPE = {"width": 1180, "height": 820}
PHONE = {"width": 390, "height": 844}


@dataclass
class Signing:
    """A running app with one locked version, and the scene around it."""

    scene: Scene
    version: MinutesVersion

    def tablet(self, size: dict[str, int] = LANDSCAPE) -> Page:
        page = self.scene.tablet("truong-doan", f"/reporting?audit={self.scene.audit.id}", size=size)
        expect(place(page, "agency")).to_be_visible()
        return page

    def strokes(self, page: Page) -> dict[str, list[int]]:
        """Return what the server holds: the number of points of each stroke, by place."""
        told: dict[str, list[int]] = {}
        for one in page.request.get(f"/api/minutes/{self.version.id}/signatures").json()["events"]:
            if one["kind"] == "stroke":
                told.setdefault(one["place"], []).append(len(one["value"]["points"]))
        return told


@pytest.fixture(scope="module")
def signings(
    request: pytest.FixtureRequest, chromium: Browser, bank: Bank, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Signing]]:
    """One running app with a locked version for each test of this module."""
    file = tmp_path_factory.mktemp("signing") / "audits.duckdb"
    database = open_database(file, at=AT)
    leader = person(database, "truong-doan", Role.LEADER)
    first = plan_audit(database, bank, leader, person(database, "thu-ky", Role.SECRETARY), form="commune")
    count = sum(one.path == request.path for one in request.session.items)
    others = [replace(first, id="", code=f"2017-{number:02d}") for number in range(2, count + 1)]
    audits = [first, *(establishing.save_audit(database, one, bank, exclusions={}, by=leader, at=AT) for one in others)]
    for one in audits:
        fill(database, one, leader)
    versions = [lock(database, one, leader) for one in audits]
    database.close()
    with running(file, chromium) as app:
        yield [Signing(Scene(app, one, chromium), version) for one, version in zip(audits, versions, strict=True)]


@pytest.fixture
def signing(signings: list[Signing]) -> Iterator[Signing]:
    yield (taken := signings.pop())
    for context in taken.scene.browser.contexts:
        context.close()


def place(page: Page, name: str):
    return page.locator(f"section[data-place={name}]")


def open_sheet(page: Page, name: str) -> None:
    place(page, name).get_by_role("button", name=re.compile("^Ký (trên màn hình|tiếp)$")).tap()
    expect(page.locator("dialog.sheet")).to_be_visible()


def draw(page: Page, *points: tuple[float, float], lift: bool = True) -> None:
    """Move a finger over the pad, points 0..1 from its left and top."""
    box = page.locator(".pad").bounding_box()
    assert box is not None
    spots = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    touch = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(spots):
        kind = "touchMove" if number else "touchStart"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    if lift:
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def sign(page: Page, name: str) -> None:
    open_sheet(page, name)
    draw(page, (0.2, 0.6), (0.4, 0.2), (0.6, 0.7), (0.8, 0.4))
    draw(page, (0.3, 0.8), (0.7, 0.8))
    page.get_by_role("button", name="Xong").tap()
    expect(page.locator("dialog.sheet")).to_be_hidden()


def test_two_signatures_survive_turning_and_reloading(signing: Signing) -> None:
    page = signing.tablet(PHONE)
    sign(page, "agency")
    page.set_viewport_size({"width": 844, "height": 390})
    sign(page, "secretary")
    for name in ("agency", "secretary"):
        expect(place(page, name).locator(".status")).to_have_text(SAVED)
    page.set_viewport_size(PHONE)
    page.reload()
    for name in ("agency", "secretary"):
        expect(place(page, name).locator("polyline")).to_have_count(2)
    assert {name: len(strokes) for name, strokes in signing.strokes(page).items()} == {"agency": 2, "secretary": 2}


def test_a_stroke_is_kept_when_the_page_goes_while_the_finger_is_down(signing: Signing) -> None:
    page = signing.tablet()
    open_sheet(page, "leader")
    draw(page, (0.2, 0.5), (0.5, 0.3), (0.8, 0.6), lift=False)
    page.reload()
    expect(page.locator("dialog.sheet polyline")).to_have_count(1)
    assert [len(strokes) for strokes in signing.strokes(page).values()] == [1]


def test_strokes_drawn_without_a_connection_are_sent_when_it_is_back(signing: Signing) -> None:
    page = signing.tablet()
    page.context.set_offline(True)
    sign(page, "agency")
    expect(page.get_by_text("Mất kết nối: 2 thao tác ký")).to_be_visible()
    signing.scene.app.kill()
    sign(page, "leader")
    signing.scene.app.start()
    page.context.set_offline(False)
    for name in ("agency", "leader"):
        expect(place(page, name).locator(".status")).to_have_text(SAVED)
    assert {name: len(strokes) for name, strokes in signing.strokes(page).items()} == {"agency": 2, "leader": 2}


def test_signing_again_clears_by_an_act_of_its_own(signing: Signing) -> None:
    page = signing.tablet()
    sign(page, "agency")
    expect(place(page, "agency").locator(".status")).to_have_text(SAVED)
    place(page, "agency").get_by_role("button", name="Ký lại từ đầu").tap()
    place(page, "agency").get_by_role("button", name="Xóa", exact=True).tap()
    expect(place(page, "agency").locator(".status")).to_have_text("Chưa ký")
    sign(page, "agency")
    expect(place(page, "agency").locator("polyline")).to_have_count(2)
    page.reload()
    expect(place(page, "agency").locator("polyline")).to_have_count(2)


def test_a_refusal_keeps_reason_and_witness_and_brings_a_place_for_the_witness(signing: Signing) -> None:
    page = signing.tablet()
    place(page, "agency").get_by_role("button", name="Không ký").tap()
    place(page, "agency").locator("[name=reason]").fill("Chưa thống nhất điểm 02")
    page.reload()
    reason = place(page, "agency").locator("[name=reason]")
    expect(reason).to_have_value("Chưa thống nhất điểm 02")
    place(page, "agency").locator("[name=witness]").fill("Người chứng kiến A")
    place(page, "agency").get_by_role("button", name="Ghi việc không ký").tap()
    expect(place(page, "agency").locator(".status")).to_have_text(re.compile("^Không ký, đã ghi lúc "))
    expect(place(page, "witness").locator(".name")).to_have_text("Người chứng kiến A")
    sign(page, "witness")
    expect(place(page, "witness").locator(".status")).to_have_text(SAVED)


def test_signed_minutes_are_issued_from_the_page(signing: Signing) -> None:
    page = signing.tablet()
    for name in ("agency", "secretary", "leader"):
        sign(page, name)
        expect(place(page, name).locator(".status")).to_have_text(SAVED)
    expect(page.get_by_text("Đủ ba chỗ ký đã được ghi nhận.")).to_be_visible()
    page.get_by_role("button", name="Ban hành biên bản").tap()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải biên bản PDF").tap()
    pdf = waiting.value.path().read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/FT /Sig") == 3


@pytest.mark.parametrize("size", [PHONE, {"width": 820, "height": 1180}, LANDSCAPE, {"width": 844, "height": 390}])
def test_the_sheet_fits_the_screen_and_buttons_fit_a_thumb(signing: Signing, size: dict[str, int]) -> None:
    page = signing.tablet(size)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    open_sheet(page, "agency")
    for box in [page.locator(".pad").bounding_box(), *[b.bounding_box() for b in page.locator("dialog button").all()]]:
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]
        assert box["height"] >= 48
