"""What stands at a place to sign: folded from events in any order; a stroke is checked before it is kept."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.signature import Place, SignatureEvent, SignatureKind, SignatureState, checked_value, fold

START = datetime(2017, 7, 11, 9, 0, tzinfo=UTC)


def event(
    number: int, kind: SignatureKind, attempt: str, place: Place = Place.AGENCY, **value: object
) -> SignatureEvent:
    told = value or ({"points": [[0.1, 0.2]], "aspect": 2.0} if kind is SignatureKind.STROKE else {})
    at = START + timedelta(seconds=number)
    return SignatureEvent(f"e{number}", "v1", place, kind, attempt, told, "hash", "who", "tablet", at, at)


def test_nothing_stands_where_nothing_happened() -> None:
    assert {one.state for one in fold([]).values()} == {SignatureState.NONE}


def test_strokes_of_one_attempt_are_one_signature_in_the_order_they_were_drawn() -> None:
    first = event(1, SignatureKind.STROKE, "a", points=[[0.1, 0.1]], aspect=2.0)
    second = event(2, SignatureKind.STROKE, "a", points=[[0.9, 0.9]], aspect=2.0)
    found = fold([second, first, second])[Place.AGENCY]
    assert (found.state, found.strokes) == (SignatureState.DRAWN, (((0.1, 0.1),), ((0.9, 0.9),)))


def test_signing_again_counts_only_the_new_attempt_in_any_order_of_arrival() -> None:
    events = [
        event(1, SignatureKind.STROKE, "a"),
        event(2, SignatureKind.CLEAR, "a"),
        event(3, SignatureKind.STROKE, "b", points=[[0.5, 0.5]], aspect=2.0),
    ]
    assert {fold(order)[Place.AGENCY].strokes for order in permutations(events)} == {(((0.5, 0.5),),)}


def test_a_cleared_signature_leaves_nothing() -> None:
    events = [event(1, SignatureKind.STROKE, "a"), event(2, SignatureKind.CLEAR, "a")]
    assert fold(events)[Place.AGENCY].state is SignatureState.NONE


def test_a_refusal_keeps_reason_and_witness() -> None:
    found = fold([event(1, SignatureKind.REFUSE, "a", reason="không đồng ý", witness="B")])[Place.AGENCY]
    assert (found.state, found.reason, found.witness) == (SignatureState.REFUSED, "không đồng ý", "B")


def test_places_do_not_touch_each_other() -> None:
    events = [event(1, SignatureKind.STROKE, "a"), event(2, SignatureKind.PAPER, "b", Place.LEADER, attachment="x")]
    found = fold(events)
    assert [found[place].state.value for place in Place] == ["drawn", "none", "paper", "none"]


def test_points_outside_the_box_are_brought_to_its_edge() -> None:
    kept = checked_value(SignatureKind.STROKE, {"points": [[-1, 0.25], [0.5, 7]], "aspect": 2})
    assert kept == {"points": ((0.0, 0.25), (0.5, 1.0)), "aspect": 2.0}


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (SignatureKind.STROKE, None, "signature_invalid"),
        (SignatureKind.STROKE, {"points": [], "aspect": 2}, "signature_invalid"),
        (SignatureKind.STROKE, {"points": [[0, float("nan")]], "aspect": 2}, "signature_invalid"),
        (SignatureKind.STROKE, {"points": [[0, True]], "aspect": 2}, "signature_invalid"),
        (SignatureKind.STROKE, {"points": [[0, 0]] * 2001, "aspect": 2}, "signature_invalid"),
        (SignatureKind.STROKE, {"points": [[0, 0]], "aspect": 0}, "signature_invalid"),
        (SignatureKind.REFUSE, {"reason": " ", "witness": "B"}, "refusal_reason_missing"),
        (SignatureKind.REFUSE, {"reason": "x", "witness": ""}, "refusal_witness_missing"),
        (SignatureKind.REFUSE, {"reason": "x" * 1001, "witness": "B"}, "signature_invalid"),
    ],
)
def test_what_is_no_signature_is_refused(kind: SignatureKind, value: object, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_value(kind, value)
    assert refused.value.code == code
