"""Numbers of minutes, and when their text may be locked."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from iso_audit.domain.errors import Conflict, RuleBroken
from iso_audit.domain.minutes import MinutesState, MinutesVersion, Reopening, current, is_open, number_for

AT = datetime(2017, 7, 11, tzinfo=UTC)
ISSUED = MinutesVersion("v", "a", "03/BB", 1, MinutesState.ISSUED, "vi", "", "", "", "", 1, 0, AT)
VOID = replace(ISSUED, state=MinutesState.VOID)


@pytest.mark.parametrize(
    ("asked", "own", "taken", "number"),
    [
        ("", (), set(), "01/BB"),
        ("", (), {"01/BB", "03/BB"}, "02/BB"),
        ("", (), {f"{n:02d}/BB" for n in range(1, 100)}, "100/BB"),
        ("07/BB-ĐKT", (), {"01/BB"}, "07/BB-ĐKT"),
        ("", (VOID,), {"01/BB"}, "03/BB"),
        ("05/BB", (VOID,), {"01/BB"}, "05/BB"),
        ("", (ISSUED,), set(), "03/BB"),
        ("03/BB", (ISSUED,), set(), "03/BB"),
    ],
)
def test_the_number_is_the_audits_own_the_one_asked_for_or_the_next(asked, own, taken, number) -> None:
    assert number_for(asked, own, taken, symbol="BB") == number


@pytest.mark.parametrize("asked", ["7", "07 BB", "07/", "07//BB", "x" * 41, "<b>/BB"])
def test_what_is_no_number_is_refused(asked: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        number_for(asked, (), set(), symbol="BB")
    assert refused.value.code == "minutes_number_invalid"


def test_an_issued_number_is_kept_by_later_versions() -> None:
    with pytest.raises(RuleBroken) as refused:
        number_for("04/BB", (ISSUED,), set(), symbol="BB")
    assert refused.value.code == "minutes_number_kept"


def test_a_number_another_audit_has_is_taken() -> None:
    with pytest.raises(Conflict):
        number_for("01/BB", (), {"01/BB"}, symbol="BB")


def test_issued_minutes_are_open_only_after_a_reopening_of_that_very_version() -> None:
    second = replace(ISSUED, version=2)
    reopened = Reopening("r", "a", 1, "lý do", "who", AT)
    assert not is_open([ISSUED], [])
    assert is_open([ISSUED], [reopened])
    assert not is_open([second, ISSUED], [reopened])
    assert is_open([VOID], [])


def test_the_newest_issued_version_is_in_force_whatever_was_voided_after_it() -> None:
    assert current([replace(VOID, version=2), ISSUED]) == ISSUED
    assert current([VOID]) is None
