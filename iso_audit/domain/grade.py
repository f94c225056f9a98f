"""Grades by which one item is judged, and what each means for counts, score and gaps."""

from enum import StrEnum


class Grade(StrEnum):
    """One of eight grades; no judgement at all is the absence of a grade, never a ninth one."""

    CONFORMITY = "conformity"
    GOOD_PRACTICE = "good_practice"
    OBSERVATION = "observation"
    OPPORTUNITY = "opportunity_for_improvement"
    MINOR = "minor_nonconformity"
    MAJOR = "major_nonconformity"
    NOT_APPLICABLE = "not_applicable"
    NOT_CHECKED = "not_checked"

    @property
    def judges(self) -> bool:
        """Tell whether the grade judges the item (the last two only decide about it)."""
        return self not in {Grade.NOT_APPLICABLE, Grade.NOT_CHECKED}

    @property
    def needs_reason(self) -> bool:
        """Tell whether the grade is a gap until a reason is written."""
        return not self.judges

    @property
    def is_nonconformity(self) -> bool:
        """Tell whether the grade is followed up until closed."""
        return self in {Grade.MINOR, Grade.MAJOR}

    @property
    def worse_than_conforming(self) -> bool:
        """Tell whether the grade asks for evidence and makes a finding to talk about."""
        return self in {Grade.OBSERVATION, Grade.OPPORTUNITY, Grade.MINOR, Grade.MAJOR}

    @property
    def score(self) -> float | None:
        """Return the share of a full point the grade earns, None where the item is not judged."""
        return _SCORES.get(self)


_SCORES = {
    Grade.CONFORMITY: 1.0,
    Grade.GOOD_PRACTICE: 1.0,
    Grade.OPPORTUNITY: 1.0,
    Grade.OBSERVATION: 0.75,
    Grade.MINOR: 0.5,
    Grade.MAJOR: 0.0,
}
