"""The cases that the server's journal and the card's share: tests/cases/journal.json."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iso_audit.domain.journal import Event, fold

CASES = json.loads((Path(__file__).parents[1] / "cases" / "journal.json").read_text("utf-8"))
KEY = ("item:P01", "grade")


def event(told) -> Event:
    at = datetime.fromtimestamp(told["made_at"], UTC)
    value, by, replaced = told["value"], told["account"], frozenset(told["replaces"])
    return Event(told["id"], "audit", *KEY, value, by, told["device"], at, at, replaced)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_heads_value_and_disagreement_are_as_the_case_says(case) -> None:
    state = fold([event(told) for told in reversed(case["events"])]).fields[KEY]
    assert [head.id for head in state.heads] == case["heads"]
    assert (state.value, state.disputed) == (case["value"], case["disputed"])
    for act in case["ordinary"]:
        assert sorted(state.seen_by(act["account"], act["device"])) == act["replaces"]
