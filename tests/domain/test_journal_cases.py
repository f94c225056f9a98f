"""The cases that the server's journal shares with the database and the card: tests/cases/*.json."""

import pytest

from iso_audit.domain.journal import fold
from tests.journal_cases import CASES, KEY, NAMES, events, expected, outcome


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_heads_value_and_disagreement_are_as_the_case_says(case) -> None:
    state = fold(reversed(events(case))).fields[KEY]
    assert outcome(state) == expected(case)
    for act in case["ordinary"]:
        assert sorted(state.seen_by(act["account"], act["device"])) == act["replaces"]
