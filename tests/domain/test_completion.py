"""Completion: an item nobody judged is neither conforming nor failing, and gaps say what is missing."""

from iso_audit.domain.completion import Gap, Judgement, completion, gaps
from iso_audit.domain.grade import Grade


def judged(grade: Grade | None, *, evidence: str | None = None, reason: str | None = None) -> Judgement:
    return Judgement("P01", False, grade, {"evidence": evidence or "", "reason": reason or ""}, disputed=False)


def test_not_applicable_leaves_both_counts_and_not_checked_stands_apart() -> None:
    items = [judged(Grade.CONFORMITY), judged(Grade.NOT_APPLICABLE), judged(Grade.NOT_CHECKED), judged(None)]
    counts = completion(items)
    assert (counts.judged, counts.applicable, counts.not_checked, counts.unanswered) == (1, 3, 1, 1)


def test_an_empty_checklist_is_not_complete() -> None:
    assert completion([]).share == 0


def test_an_unanswered_item_is_a_gap() -> None:
    assert gaps([judged(None)]) == (Gap("unanswered", "P01"),)


def test_a_nonconformity_without_evidence_is_a_gap() -> None:
    assert gaps([judged(Grade.MINOR)]) == (Gap("evidence_missing", "P01"),)


def test_not_applicable_and_not_checked_want_a_reason() -> None:
    assert [g.code for g in gaps([judged(Grade.NOT_APPLICABLE), judged(Grade.NOT_CHECKED)])] == ["reason_missing"] * 2


def test_what_is_complete_has_no_gap() -> None:
    items = [judged(Grade.CONFORMITY), judged(Grade.MAJOR, evidence="x"), judged(Grade.NOT_CHECKED, reason="y")]
    assert gaps(items) == ()


def test_a_disagreement_is_a_gap() -> None:
    item = Judgement("P01", False, Grade.CONFORMITY, {}, disputed=True)
    assert gaps([item]) == (Gap("disagreement", "P01"),)
