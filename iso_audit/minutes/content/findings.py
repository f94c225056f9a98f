"""Findings in the order of the minutes: their numbers, and which of them are to be corrected."""

from collections.abc import Sequence
from dataclasses import replace

from iso_audit.domain.grade import Grade
from iso_audit.minutes.facts import FindingFacts, MinutesFacts

GOOD = frozenset({Grade.GOOD_PRACTICE, Grade.CONFORMITY})
ADVICE = {
    "grades": frozenset({Grade.OBSERVATION, Grade.OPPORTUNITY}),
    "strengths": frozenset({Grade.OPPORTUNITY}),
}


def numbered(facts: MinutesFacts) -> tuple[FindingFacts, ...]:
    """Return the findings, each with a number: its own, or its place."""
    return tuple(
        finding if finding.number.strip() else replace(finding, number=f"{place:02}")
        for place, finding in enumerate(facts.findings, 1)
    )


def nonconformities(facts: MinutesFacts, findings: Sequence[FindingFacts]) -> tuple[FindingFacts, ...]:
    """Return what is to be corrected: by grades the nonconformities, by strengths every shortcoming."""
    return tuple(f for f in findings if f.grade not in ADVICE[facts.wording] | GOOD)
