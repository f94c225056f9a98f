"""Photographs over the web: who may send and see them, what is answered, what may be kept on the way."""

import json
import sys
import uuid

import pytest

from iso_audit import images
from iso_audit.confinement import FILES, PHOTOS
from iso_audit.domain.account import Role
from iso_audit.storage.queries import conducting
from tests.confinement.held import Held
from tests.pictures import animated, bomb, damaged_gif, photo, read, tagged

ORIGIN = {"Origin": "http://testserver"}
JPEG = {**ORIGIN, "Content-Type": "image/jpeg"}


@pytest.fixture
def item(audit, house):
    """The id of an item of the planned audit; the leader is signed in."""
    house.sign_in(house.leader)
    return conducting.open_audit(house.database, audit.id, reader=house.leader).checklist.items[0].id


def send(house, audit, item, content=None, *, photo_id=None, headers=JPEG, **more):
    query = {"audit": audit.id, "item": item, "id": photo_id or str(uuid.uuid4()), "device": "tablet-1", **more}
    return house.client.post(
        "/api/photos", params=query, content=photo() if content is None else content, headers=headers
    )


def blur(house, photo_id, sha256, *rectangles):
    body = {"rectangles": list(rectangles), "sha256": sha256, "device": "tablet-1"}
    return house.client.post(f"/api/photos/{photo_id}/blur", json=body, headers=ORIGIN)


def test_a_photo_is_kept_and_its_fields_are_told(house, audit, item):
    photo_id = str(uuid.uuid4())
    answer = send(house, audit, item, tagged(orientation=6), photo_id=photo_id)
    told = {(one["subject"], one["field"]): one["heads"][0]["value"] for one in answer.json()["fields"]}
    assert answer.status_code == 200
    assert told[(f"photo:{photo_id}", "item")] == item
    assert told[(f"photo:{photo_id}", "sha256")] == answer.json()["sha256"]


def test_sending_it_again_gives_the_same_answer(house, audit, item):
    photo_id = str(uuid.uuid4())
    first, again = (send(house, audit, item, photo_id=photo_id) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["fields"] == again.json()["fields"]


def test_the_picture_is_sent_plainly_and_kept_by_nobody_on_the_way(house, audit, item):
    photo_id = send(house, audit, item, tagged()).json()["id"]
    answer = house.client.get(f"/api/photos/{photo_id}")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == ("image/jpeg", "nosniff")
    assert answer.headers["cache-control"] == "no-store"
    assert read(answer.content).size == (800, 600)
    assert b"Secret" not in answer.content


def test_a_thumbnail_is_small_private_and_asked_for_each_time(house, audit, item):
    photo_id = send(house, audit, item).json()["id"]
    answer = house.client.get(f"/api/photos/{photo_id}/thumb")
    assert max(read(answer.content).size) == 240
    assert answer.headers["cache-control"] == "private, no-cache"
    again = house.client.get(f"/api/photos/{photo_id}/thumb", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "photo_file_empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "photo_kind_unknown"),
        (b"#!/bin/sh\nrm -rf", 422, "photo_kind_unknown"),
        (photo()[:9000], 422, "photo_file_damaged"),
        (damaged_gif(), 422, "photo_file_damaged"),
        (animated("GIF"), 422, "photo_animated"),
        (bomb(50_000, 50_000), 422, "photo_too_many_pixels"),
        (bytes(images.LARGEST_FILE + 1), 413, "photo_file_too_large"),
    ],
)
def test_a_file_that_is_no_photo_gets_a_sentence_and_the_next_one_is_kept(house, audit, item, content, status, code):
    answer = send(house, audit, item, content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "{" not in answer.json()["message"]
    assert send(house, audit, item).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"photo_id": "1"},
        {"photo_id": "../../etc/passwd"},
        {"made_at": "-5"},
        {"made_at": "soon"},
        {"device": "x" * 65},
        {"headers": {**ORIGIN, "Content-Type": "text/html"}},
    ],
)
def test_what_is_not_asked_as_we_ask_is_refused(house, audit, item, wrong):
    answer = send(house, audit, item, **wrong)
    assert (answer.status_code, answer.json()["code"]) == (400, "body_invalid")


