"""The year in one sentence, worded from counts as the province's report words it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Agencies to inspect, inspected, and of these maintaining their system."""

    planned: int
    done: int
    maintained: int

    @property
    def not_maintained(self) -> int:
        """Return the inspected agencies that do not maintain their system."""
        return self.done - self.maintained


def sentence_parts(counts: YearCounts) -> tuple[tuple[str, dict[str, str]], ...]:
    """Return the sentences to say, each as a key of i18n and its values (two digits, as the report writes)."""
    numbers = {
        "planned": two_digits(counts.planned),
        "done": two_digits(counts.done),
        "maintained": two_digits(counts.maintained),
        "not_maintained": two_digits(counts.not_maintained),
    }
    if counts.planned == 0:
        return (("nothing_planned", {}),)
    parts = [("planned", numbers)]
    if counts.done == 0:
        return (*parts, ("none_done", numbers))
    parts.append(("all_done" if counts.done == counts.planned else "done", numbers))
    if counts.maintained:
        parts.append(("maintained", numbers))
    if counts.not_maintained:
        parts.append(("not_maintained" if counts.maintained else "none_maintained", numbers))
    return tuple(parts)


def two_digits(number: int) -> str:
    """Return `number` with a leading zero under ten, as Vietnamese administrative texts write counts."""
    return f"{number:02d}"
