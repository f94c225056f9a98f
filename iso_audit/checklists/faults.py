"""A fault of a checklist file or a workbook of questions: where it stands, what it is, and the sentence about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iso_audit.checklists.headings import as_one_line, heading, words_for
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, words


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file: at which line and entry, what (the code), and what fills its sentence.

    In a workbook `file` is the sheet, `line` the row, and the details have a `cell`, empty where there is none.
    """

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
    in_workbook = "cell" in fault.details
    place = [fault.file]
    if fault.details.get("cell"):
        place.append(translate(language, "checklists.report.cell", cell=fault.details["cell"]))
    elif fault.line is not None:
        place.append(translate(language, "checklists.report.line", line=fault.line))
    if fault.where:
        place.append(fault.where)
    areas = ("checklists.cells", "errors") if in_workbook else ("checklists.faults",)
    key = next(f"{area}.{fault.code}" for area in areas if f"{area}.{fault.code}" in words(language))
    details = _in_words(fault, language) if in_workbook else fault.details
    return f"{', '.join(place)}: {translate(language, key, **{'_': '', **details})}"


def _in_words(fault: Fault, language: Language) -> dict[str, object]:
    """Return the details with columns and codes called as a workbook calls them."""
    details = dict(fault.details)
    if details.get("field"):
        details["field"] = heading(str(details["table"]), str(details["field"]), language)
    target = fault.code.removeprefix("unknown_")
    code_words = words_for("role" if fault.code.startswith("role_") else target, language)
    details["words"] = as_one_line(code_words)
    details["value"] = code_words.get(str(details.get("value", "")), details.get("value", ""))
    return details
