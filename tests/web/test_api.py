"""The card's API: what is kept, what is refused and how, and who may do it."""

import json
import uuid

import pytest

from iso_audit.domain.account import Role
from iso_audit.domain.errors import NotFound
from iso_audit.storage.queries import conducting
from iso_audit.workflow.accounts import administering
from iso_audit.workflow.planning import establishing

JSON = {"Origin": "http://testserver", "Content-Type": "application/json"}
MADE_AT = 1_499_734_800_000


@pytest.fixture
def item(audit, bank, house):
    """The id of an item of the planned audit; the leader is signed in."""
    house.sign_in(house.leader)
    opened = conducting.open_audit(house.database, audit.id, reader=house.leader)
    return opened.checklist.items[0].id


def event(planned, item, **change):
    told = {"id": str(uuid.uuid4()), "audit": planned.id, "subject": f"item:{item}", "field": "grade"}
    return told | {"value": "conformity", "made_at": MADE_AT, "replaces": []} | change


def send(house, *events, device="tablet-1"):
    return house.client.post("/api/events", content=json.dumps({"device": device, "events": events}), headers=JSON)


def test_an_event_is_kept_and_acknowledged(house, audit, item):
    one = event(audit, item)
    answer = send(house, one)
    assert (answer.status_code, answer.json()["accepted"], answer.json()["refused"]) == (200, [one["id"]], [])
    assert answer.json()["server_time"] == int(house.at.timestamp() * 1000)


def test_sending_an_event_twice_is_harmless(house, audit, item):
    one = event(audit, item)
    send(house, one)
    assert send(house, one, one).json()["accepted"] == [one["id"], one["id"]]
    told = house.client.get(f"/api/audits/{audit.id}/history?subject=item:{item}").json()["events"]
    assert [known["id"] for known in told] == [one["id"]]


def test_a_refused_event_does_not_stop_the_others(house, audit, item):
    good, bad = event(audit, item), event(audit, item, value="excellent")
    answer = send(house, good, bad)
    assert (answer.status_code, answer.json()["accepted"]) == (422, [good["id"]])
    assert [(one["id"], one["code"]) for one in answer.json()["refused"]] == [(bad["id"], "value_unknown")]
    assert "excellent" in answer.json()["refused"][0]["message"]


def test_changes_tell_the_whole_field_with_its_writer(house, audit, item):
    send(house, event(audit, item))
    told = house.client.get(f"/api/audits/{audit.id}/changes?since=0").json()
    head = told["fields"][0]["heads"][0]
    assert (head["value"], head["name"], head["device"], head["made_at"]) == (
        "conformity",
        "Leader",
        "tablet-1",
        MADE_AT,
    )
    again = house.client.get(f"/api/audits/{audit.id}/changes?since={told['position']}").json()
    assert again["fields"] == []


def test_history_is_newest_first(house, audit, item):
    first = event(audit, item, made_at=MADE_AT - 1000)
    second = event(audit, item, value="observation", replaces=[first["id"]])
    send(house, first, second)
    told = house.client.get(f"/api/audits/{audit.id}/history?subject=item:{item}").json()["events"]
    assert [(one["field"], one["value"]) for one in told] == [("grade", "observation"), ("grade", "conformity")]


def test_the_session_tells_who_and_in_which_language(house):
    house.sign_in(house.leader)
    told = house.client.get("/api/session").json()
    assert (told["account"], told["name"], told["language"]) == (house.leader.id, "Leader", "vi")


def test_a_member_of_another_team_learns_nothing_of_the_audit(house, audit, item):
    house.sign_in(house.account("stranger", Role.MEMBER))
    assert house.client.get(f"/api/audits/{audit.id}/changes").status_code == 404
    assert house.client.get(f"/api/audits/{audit.id}/history?subject=item:{item}").status_code == 404
    refused = send(house, event(audit, item)).json()["refused"]
    assert [one["code"] for one in refused] == ["audit_not_found"]


def test_a_viewer_reads_and_does_not_write(house, audit, item):
    house.sign_in(house.account("viewer", Role.VIEWER))
    assert house.client.get(f"/api/audits/{audit.id}/changes").status_code == 200
    assert [one["code"] for one in send(house, event(audit, item)).json()["refused"]] == ["forbidden"]


