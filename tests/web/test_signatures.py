"""The signature pad's API: what is kept, what is refused and how, and who may do it."""

import json
import uuid

import pytest

from iso_audit.domain.account import Role
from iso_audit.workflow.reporting import bundling, locking
from tests.workflow.minutes_ready import STROKE, ZONE, newest_version

JSON = {"Origin": "http://testserver", "Content-Type": "application/json"}
MADE_AT = 1_499_734_800_000


@pytest.fixture
def starts_from(locked_minutes):
    return locked_minutes


@pytest.fixture
def version(house):
    """A locked version; the leader is signed in."""
    house.sign_in(house.leader)
    return newest_version(house.database)


def event(version, /, **change):
    told = {"id": str(uuid.uuid4()), "version": version.id, "place": "agency", "kind": "stroke", "attempt": "a1"}
    return told | {"value": STROKE, "text_hash": version.text_hash, "made_at": MADE_AT} | change


def send(house, *events, headers=JSON):
    body = json.dumps({"device": "tablet-1", "events": events})
    return house.client.post("/api/signatures", content=body, headers=headers)


def test_a_stroke_is_kept_and_told_again(house, version):
    one = event(version)
    answer = send(house, one)
    assert (answer.status_code, answer.json()["accepted"], answer.json()["refused"]) == (200, [one["id"]], [])
    told = house.client.get(f"/api/minutes/{version.id}/signatures").json()["events"]
    assert [(known["id"], known["place"], known["value"]) for known in told] == [(one["id"], "agency", STROKE)]


def test_a_refused_stroke_does_not_stop_the_others(house, version):
    good, bad = event(version), event(version, text_hash="0" * 64)
    answer = send(house, good, bad)
    assert (answer.status_code, answer.json()["accepted"]) == (422, [good["id"]])
    assert [(one["id"], one["code"]) for one in answer.json()["refused"]] == [(bad["id"], "signature_text_changed")]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"place": "nobody"}, "place"),
        ({"kind": "wave"}, "kind"),
        ({"made_at": "now"}, "made_at"),
        ({"made_at": True}, "made_at"),
        ({"id": ""}, "id"),
        ({"attempt": "x" * 65}, "attempt"),
        ({"version": 7}, "version"),
        ({"more": 1}, "event"),
        ({"place": ["agency"]}, "place"),
    ],
)
def test_a_body_that_is_not_ours_is_refused_by_name(house, version, change, what):
    answer = send(house, event(version, **change))
    assert (answer.status_code, answer.json()["code"], answer.json()["details"]["what"]) == (400, "body_invalid", what)


def test_a_request_of_another_page_is_refused(house, version):
    answer = send(house, event(version), headers=JSON | {"Origin": "http://elsewhere"})
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused")


def test_a_request_of_an_account_that_left_the_tablet_is_refused(house, version):
    answer = send(house, event(version), headers=JSON | {"X-Account": "somebody"})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_changed")


def test_nobody_signed_in_reads_and_writes_nothing(house, version):
    house.client.cookies.clear()
    assert send(house, event(version)).status_code == 401
    assert house.client.get(f"/api/minutes/{version.id}/signatures").status_code == 401


def test_a_member_of_another_audit_finds_no_minutes(house, version):
    house.sign_in(house.account("khac", Role.MEMBER))
    assert send(house, event(version)).json()["refused"][0]["code"] == "minutes_not_found"
    assert house.client.get(f"/api/minutes/{version.id}/signatures").status_code == 404


def test_a_zip_is_fetched_by_its_maker_alone(house, audit, version):
    locking.issue_locked(house.database, version.id, by=house.leader, at=house.at)
    made = bundling.bundle(house.database, audit.programme_id, language="vi", zone=ZONE, by=house.leader, at=house.at)
    answer = house.client.get(f"/api/bundles/{made.name}")
    assert (answer.status_code, answer.content) == (200, made.path.read_bytes())
    assert answer.headers["content-type"] == "application/zip"
    house.sign_in(house.account("khac", Role.SECRETARY))
    assert house.client.get(f"/api/bundles/{made.name}").status_code == 404
