"""The words by which checklists of others are understood: answers, belongings of a question, languages, clauses."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from iso_audit import data
from iso_audit.domain.grade import Grade
from iso_audit.domain.text import Language, tidy, without_accents

_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^0-9a-z]+")
_CODE = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_]\w+)?\s*\)\s*$")

_VIETNAMESE = re.compile("[\u0306\u0309\u031b\u0323\u0111]")
"""Breve, hook, horn and dot below, and the crossed d: marks that tell Vietnamese from its neighbours on a form."""


def language_by_letters(text: str) -> Language:
    """Return Vietnamese where a text has its letters, English otherwise."""
    return "vi" if _VIETNAMESE.search(unicodedata.normalize("NFD", text.lower())) else "en"


def word_key(text: str) -> str:
    """Return a text without case, marks and punctuation, to compare by."""
    return _NEITHER_LETTER_NOR_DIGIT.sub(" ", without_accents(tidy(text))).strip()


@dataclass(frozen=True, slots=True)
class FormatWords:
    """Words as keys: by grade, of what belongs to a question (alone, beginning), by language, before a number."""

    grades: Mapping[str, Grade]
    belongings: tuple[str, ...]
    beginnings: tuple[str, ...]
    languages: Mapping[str, Language]
    clauses: tuple[str, ...]

    def grade_of(self, text: str) -> tuple[Grade | None, bool]:
        """Return the grade that an answer's words say, if any, and whether they say it wholly."""
        key = word_key(text)
        if key in self.grades:
            return self.grades[key], True
        beginnings = [word for word in self.grades if key.startswith(f"{word} ")]
        return (self.grades[max(beginnings, key=len)], False) if beginnings else (None, False)

    def belongs(self, text: str) -> bool:
        """Tell whether a label speaks of the question before it: remarks, evidence, photographs."""
        key = word_key(text)
        return key in self.belongings or any(f"{key} ".startswith(f"{word} ") for word in self.beginnings)

    def language_of(self, text: str) -> Language | None:
        """Return which of our languages a heading names, None for another one."""
        code = _CODE.search(text)
        if code and code[1].lower() in self.languages:
            return self.languages[code[1].lower()]
        key = f" {word_key(_CODE.sub('', text))} "
        return next((language for word, language in self.languages.items() if f" {word} " in key), None)


@cache
def format_words() -> FormatWords:
    """Return the words that ship in `iso_audit/data/format_words.toml`."""
    tables = tomllib.loads((data.FOLDER / "format_words.toml").read_text(encoding="utf-8"))
    languages: dict[str, Language] = {"vi": "vi", "en": "en"}
    return FormatWords(
        grades={word_key(word): Grade(grade) for grade, some in tables["grades"].items() for word in some},
        belongings=tuple(map(word_key, tables["questions"]["belongings"])),
        languages={word_key(word): languages[name] for name, some in tables["languages"].items() for word in some},
        beginnings=tuple(map(word_key, tables["questions"]["beginnings"])),
        clauses=tuple(map(word_key, tables["questions"]["clauses"])),
    )