def test_only_the_leader_concludes(house, audit, item):
    house.sign_in(house.account("secretary", Role.SECRETARY))
    concluding = event(audit, item, subject="conclusion:", field="value", value="maintained")
    assert [one["code"] for one in send(house, concluding).json()["refused"]] == ["forbidden"]


def test_a_role_taken_away_counts_at_once(house, audit, item):
    secretary = house.account("secretary", Role.SECRETARY)
    house.sign_in(secretary)
    administering.change_role(
        house.database, secretary.id, Role.VIEWER, role_before=Role.SECRETARY, by=house.leader, at=house.at
    )
    assert [one["code"] for one in send(house, event(audit, item)).json()["refused"]] == ["forbidden"]


def test_entries_of_one_account_are_not_sent_as_another(house, audit, item):
    body = json.dumps({"device": "tablet-1", "events": [event(audit, item)]})
    answer = house.client.post("/api/events", content=body, headers=JSON | {"X-Account": "somebody-else"})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_changed")


def test_an_audit_that_does_not_exist_is_not_found(house):
    house.sign_in(house.leader)
    answer = house.client.get("/api/audits/none/changes")
    assert (answer.status_code, answer.json()["code"]) == (404, "audit_not_found")


def test_a_path_of_the_api_that_does_not_exist_answers_json(house):
    house.sign_in(house.leader)
    assert house.client.get("/api/nothing").json()["code"] == "path_unknown"
    assert house.client.delete("/api/session").json()["code"] == "method_refused"


def test_the_refusal_speaks_the_accounts_language(house):
    house.sign_in(house.leader)
    administering.set_language(house.database, "en", by=house.leader, at=house.at)
    assert house.client.get("/api/nothing").json()["message"] == "There is no such address."


def test_a_cancelled_audit_takes_nothing(house, audit, item):
    establishing.cancel_audit(house.database, audit.id, reason="postponed", by=house.leader, at=house.at)
    assert [one["code"] for one in send(house, event(audit, item)).json()["refused"]] == ["audit_cancelled"]


