"""A fault of a checklist file: where it stands, what it is, and the sentence a person reads about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import Language
from iso_audit.i18n import translate


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file: at which line and entry, what (the code), and what fills its sentence."""

    file: str
    line: int | None
    where: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


class BankFaulty(RuleBroken):
    """The files hold `faults`, and nothing of them is taken in."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("bank_faulty", count=len(faults))
        self.faults = tuple(faults)


def sentence_of(fault: Fault, language: Language) -> str:
    """Return what a person reads about the fault: file, line, entry, what is wrong and how to mend it."""
    place = [fault.file]
    if fault.line is not None:
        place.append(translate(language, "checklists.report.line", line=fault.line))
    if fault.where:
        place.append(fault.where)
    sentence = translate(language, f"checklists.faults.{fault.code}", **{"_": "", **fault.details})
    return f"{', '.join(place)}: {sentence}"
