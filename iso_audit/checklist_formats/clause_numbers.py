"""Clause numbers that stand at the beginning of a title or a question of others."""

import re
from collections.abc import Mapping

from iso_audit.checklist_formats.words import format_words, word_key
from iso_audit.domain.text import LANGUAGES

_NUMBERED = re.compile(
    r"(?P<word>[^\W\d_][^\d]{0,20}?\s+)?(?P<number>(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2}){0,4})(?P<rest>.*)", re.DOTALL
)
_BETWEEN = re.compile(r"[\s.):–—-]+|$")


def clause_number_of(text: str) -> tuple[str, str]:
    """Return the clause number at the beginning of a text and what follows it; nothing and the text if there is none.

    A number alone counts from its first dot on (7.2, A.5), behind a word such as “clause” always.
    """
    match = _NUMBERED.match(text)
    if match is None:
        return "", text
    word, number, rest = match["word"], match["number"], match["rest"]
    if word is not None and word_key(word) not in format_words().clauses:
        return "", text
    between = _BETWEEN.match(rest)
    following = rest[between.end() :].strip() if between else ""
    if between is None or not following or (word is None and "." not in number):
        return "", text
    return number, following


def without_clause_number(texts: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the clause number that begins a text in every language it is written in, and the texts without it."""
    apart = {language: clause_number_of(text) for language, text in texts.items() if text}
    numbers = {number for number, _ in apart.values()}
    if len(numbers) != 1 or numbers == {""}:
        return "", dict(texts)
    (number,) = numbers
    return number, {language: apart[language][1] for language in LANGUAGES if language in apart}
