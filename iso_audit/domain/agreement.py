"""What is recorded in two places and must agree: findings and their items, earlier findings and the item about them."""

from collections.abc import Iterable

from iso_audit.domain.checklist import EARLIER_CORRECTIONS
from iso_audit.domain.completion import Gap, Judgement
from iso_audit.domain.earlier import EarlierState
from iso_audit.domain.finding import Finding, is_strength, worst_by_item
from iso_audit.domain.grade import Grade


def differing(all_findings: Iterable[Finding], items: Iterable[Judgement]) -> dict[str, Finding]:
    """Return by its id each judged item that says otherwise than the written finding it stands under."""
    covering = worst_by_item(one for one in all_findings if not one.is_draft)
    return {
        item.item_id: one
        for item in items
        if (one := covering.get(item.item_id)) and item.grade is not None and not agree(one.grade, item.grade)
    }


def difference_gaps(all_findings: Iterable[Finding], items: Iterable[Judgement]) -> tuple[Gap, ...]:
    """Return a gap for each item whose judgement and written finding differ."""
    return tuple(Gap("finding_differs", item_id) for item_id in differing(all_findings, items))


def agree(finding: Grade, item: Grade) -> bool:
    """Tell whether an item of this grade may stand under a written finding of that grade."""
    return finding is item or (is_strength(finding) and is_strength(item))


def tells_corrected(judgement: Judgement) -> bool:
    """Tell whether an item says that what was found before has been corrected."""
    return judgement.role == EARLIER_CORRECTIONS and judgement.grade is not None and is_strength(judgement.grade)


def earlier_gaps(items: Iterable[Judgement], states: Iterable[EarlierState]) -> tuple[Gap, ...]:
    """Return a gap for the item that says all was corrected while that is not so, or not confirmed, of a finding."""
    if all(state is EarlierState.CORRECTED for state in states):
        return ()
    return tuple(Gap("earlier_open", item.item_id) for item in items if tells_corrected(item))
