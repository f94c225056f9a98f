"""What sheets and columns of a bank's workbook are called in both languages, and what words stand for codes."""

from collections.abc import Mapping

from iso_audit.domain.checklist import CHECKED_ROLES, METHODS, ROLES
from iso_audit.domain.grade import Grade
from iso_audit.domain.text import LANGUAGES, Language
from iso_audit.i18n import translate

_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "method": ("words.method", METHODS),
    "grade": ("words.grade", tuple(Grade)),
    "role": ("checklists.roles", (*ROLES, *CHECKED_ROLES)),
}
"""What a cell says in words: where these stand, and the codes they stand for."""


def sheet_called(table: str) -> str:
    """Return what the sheet of a table is called, in both languages at once."""
    return " · ".join(translate(language, f"checklists.sheets.{table}") for language in LANGUAGES)


def heading(table: str, field: str, language: Language) -> str:
    """Return what a column is called in one language; `question.vi` is the Vietnamese half of `question`."""
    base, _, last = field.rpartition(".")
    if last not in LANGUAGES:
        return translate(language, f"checklists.columns.{table}.{field}")
    return translate(language, f"checklists.heading.{last}", name=heading(table, base, language))


def words_for(target: str, language: Language) -> dict[str, str]:
    """Return the words of one language by their codes; none for what is called by ids of the bank's own."""
    prefix, codes = _WORDS.get(target, ("", ()))
    return {code: translate(language, f"{prefix}.{code}") for code in codes}


def as_one_line(words: Mapping[str, str]) -> str:
    """Return words as a sentence names them."""
    return "; ".join(words.values())
