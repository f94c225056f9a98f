"""Bilingual words: one value holding the Vietnamese and the English text side by side."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def language_of(name: object) -> Language:
    """Return the language a text, a setting or a choice names (`en`, `en_GB`); Vietnamese for everything else."""
    return "en" if str(name).lower().startswith("en") else "vi"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages; Vietnamese is the first and is never empty."""

    vi: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text in `language`, the Vietnamese one where English is still empty."""
        return (self.en or self.vi) if language == "en" else self.vi


_TONES = "\u0300\u0309\u0303\u0301\u0323"
_AFTER = {
    letter: f"{base}{place}"
    for base, others in {
        "a": "\u0103\u00e2", "b": "\u0180", "c": "\u010d", "d": "\u0111", "e": "\u0115\u00ea", "i": "\u012d",
        "o": "\u014f\u00f4\u01a1", "u": "\u016d\u01b0",
    }.items()
    for place, letter in enumerate(others)
}  # fmt: skip
_NUMBER_OR_LETTER = re.compile(r"\d+|.[\u0300-\u036f]*", re.DOTALL)
_LONGEST_NUMBER = 12
CROSSED_D = str.maketrans({"Đ": "D", "đ": "d"})
"""The one Vietnamese letter that Unicode does not take apart into a letter and a mark."""


def without_accents(text: str) -> str:
    """Return `text` lower-cased and without Vietnamese marks, for searching and file names."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def alphabet_key(text: str) -> tuple[object, ...]:
    """Return what texts are sorted by as a dictionary does: letter by letter, ă after a and đ after d, tones last.

    Numbers within count as numbers; letters of the Central Highlands' languages stand behind those they are made of.
    """
    letters: list[tuple[int, str]] = []
    tones: list[int] = []
    for part in _NUMBER_OR_LETTER.findall(unicodedata.normalize("NFC", " ".join(text.split())).lower()):
        if part.isdigit():
            letters.append((1, part.zfill(_LONGEST_NUMBER)))
            continue
        apart = unicodedata.normalize("NFD", part)
        tone = next((mark for mark in apart if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", apart.replace(tone, "", 1) if tone and len(apart) > 1 else apart)
        kind = 0 if not letter.strip() else 2 if letter[0].isalpha() else 1
        letters.append((kind, _AFTER.get(letter, letter)))
        tones.append(_TONES.index(tone) + 1 if tone else 0)
    return (letters, tones, text)


def tidy(text: str) -> str:
    """Return `text` in NFC, without control characters (line ends stay) and outer space."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if whole.isprintable():
        return whole.strip()
    characters = (c for c in whole if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    return "".join(characters).strip()
