"""Notices of a conversion: at which place of the other's file, what becomes of it; and its faults, told all at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.text import LANGUAGES, Language
from iso_audit.i18n import translate, words


@dataclass(frozen=True, slots=True)
class SheetPlace:
    """Where something stands: a sheet, a row from 1 (0: the whole sheet) and a column (empty: the whole row)."""

    sheet: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What becomes of one place; the code names the sentence (`formats.notices`, `formats.faults`), details fill it."""

    sheet: str
    row: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)


class FormatFaulty(RuleBroken):
    """The file has `faults`, and nothing of it is taken."""

    def __init__(self, faults: Sequence[Notice]) -> None:
        super().__init__("checklist_format_faulty", count=len(faults))
        self.faults = tuple(faults)


class NoticeList:
    """Collects what is told of a file while it is read: notices, and faults that end in `FormatFaulty`."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []
        self.faults: list[Notice] = []

    def tell(self, place: SheetPlace, code: str, **details: object) -> None:
        """Add a notice of what becomes of a place."""
        self.notices.append(Notice(place.sheet, place.row, place.column, code, details))

    def fault(self, place: SheetPlace, code: str, **details: object) -> None:
        """Add a fault: nothing of the file will be taken."""
        self.faults.append(Notice(place.sheet, place.row, place.column, code, details))

    def refuse_faults(self) -> None:
        """Raise FormatFaulty if there is any fault."""
        if self.faults:
            raise FormatFaulty(self.faults)

    def told(self) -> tuple[Notice, ...]:
        """Return the notices in the order of their places; the same is told once of a place."""
        unique = {(one.sheet, one.row, one.column, one.code, repr(one.details)): one for one in self.notices}
        sheets = {sheet: place for place, sheet in enumerate(dict.fromkeys(one.sheet for one in self.notices))}
        return tuple(sorted(unique.values(), key=lambda one: (sheets[one.sheet], one.row)))


def in_both(key: str) -> dict[str, str]:
    """Return our own words under a key in both languages."""
    return {language: translate(language, key) for language in LANGUAGES}


def sentences_of(notices: Iterable[Notice], language: Language) -> tuple[str, ...]:
    """Return what a person reads about notices or faults: a sentence for each thing, naming all its rows."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for one in notices:
        rows.setdefault((one.sheet, one.column, _sentence(one, language)), []).append(one.row)
    return tuple(
        f"{place}: {sentence}" if (place := _place(sheet, sorted(set(numbers)), column, language)) else sentence
        for (sheet, column, sentence), numbers in rows.items()
    )


def _sentence(notice: Notice, language: Language) -> str:
    table = "faults" if f"formats.faults.{notice.code}" in words(language) else "notices"
    details = {name: _in(language, value) for name, value in notice.details.items()}
    return translate(language, f"formats.{table}.{notice.code}", **{"_": "", **details})


def _in(language: Language, value: object) -> object:
    """Return a value of a sentence; what is told in both languages is told in the reader's."""
    if isinstance(value, Mapping):
        return next((value[one] for one in (language, "vi", "en") if value.get(one)), "")
    return value


def _place(sheet: str, rows: Sequence[int], column: str, language: Language) -> str:
    numbers = [row for row in rows if row]
    parts = [sheet]
    if numbers:
        parts.append(
            translate(language, f"formats.place.{'row' if len(numbers) == 1 else 'rows'}", rows=_runs(numbers))
        )
    if column:
        parts.append(translate(language, "formats.place.column", column=column))
    return ", ".join(part for part in parts if part)


def _runs(numbers: Sequence[int]) -> str:
    """Return row numbers with those that follow one another as runs: 3, 5–9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
