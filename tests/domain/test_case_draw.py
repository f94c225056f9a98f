"""The draw: fair shares, late files on top, the same on every machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iso_audit.domain.case_draw import checked_seed, draw, proposed_strata, shares, strata, stratum_id
from iso_audit.domain.case_file import CaseRecord
from iso_audit.domain.errors import RuleBroken


def files(procedure: str, count: int, sector: str = "S") -> list[CaseRecord]:
    return [CaseRecord(f"{procedure}-{n:03}", procedure, sector) for n in range(count)]


LIST = [*files("A", 50), *files("B", 20), *files("C", 2)]
A, B, C = (stratum_id(CaseRecord("", name, "S")) for name in "ABC")


def codes(seed: str, **changed: object) -> list[str]:
    asked = {"stratum_ids": (A, B, C), "count": 6, "overdue": frozenset(), **changed}
    result = draw(LIST, seed=seed, **asked)  # type: ignore[arg-type]
    return [one.code for one in (*result.drawn_files, *result.late)]


def test_a_seed_draws_these_files_on_every_machine_and_python() -> None:
    assert codes("123456") == ["A-008", "A-018", "B-004", "B-019", "C-001", "C-000"]


def test_another_seed_draws_others() -> None:
    assert codes("123456") != codes("123457")


def test_the_order_of_the_list_does_not_matter() -> None:
    asked = {"seed": "7", "stratum_ids": (A, B), "count": 5, "overdue": frozenset()}
    assert draw(LIST, **asked) == draw(LIST[::-1], **asked)  # type: ignore[arg-type]


def test_files_of_another_stratum_do_not_change_what_is_drawn_of_this_one() -> None:
    asked = {"seed": "7", "stratum_ids": (A,), "count": 5, "overdue": frozenset()}
    assert draw(LIST, **asked).drawn_files == draw(LIST[:50], **asked).drawn_files  # type: ignore[arg-type]


def test_overdue_files_come_on_top_up_to_the_limit_and_not_twice() -> None:
    late = frozenset(record.key for record in files("A", 50))
    result = draw(LIST, seed="7", stratum_ids=(A,), count=4, overdue=late)
    assert len(result.drawn_files) == 4
    assert len(result.late) == 6
    assert not {one.code for one in result.drawn_files} & {one.code for one in result.late}


def test_overdue_files_are_taken_from_procedures_that_were_not_chosen_too() -> None:
    assert codes("7", stratum_ids=(A,), count=1, overdue=frozenset({"c-001"}))[-1] == "C-001"


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 30), max_size=8), st.integers(0, 60))
def test_shares_give_all_that_is_wanted_and_nobody_more_than_one_beyond_the_others(
    sizes: dict[str, int], wanted: int
) -> None:
    given_out = shares(sizes, wanted)
    assert sum(given_out.values()) == min(wanted, sum(sizes.values()))
    assert all(given_out[one] <= sizes[one] for one in sizes)
    not_exhausted = [given_out[one] for one in sizes if given_out[one] < sizes[one]]
    assert max(given_out.values(), default=0) - min(not_exhausted, default=max(given_out.values(), default=0)) <= 1


def test_strata_are_told_by_sector_and_procedure_with_their_overdue() -> None:
    known = strata([*LIST, CaseRecord("x", "A", "Other")], frozenset({"a-000"}))
    assert [(one.procedure, one.sector, one.files, one.overdue) for one in known] == [
        ("A", "S", 50, 1),
        ("B", "S", 20, 0),
        ("C", "S", 2, 0),
        ("A", "Other", 1, 0),
    ]


def test_the_procedure_with_most_files_and_the_one_with_most_overdue_are_proposed() -> None:
    known = strata(LIST, frozenset({"c-000", "c-001"}))
    assert proposed_strata(known, 2) == (A, C)
    assert proposed_strata(known, 9) == (A, C, B)


@pytest.mark.parametrize("seed", ["", "  ", "a b", "x" * 41, "1;2"])
def test_a_seed_that_cannot_be_read_aloud_is_refused(seed: str) -> None:
    with pytest.raises(RuleBroken, match="seed_invalid"):
        checked_seed(seed)
