"""Tablets with wrong clocks at the API: what moment an act is kept with, and that no act is refused for a clock."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from iso_audit.domain.account import Role
from iso_audit.storage import journal, signatures, tablets
from iso_audit.storage.queries import conducting
from tests.pictures import photo
from tests.workflow.minutes_ready import STROKE, fill, lock

JSON = {"Origin": "http://testserver", "Content-Type": "application/json"}
GOLDEN = Path(__file__).parents[1] / "golden" / "requests-0.1.0.json"
ITEM = "item:P01"
BACK, AHEAD, EMPTY = timedelta(minutes=-90), timedelta(days=1), timedelta(days=-17_000)


class Card:
    """What a card sends from a tablet whose own clock is `off`, at the true time of the house."""

    def __init__(self, house, audit, off=timedelta(), *, device="tablet-1"):
        self.house, self.audit, self.off, self.device = house, audit, off, device
        self.acts = []

    def tap(self, value, *, field="grade", replaces=()):
        now = self.house.at
        told = {"id": str(uuid.uuid4()), "audit": self.audit.id, "subject": ITEM, "field": field, "value": value}
        told |= {"made_at": stamp(now), "tablet_at": stamp(now + self.off), "replaces": list(replaces)}
        self.acts.append((now, told))
        return told["id"]

    def send(self):
        events = [told | {"waited": stamp(self.house.at) - stamp(made)} for made, told in self.acts]
        body = {"device": self.device, "sent_at": stamp(self.house.at + self.off), "events": events}
        self.acts = []
        return self.house.client.post("/api/events", content=json.dumps(body), headers=JSON)


def stamp(moment):
    return round(moment.timestamp() * 1000)


def kept(house, audit):
    with house.database.read() as cursor:
        return journal.of_audit(cursor, audit.id)


def noted(house, device="tablet-1"):
    with house.database.read() as cursor:
        return tablets.find(cursor, house.leader.id, device)


@pytest.fixture
def signed_in(house, audit):
    """The house, with the leader signed in."""
    house.sign_in(house.leader)
    return house


@pytest.mark.parametrize("off", [timedelta(), BACK, AHEAD, EMPTY])
def test_a_wrong_clock_bends_no_moment_and_both_times_are_kept(signed_in, audit, off):
    card, made = Card(signed_in, audit, off), signed_in.at
    card.tap("conformity")
    signed_in.later(minutes=40)
    assert card.send().status_code == 200
    (event,) = kept(signed_in, audit)
    assert (event.made_at, event.tablet_at, event.received_at) == (made, made + off, signed_in.at)


@pytest.mark.parametrize("off", [BACK, AHEAD, EMPTY])
def test_a_clock_that_is_set_in_mid_audit_keeps_moments_and_order(signed_in, audit, off):
    card, made = Card(signed_in, audit), [signed_in.at]
    first = card.tap("conformity")
    signed_in.later(minutes=10)
    card.off = off
    made.append(signed_in.at)
    card.tap("observation", replaces=[first])
    signed_in.later(minutes=10)
    card.send()
    assert [event.made_at for event in kept(signed_in, audit)] == made


def test_two_tablets_of_one_account_are_ordered_by_true_time_whatever_their_clocks_show(signed_in, audit):
    behind, ahead = Card(signed_in, audit, BACK), Card(signed_in, audit, AHEAD, device="tablet-2")
    ahead.tap("older")
    ahead.acts[0][1]["field"] = "evidence"
    signed_in.later(minutes=5)
    behind.tap("newer", field="evidence")
    signed_in.later(minutes=5)
    behind.send()
    ahead.send()
    opened = conducting.open_audit(signed_in.database, audit.id, reader=signed_in.leader)
    state = opened.journal.fields[(ITEM, "evidence")]
    assert [head.value for head in state.heads] == ["newer", "older"]
    assert state.disputed


def test_sent_once_more_an_act_keeps_its_moment_and_its_tablet_is_told_the_newest(signed_in, audit):
    card = Card(signed_in, audit)
    card.tap("conformity")
    again = list(card.acts)
    first = card.send().json()
    signed_in.later(hours=2)
    card.acts = again
    second = card.send().json()
    assert first["newest"] == second["newest"] == stamp(kept(signed_in, audit)[0].made_at)


@pytest.mark.parametrize("moment", [0, 1_000, 1_400_000_000_000])
def test_an_older_cards_moment_of_long_ago_is_lifted_to_the_opening_of_the_audit(signed_in, audit, moment):
    card, opened_at = Card(signed_in, audit), signed_in.at
    card.tap("conformity")
    told = card.acts.pop()[1] | {"made_at": moment}
    del told["tablet_at"]
    signed_in.later(days=2)
    signed_in.sign_in(signed_in.leader)
    body = json.dumps({"device": "tablet-1", "events": [told]})
    assert signed_in.client.post("/api/events", content=body, headers=JSON).status_code == 200
    assert kept(signed_in, audit)[0].made_at == opened_at


ABSURD = {"tablet_at": [-1, 10**15, 0], "waited": [-5, 10**15], "sent_at": [-1, 10**15, 0]}


@pytest.mark.parametrize(("name", "value"), [(name, one) for name, listed in ABSURD.items() for one in listed])
def test_no_act_is_refused_for_what_a_clock_shows(signed_in, audit, name, value):
    card = Card(signed_in, audit)
    card.tap("conformity")
    body = {"device": "tablet-1", "sent_at": stamp(signed_in.at), "events": [card.acts[0][1]]}
    (body if name == "sent_at" else body["events"][0])[name] = value
    answer = signed_in.client.post("/api/events", content=json.dumps(body), headers=JSON)
    assert answer.status_code == 200
    assert kept(signed_in, audit)[0].made_at == signed_in.at


@pytest.mark.parametrize("name", ["tablet_at", "waited", "sent_at"])
@pytest.mark.parametrize("value", ["1", True, 1.5, [1], {}])
def test_a_clock_that_is_no_number_is_refused_by_name(signed_in, audit, name, value):
    card = Card(signed_in, audit)
    card.tap("conformity")
    body = {"device": "tablet-1", "events": [card.acts[0][1]]}
    (body if name == "sent_at" else body["events"][0])[name] = value
    answer = signed_in.client.post("/api/events", content=json.dumps(body), headers=JSON)
    assert (answer.status_code, answer.json()["details"]["what"]) == (400, name)


# The card of release 0.1.0, still open during an upgrade.


@pytest.fixture
def release(house, audit):
    """The requests of release 0.1.0, and a house at the moment they were made, with the leader signed in."""
    house.moments[0] = datetime.fromtimestamp(1_795_720_246, UTC)
    house.sign_in(house.leader)
    return json.loads(GOLDEN.read_text("utf-8").replace("audit-1", audit.id))


def test_events_of_the_card_of_release_0_1_0_are_taken_as_they_are(house, audit, release):
    answer = house.client.post("/api/events", content=json.dumps(release["events"]), headers=JSON)
    sent = release["events"]["events"]
    assert (answer.status_code, answer.json()["accepted"]) == (200, [one["id"] for one in sent])
    events = kept(house, audit)
    assert [(one.id, one.value, stamp(one.made_at)) for one in events] == [
        (one["id"], one["value"], one["made_at"]) for one in sent
    ]
    assert {one.tablet_at for one in events} == {None}
    assert noted(house, "Linux-fa9d59") is None


def test_a_photo_and_its_blurring_by_the_card_of_release_0_1_0_are_taken(house, audit, release):
    headers = {"Origin": "http://testserver", "Content-Type": "image/jpeg"}
    answer = house.client.post(f"/api/photos?{release['photo']}", content=photo(), headers=headers)
    assert answer.status_code == 200
    assert {stamp(one.made_at) for one in kept(house, audit)} == {1_795_720_242_153}
    body = json.dumps(release["blur"]).replace("sha256-1", answer.json()["sha256"])
    blurred = house.client.post(f"/api/photos/{answer.json()['id']}/blur", content=body, headers=JSON)
    assert blurred.status_code == 200


def test_signatures_of_the_pad_of_release_0_1_0_are_taken(house, audit, release):
    fill(house.database, audit, house.leader)
    version = lock(house.database, audit, house.leader)
    body = json.dumps(release["signatures"]).replace("version-1", version.id).replace("text-1", version.text_hash)
    assert house.client.post("/api/signatures", content=body, headers=JSON).status_code == 200


# Photographs and signatures.


@pytest.mark.parametrize("off", [BACK, AHEAD, EMPTY])
def test_a_photo_keeps_both_times(signed_in, audit, off):
    made = signed_in.at
    query = {"audit": audit.id, "item": "P01", "id": str(uuid.uuid4()), "device": "tablet-1", "made_at": stamp(made)}
    signed_in.later(minutes=20)
    query |= {"tablet_at": stamp(made + off), "waited": 20 * 60_000, "sent_at": stamp(signed_in.at + off)}
    headers = {"Origin": "http://testserver", "Content-Type": "image/jpeg"}
    assert signed_in.client.post("/api/photos", params=query, content=photo(), headers=headers).status_code == 200
    assert {(one.made_at, one.tablet_at) for one in kept(signed_in, audit)} == {(made, made + off)}


@pytest.mark.parametrize("off", [BACK, AHEAD])
def test_a_signature_keeps_both_times(signed_in, audit, off):
    fill(signed_in.database, audit, signed_in.leader)
    version, made = lock(signed_in.database, audit, signed_in.leader), signed_in.at
    signed_in.later(minutes=3)
    stroke = {"id": str(uuid.uuid4()), "version": version.id, "place": "agency", "kind": "stroke", "attempt": "a1"}
    stroke |= {"value": STROKE, "text_hash": version.text_hash, "made_at": stamp(made)}
    stroke |= {"tablet_at": stamp(made + off), "waited": 180_000}
    body = {"device": "tablet-1", "sent_at": stamp(signed_in.at + off), "events": [stroke]}
    answer = signed_in.client.post("/api/signatures", content=json.dumps(body), headers=JSON)
    assert (answer.status_code, answer.json()["newest"]) == (200, stamp(made))
    with signed_in.database.read() as cursor:
        (event,) = signatures.of_version(cursor, version.id)
    assert (event.made_at, event.tablet_at) == (made, made + off)


# What is noted of a tablet.


def test_how_far_a_tablet_is_off_is_noted_when_it_changes_and_once_an_hour(signed_in, audit):
    card, seen = Card(signed_in, audit, BACK), []
    for passed, off in ((0, BACK), (10, BACK), (10, BACK + timedelta(seconds=10)), (10, AHEAD), (61, AHEAD)):
        signed_in.later(minutes=passed)
        card.off = off
        card.tap("conformity")
        card.send()
        seen.append((noted(signed_in).off_by, noted(signed_in).seen_at == signed_in.at))
    assert seen == [(BACK, True), (BACK, False), (BACK, False), (AHEAD, True), (AHEAD, True)]


def test_one_account_cannot_fill_the_list_of_tablets(signed_in, audit):
    for number in range(tablets.MOST_OF_ONE + 5):
        signed_in.later(seconds=1)
        card = Card(signed_in, audit, device=f"tablet-{number}")
        card.tap("conformity")
        card.send()
    with signed_in.database.read() as cursor:
        count = cursor.execute("select count(*) from tablet").fetchall()[0][0]
    assert count == tablets.MOST_OF_ONE
    assert noted(signed_in, "tablet-0") is None


def test_a_viewer_who_may_not_record_is_noted_all_the_same(signed_in, audit):
    viewer = signed_in.account("viewer", Role.VIEWER)
    signed_in.sign_in(viewer)
    card = Card(signed_in, audit, BACK)
    card.tap("conformity")
    assert card.send().status_code == 422
    with signed_in.database.read() as cursor:
        assert tablets.find(cursor, viewer.id, "tablet-1").off_by == BACK