def test_another_pages_photo_is_refused(house, audit, item):
    foreign = {"Origin": "https://elsewhere.example", "Content-Type": "image/jpeg"}
    assert send(house, audit, item, headers=foreign).json()["code"] == "origin_refused"
    assert send(house, audit, item, headers={"Content-Type": "image/jpeg"}).status_code == 403


def test_nobody_sees_or_sends_a_photo_without_a_session(house, audit, item):
    photo_id = send(house, audit, item).json()["id"]
    house.client.cookies.clear()
    answers = [house.client.get(f"/api/photos/{photo_id}{end}") for end in ("", "/thumb")]
    assert [one.status_code for one in (*answers, send(house, audit, item))] == [401, 401, 401]


def test_a_member_of_another_team_neither_sees_nor_sends(house, audit, item):
    told = send(house, audit, item).json()
    house.sign_in(house.account("stranger", Role.MEMBER))
    assert house.client.get(f"/api/photos/{told['id']}").json()["code"] == "photo_not_found"
    assert house.client.get(f"/api/photos/{told['id']}/thumb").status_code == 404
    assert blur(house, told["id"], told["sha256"], [0, 0, 1, 1]).status_code == 404
    assert send(house, audit, item).status_code == 404


def test_a_viewer_sees_but_does_not_send_or_blur(house, audit, item):
    told = send(house, audit, item).json()
    house.sign_in(house.account("viewer", Role.VIEWER))
    assert house.client.get(f"/api/photos/{told['id']}").status_code == 200
    assert blur(house, told["id"], told["sha256"], [0, 0, 1, 1]).status_code == 403
    assert send(house, audit, item).status_code == 403


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
@pytest.mark.parametrize("room", [FILES, PHOTOS], ids=["file", "photograph"])
def test_while_a_file_that_never_ends_is_read_a_colleagues_taps_and_photos_are_acknowledged(
    house, audit, item, tmp_path, room
):
    event = {"id": str(uuid.uuid4()), "audit": audit.id, "subject": f"item:{item}", "field": "grade"}
    event |= {"value": "conformity", "made_at": 0, "replaces": []}
    with Held(room, tmp_path, "somebody"):
        answer = house.client.post("/api/events", json={"device": "t", "events": [event]}, headers=ORIGIN)
        assert answer.json()["accepted"] == [event["id"]]
        assert send(house, audit, item).status_code == 200


def test_a_photo_waiting_for_another_account_is_not_sent_as_this_one(house, audit, item):
    answer = send(house, audit, item, headers={**JPEG, "X-Account": "somebody-else"})
    assert (answer.status_code, answer.json()["code"]) == (409, "account_changed")


def test_blurring_changes_the_picture_and_tells_its_fields(house, audit, item):
    told = send(house, audit, item).json()
    answer = blur(house, told["id"], told["sha256"], [0.1, 0.1, 0.3, 0.2])
    assert answer.status_code == 200
    assert answer.json()["sha256"] != told["sha256"]
    assert house.client.get(f"/api/photos/{told['id']}").headers["etag"] == f'"{answer.json()["sha256"]}"'
    assert blur(house, told["id"], told["sha256"], [0.1, 0.1, 0.3, 0.2]).json()["code"] == "photo_changed"


@pytest.mark.parametrize("rectangles", [[], [[0, 0, 2, 2]], [[0, 0, 0, 0]]])
def test_rectangles_that_hide_nothing_are_refused(house, audit, item, rectangles):
    told = send(house, audit, item).json()
    assert blur(house, told["id"], told["sha256"], *rectangles).json()["code"] == "photo_rectangles_invalid"


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"rectangles": "all", "sha256": "", "device": ""},
        {"rectangles": [[True, 0, 1, 1]], "sha256": "x", "device": ""},
    ],
)
def test_a_body_that_is_no_list_of_rectangles_is_refused(house, audit, item, body):
    told = send(house, audit, item).json()
    headers = {**ORIGIN, "Content-Type": "application/json"}
    answer = house.client.post(f"/api/photos/{told['id']}/blur", content=json.dumps(body), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "body_invalid")


def test_colleagues_learn_of_a_photo_by_the_changes(house, audit, item):
    told = send(house, audit, item).json()
    fields = house.client.get(f"/api/audits/{audit.id}/changes?since=0").json()["fields"]
    assert {"item", "sha256"} == {one["field"] for one in fields if one["subject"] == f"photo:{told['id']}"}
