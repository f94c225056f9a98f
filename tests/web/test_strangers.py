"""Whatever is sent to the API: an answer in words, nothing told that is not the sender's, nothing half written."""

import json
import re
import uuid
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from iso_audit.domain.account import Role
from iso_audit.storage.engine.content import name_of, tables
from tests.web.conftest import ORIGIN
from tests.web.test_api import event, send
from tests.web.test_bodies import first_item

pytestmark = pytest.mark.one_zone("strangers are turned away before anything is dated")

PATHS: dict[str, dict[str, object]] = json.loads((Path(__file__).parents[2] / "docs" / "api.json").read_text("utf-8"))[
    "paths"
]
ROUTES = sorted((path, method) for path, methods in PATHS.items() for method in methods)
TELLING = re.compile(
    r"Traceback|site-packages|iso_audit/|\.py\b|duckdb|select .{1,80} from |<class|0x[0-9a-f]{8}", re.I
)
SECRET = "chỉ đoàn được đọc"
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["", "\0", "item:P01"])
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
NAMES = ["id", "audit", "subject", "field", "value", "made_at", "replaces", "version", "place", "kind", "text_hash"]
SHORT = st.binary(max_size=200)
SOME = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def fingerprints(house) -> str:
    """Return the statement that tells what every table holds, but for the log of acts and when somebody was seen."""
    with house.database.read() as cursor:
        names = [name for name in tables(cursor, name_of(cursor)) if name not in {"activity", "sign_in_session"}]
    return " union all ".join(f"select '{name}', count(*), sum(hash(one)) from \"{name}\" one" for name in names)


def acts(audit_id: str, item: str, first: str) -> st.SearchStrategy[dict[str, object]]:
    """Give events that have the form of events and say anything."""
    ids = st.sampled_from([first, "00000000-0000-4000-8000-000000000000"]) | st.uuids().map(str)
    named = [f"item:{item}", "item:none", "finding:f1", "conclusion:", "visit:", "sample:1", "photo:x", "nothing:x"]
    values = st.sampled_from(
        ["conformity", "minor_nonconformity", "not_applicable", "[]", "{}", '["P01"]', "2017-02-30"]
    )
    return st.fixed_dictionaries(
        {
            "id": st.sampled_from(range(5)).flatmap(lambda turn: ids if turn == 0 else st.uuids().map(str)),
            "audit": st.sampled_from([*[audit_id] * 5, "none"]),
            "subject": st.sampled_from(named),
            "field": st.sampled_from(["grade", "evidence", "gap", "value", "items", "withdrawn", "sha256", "none"]),
            "value": st.none() | values | st.text(),
            "made_at": st.integers(0, 4_102_444_800_000),
            "replaces": st.lists(ids, max_size=3),
        },
        optional={"tablet_at": st.integers(-(2**50), 2**50), "waited": st.integers(-(2**50), 2**50)},
    )


def strokes() -> st.SearchStrategy[dict[str, object]]:
    """Give acts of signing that have the form of them and say anything."""
    return st.fixed_dictionaries(
        {
            "id": st.uuids().map(str),
            "version": st.uuids().map(str) | st.just("none"),
            "place": st.sampled_from(["leader", "agency", "none"]),
            "kind": st.sampled_from(["stroke", "clear", "refuse", "dance"]),
            "attempt": st.sampled_from(["a1", ""]),
            "value": st.sampled_from([{}, {"points": [[0.1, 0.2]], "aspect": 2.0}, {"points": [[2, 0.2]]}]) | VALUES,
            "text_hash": st.sampled_from(["0" * 64, ""]),
            "made_at": st.integers(0, 4_102_444_800_000),
        }
    )


def bodies(events: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[object]:
    """Give batches of events, mostly whole, some with one name given another value; or any other body."""
    spoilt = st.builds(lambda one, name, value: one | {name: value}, events, st.sampled_from(NAMES) | st.text(), VALUES)

    def batch(of: st.SearchStrategy[dict[str, object]]) -> st.SearchStrategy[object]:
        return st.fixed_dictionaries({"device": st.just("t"), "events": st.lists(of, min_size=1, max_size=3)})

    blur = {"rectangles": VALUES, "sha256": st.text(), "device": st.just("t")}
    return st.sampled_from(range(6)).flatmap(
        lambda turn: (
            batch(events) if turn < 4 else batch(spoilt) if turn == 4 else st.fixed_dictionaries(blur) | VALUES | SHORT
        )
    )


@pytest.mark.parametrize(("path", "method"), ROUTES, ids=[f"{method} {path}" for path, method in ROUTES])
def test_whatever_is_sent_is_answered_and_refused_whole(house, audit, path, method):
    item = first_item(house, audit)
    first = event(audit, item, field="evidence", value=SECRET)
    send(house, first)
    stranger = house.account("stranger", Role.MEMBER)
    sql = fingerprints(house)

    def kept() -> list[tuple[object, ...]]:
        with house.database.read() as cursor:
            return sorted(cursor.execute(sql).fetchall())

    states = [kept()]
    tokens = {"leader": house.sign_in(house.leader), "stranger": house.sign_in(stranger)}
    ids = st.sampled_from([audit.id, first["id"], str(uuid.uuid4())]) | st.text(min_size=1)
    fitting = {"audit": audit.id, "since": "0", "subject": f"item:{item}", "item": item, "device": "t", "made_at": "5"}
    fitting |= {"id": str(uuid.uuid4()), "sent_at": "5", "tablet_at": "5", "waited": "5"}
    others = st.dictionaries(st.sampled_from(sorted(fitting)), st.text(), max_size=1)
    queries = st.builds(lambda fits, other: {**fitting, **other} if fits else other, st.booleans(), others)
    body_of = strokes() if path == "/api/signatures" else acts(audit.id, item, first["id"])
    statuses: Counter[int] = Counter()

    @SOME
    @given(who=st.sampled_from(sorted(tokens)), id_=ids, query=queries, body=bodies(body_of))
    def each(who: str, id_: str, query: dict[str, str], body: object) -> None:
        house.carry(tokens[who])
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        where = re.sub(r"{\w+}", quote(id_.encode("utf-8", "replace"), safe=""), path)
        asked = {name: value.encode("utf-8", "replace") for name, value in query.items()}
        told = {"content": content} if method == "post" else {}
        headers = ORIGIN | {"Content-Type": "image/jpeg" if path == "/api/photos" else "application/json"}
        answer = house.client.request(method, where, params=asked, headers=headers, **told)
        statuses[answer.status_code] += 1
        assert answer.status_code < 500
        assert TELLING.search(answer.text) is None
        if who == "stranger":
            assert SECRET not in answer.text
            assert json.dumps(SECRET).strip('"') not in answer.text
        if answer.status_code >= 400 and not (answer.status_code == 422 and answer.json().get("accepted")):
            assert kept() == states[-1]
        elif method == "post":
            states.append(kept())

    each()
    if path == "/api/events":
        assert {400, 422} <= statuses.keys()
        assert len(states) > 1
