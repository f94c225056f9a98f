"""A tablet that loses its power at any moment: what the screen called kept is there afterwards and arrives once."""

import random
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from iso_audit.domain.bank import Bank
from iso_audit.domain.grade import Grade
from iso_audit.storage.queries import photos as reading
from tests.card.card_page import item
from tests.card.pad_stage import LEADER, PadStage
from tests.card.power_cut import Tablet, until_none
from tests.card.stage import AUDIT, Running, running
from tests.chromium import chromium_or_skip
from tests.databases import Filled
from tests.pictures import photo

pytestmark = pytest.mark.browser

CARD_ROUNDS, PAD_ROUNDS = 12, 8
TEXT_ITEM, PHOTO_ITEM, SIGNED_PLACE = "P12", "P13", "agency"
TAPS = [(f"P{number:02}", grade.value) for number in range(8, 12) for grade in Grade]
WORK = """async ({ taps, text, textItem, photoItem, pauses, end }) => {
    const root = document.getElementById("place").shadowRoot;
    const article = (id) => root.querySelector(`article[data-item=${id}]`);
    const standing = (id) => article(id).querySelector(".mark").dataset.standing;
    const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));
    const box = article(textItem).querySelector("textarea[data-field=evidence]");
    const words = text.split(" ");
    for (let at = 0; at < Math.max(taps.length, words.length); at += 1) {
        if (taps[at]) article(taps[at][0]).querySelector(`[data-grade=${taps[at][1]}]`).click();
        box.value = words.slice(0, at + 1).join(" ");
        box.dispatchEvent(new Event("input"));
        await pause(pauses[at % pauses.length]);
    }
    await pause(end);
    return {
        taps: taps.filter(([id]) => standing(id) === "kept"),
        text: standing(textItem) === "kept" ? box.value : "",
        photos: [...article(photoItem).querySelectorAll(".photo-tile.waiting")].map((tile) => tile.dataset.photo),
    };
}"""
SAID = """() => {
    const root = document.getElementById("place").shadowRoot;
    const refusal = root.querySelector("section[data-place=secretary] .refusal");
    const sheet = root.querySelector("dialog.sheet .status").dataset.standing;
    const kept = refusal.querySelector(".status").dataset.standing === "kept";
    return {
        strokes: sheet === "kept" ? root.querySelectorAll("dialog.sheet polyline").length : 0,
        draft: kept ? refusal.querySelector("[name=reason]").value : "",
    };
}"""
BEGIN = """() => {
    const root = document.getElementById("place").shadowRoot;
    const button = (place, told) => [...root.querySelectorAll(`section[data-place=${place}] button`)]
        .find((one) => one.textContent.startsWith(told));
    if (!root.querySelector("section[data-place=secretary] .refusal")) button("secretary", "Không ký").click();
    if (!root.querySelector("dialog.sheet").open) button("agency", "Ký").click();
}"""
TYPE = """(text) => {
    const root = document.getElementById("place").shadowRoot;
    const box = root.querySelector("section[data-place=secretary] [name=reason]");
    box.value = text;
    box.dispatchEvent(new Event("input"));
}"""


@dataclass
class Kept:
    """What the screen of a card called kept, over all rounds."""

    taps: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)


def work(page: Page, chance: random.Random, number: int, taps: list[tuple[str, str]]) -> dict[str, list]:
    """Tap, write and choose photographs for a random while; return what is called kept at its end."""
    shots = [
        {"name": f"{number}-{at}.jpg", "mimeType": "image/jpeg", "buffer": photo(200, 150, seed=number * 10 + at)}
        for at in range(chance.randint(0, 2))
    ]
    if shots:
        item(page, PHOTO_ITEM).locator("input[data-photos=library]").set_input_files(shots)
    told = {
        "taps": taps,
        "text": f"lần {number} xem sổ theo dõi",
        "textItem": TEXT_ITEM,
        "photoItem": PHOTO_ITEM,
        "pauses": [chance.randint(0, 40) for _ in range(3)],
        "end": chance.choice([0, 5, 20, 60]),
    }
    return page.evaluate(WORK, told)


def rows(stage: Running, subject: str, name: str, value: str) -> int:
    with stage.stage.database.read() as cursor:
        found = cursor.execute(
            "select count(*) from event where subject = ? and field = ? and value = ?", [subject, name, value]
        )
        return found.fetchall()[0][0]


