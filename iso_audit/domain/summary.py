"""The year in a few sentences, worded from counts of agencies as the province's report words them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Agencies of the plan; of these taken off it, inspected, and of the inspected those that maintain their system.

    `ineffective` are those that maintain it, but not effectively.
    """

    planned: int
    done: int
    maintained: int
    ineffective: int = 0
    withdrawn: int = 0

    @property
    def not_maintained(self) -> int:
        """Return the inspected agencies that do not maintain their system."""
        return self.done - self.maintained

    @property
    def remaining(self) -> int:
        """Return the agencies still to inspect."""
        return self.planned - self.withdrawn - self.done


def sentence_parts(counts: YearCounts, *, withdrawals: str = "") -> tuple[tuple[str, dict[str, object]], ...]:
    """Return the sentences to say, each as a key of i18n and its values.

    `withdrawals` says which agencies were taken off the plan, and why.
    """
    numbers: dict[str, object] = {
        "planned": counts.planned,
        "withdrawn": counts.withdrawn,
        "withdrawals": withdrawals,
        "done": counts.done,
        "maintained": counts.maintained,
        "ineffective": counts.ineffective,
        "not_maintained": counts.not_maintained,
    }
    if counts.planned == 0:
        return (("nothing_planned", {}),)
    keys = ["planned_withdrawn" if counts.withdrawn else "planned"]
    if counts.done == 0:
        keys.append("none_done")
    else:
        keys += ["all_done" if counts.remaining == 0 else "done", _outcome(counts)]
    return tuple((key, numbers) for key in keys)


def _outcome(counts: YearCounts) -> str:
    if not counts.maintained:
        return "none_maintained"
    effect = "" if not counts.ineffective else "_some" if counts.ineffective < counts.maintained else "_in_form"
    return f"{'maintained' if not counts.not_maintained else 'divided'}{effect}"