DEEP = b'{"device":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HUGE_NUMBER = b'{"device": "t", "events": [], "n": ' + b"9" * 10_000 + b"}"
BODIES = {
    "nothing": b"",
    "not JSON": b"device=tablet",
    "not UTF-8": b'{"device": "\xff", "events": []}',
    "UTF-16": '{"device": "t", "events": []}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"device": "t", "events": []}',
    "not a number": b'{"device": "t", "events": [], "x": NaN}',
    "infinity": b'{"device": "t", "events": Infinity}',
    "nested very deep": DEEP,
    "a huge number": HUGE_NUMBER,
    "a name twice": b'{"device": "t", "device": "u", "events": []}',
    "a list": b"[]",
    "null": b"null",
    "a number": b"1e999",
    "something unknown beside": b'{"device": "t", "events": [], "admin": true}',
    "no events": b'{"device": "t"}',
    "no device": b'{"events": []}',
    "an empty device": b'{"device": "", "events": []}',
    "a long device": b'{"device": "' + b"t" * 65 + b'", "events": []}',
    "half a letter as device": b'{"device": "\\ud800", "events": []}',
    "events that are a text": b'{"device": "t", "events": "x"}',
    "an event that is a number": b'{"device": "t", "events": [1]}',
    "an empty event": b'{"device": "t", "events": [{}]}',
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_a_hostile_body_is_refused_with_a_code(house, body):
    house.sign_in(house.leader)
    answer = house.client.post("/api/events", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (400, "body_invalid")


FIXED = "b6dae608-50ac-4440-8673-d501e1512a69"
FIELDS = {
    "id": [None, 1, "", "x", "../../etc", f"{{{FIXED}}}", FIXED.replace("-", ""), "\ud800"],
    "audit": [None, 1, "", "a" * 65, "\ud800", "a\u0000b", ["x"]],
    "subject": [None, True, "", "s" * 65, "item:\ud800", "attendee:\u202e"],
    "field": [None, {}, "", "f" * 65, "\u0000"],
    "value": [1, True, [], {}, "v" * 100_001],
    "made_at": [None, "1", True, 1.5, -1, 10**15, 10**400],
    "replaces": [None, "x", [1], ["x"], [str(uuid.uuid4())] * 1001, {}],
}


@pytest.mark.parametrize(("field", "value"), [(name, value) for name, values in FIELDS.items() for value in values])
def test_an_event_of_the_wrong_shape_is_refused_with_a_code(house, audit, item, field, value):
    answer = send(house, event(audit, item, **{field: value}))
    assert (answer.status_code, answer.json()["code"]) == (400, "body_invalid")


VALUES = {
    "an unknown grade": ("item", "grade", "\ud800"),
    "too long": ("item", "evidence", "x" * 5_001),
    "a list with half a letter": ("finding", "items", '["\\ud800"]'),
    "a list nested very deep": ("finding", "items", "[" * 50_000),
    "a list with a huge number": ("finding", "items", "[" + "9" * 10_000 + "]"),
    "a day that is none": ("finding", "deadline", "2017-02-30"),
    "a moment that is none": ("visit", "opened_at", "\ud800"),
    "half a letter in a text": ("item", "evidence", "x\ud800y"),
    "zero bytes in a text": ("item", "evidence", "x\u0000y"),
    "a side that is none": ("attendee", "side", "\ud800"),
}


@pytest.mark.parametrize(("kind", "field", "value"), VALUES.values(), ids=VALUES.keys())
def test_a_hostile_value_is_kept_tidied_or_refused_with_a_code(house, audit, item, kind, field, value):
    subject = {"item": f"item:{item}", "visit": "visit:"}.get(kind, f"{kind}:{uuid.uuid4()}")
    answer = send(house, event(audit, item, subject=subject, field=field, value=value))
    assert answer.status_code in {200, 422}
    assert house.client.get(f"/api/audits/{audit.id}/changes").status_code == 200


def test_too_many_events_at_once_are_refused(house, audit, item):
    answer = send(house, *[event(audit, item) for _ in range(501)])
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_events")


def test_a_body_above_a_megabyte_is_refused_by_its_announced_length(house):
    house.sign_in(house.leader)
    answer = house.client.post("/api/events", content=b" " * 1_000_001, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_a_body_above_a_megabyte_is_refused_while_it_comes_in_pieces(house):
    house.sign_in(house.leader)
    answer = house.client.post("/api/events", content=(b" " * 10_000 for _ in range(101)), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"])
def test_another_kind_of_body_is_refused(house, kind):
    house.sign_in(house.leader)
    headers = {"Origin": "http://testserver", "Content-Type": kind}
    assert house.client.post("/api/events", content=b"{}", headers=headers).status_code == 400


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "9" * 19, "٣", "1e3", ""])
def test_a_position_that_is_no_number_is_refused(house, audit, since):
    house.sign_in(house.leader)
    answer = house.client.get(f"/api/audits/{audit.id}/changes", params={"since": since})
    assert (answer.status_code, answer.json()["code"]) == (400, "body_invalid")


@pytest.mark.parametrize("subject", ["", "x" * 65, "item:\u0000"])
def test_the_history_of_no_subject_is_refused(house, audit, subject):
    house.sign_in(house.leader)
    answer = house.client.get(f"/api/audits/{audit.id}/history", params={"subject": subject})
    assert answer.status_code == 400


def test_the_journal_holds_nothing_of_a_refused_batch(house, audit, item):
    send(house, event(audit, item), event(audit, item, id="x"))
    with pytest.raises(NotFound):
        conducting.open_audit(house.database, "none", reader=house.leader)
    assert conducting.open_audit(house.database, audit.id, reader=house.leader).journal.fields == {}


def test_a_browser_is_told_which_tablet_it_last_sent_as_by_a_cookie_that_scripts_do_not_see(house, audit, item):
    assert house.client.get("/api/session").json()["tablet"] is None
    answer = send(house, event(audit, item), device="iPad-1a2b3c")
    assert "iso_audit_tablet=iPad-1a2b3c; HttpOnly" in answer.headers["set-cookie"]
    assert house.client.get("/api/session").json()["tablet"] == "iPad-1a2b3c"
    assert "set-cookie" not in send(house, event(audit, item), device="iPad-1a2b3c").headers
    assert "set-cookie" not in send(house, event(audit, item), device="máy; Path=/").headers