def missing(stage: Running, kept: Kept) -> list[object]:
    lost: list[object] = [tap for tap in kept.taps if not rows(stage, f"item:{tap[0]}", "grade", tap[1])]
    lost += [text for text in kept.texts if not rows(stage, f"item:{TEXT_ITEM}", "evidence", text)]
    listed = reading.listed(stage.stage.database, AUDIT, reader=stage.stage.account("lan")).photos
    received = {one.id for one in listed if one.sha256}
    return lost + [
        one for one in kept.photos if one not in received or not rows(stage, f"photo:{one}", "item", PHOTO_ITEM)
    ]


def test_what_the_card_calls_kept_outlives_power_cuts_and_arrives_once(
    playwright: Playwright, stage: Running, tmp_path: Path
) -> None:
    chance, kept = random.Random(2017), Kept()
    taps = chance.sample(TAPS, len(TAPS))
    tablet = Tablet(playwright, chromium_or_skip(), tmp_path / "profile")
    for number in range(CARD_ROUNDS):
        page = tablet.start(stage.url("minh", item="P08"))
        item(page, TEXT_ITEM).wait_for()
        until_none(partial(missing, stage, kept), page)
        stage.stop()
        said = work(page, chance, number, [taps.pop() for _ in range(min(len(taps), chance.randint(1, 4)))])
        tablet.cut_power()
        kept.taps += [tuple(one) for one in said["taps"]]
        kept.texts += [said["text"]] if said["text"] else []
        kept.photos += said["photos"]
        stage.start()
    page = tablet.start(stage.url("minh", item="P08"))
    until_none(partial(missing, stage, kept), page)
    tablet.end()
    assert min(len(kept.taps), len(kept.texts), len(kept.photos)) > 2
    assert {rows(stage, f"item:{one}", "grade", grade) for one, grade in kept.taps} == {1}
    assert {rows(stage, f"item:{TEXT_ITEM}", "evidence", text) for text in kept.texts} == {1}


def test_strokes_and_a_refusal_being_written_outlive_power_cuts_and_arrive_once(
    playwright: Playwright, locked_minutes: Filled, bank: Bank, tmp_path: Path
) -> None:
    chance, strokes, draft, drafts = random.Random(2017), 0, "", 0
    with locked_minutes.in_memory() as database, running(PadStage(database, bank)) as started:
        tablet = Tablet(playwright, chromium_or_skip(), tmp_path / "profile")
        for number in range(PAD_ROUNDS):
            page = tablet.start(started.url(LEADER))
            page.locator(f"section[data-place={SIGNED_PLACE}] button").first.wait_for(state="attached")
            until_none(partial(missing_strokes, started, strokes), page)
            if draft:
                expect(page.locator("[name=reason]")).to_have_value(draft)
            started.stop()
            page.evaluate(BEGIN)
            sign(page, chance, number)
            said = page.evaluate(SAID)
            tablet.cut_power()
            strokes, draft = max(strokes, said["strokes"]), said["draft"]
            drafts += 1 if draft else 0
            started.start()
        page = tablet.start(started.url(LEADER))
        until_none(partial(missing_strokes, started, strokes), page)
        tablet.end()
        assert min(strokes, drafts) > 2
        arrived = started.stage.strokes(SIGNED_PLACE)
        assert len(set(arrived)) == len(arrived)


def missing_strokes(running: Running, kept: int) -> range:
    """Return the numbers of the strokes the server does not have of those that were called kept."""
    return range(len(running.stage.strokes(SIGNED_PLACE)), kept)


def sign(page: Page, chance: random.Random, number: int) -> None:
    """Write a reason and draw some strokes, each somewhere else, for a random while."""
    box = page.locator(".pad").bounding_box()
    page.evaluate(TYPE, f"Lý do {number}")
    for at in range(chance.randint(1, 3)):
        left, top = box["x"] + 10 + 60 * number, box["y"] + 20 + 40 * at
        page.mouse.move(left, top)
        page.mouse.down()
        page.mouse.move(left + 20, top + 15)
        page.mouse.up()
        page.evaluate(TYPE, f"Lý do {number}, câu {at}")
    page.wait_for_timeout(chance.choice([0, 5, 20, 60]))
