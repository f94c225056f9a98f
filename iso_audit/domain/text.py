"""Bilingual words: one value holding the Vietnamese and the English text side by side."""

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


CROSSED_D = str.maketrans({"Đ": "D", "đ": "d"})
"""The one Vietnamese letter that Unicode does not take apart into a letter and a mark."""


def without_accents(text: str) -> str:
    """Return `text` lower-cased and without Vietnamese marks, for searching and file names."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def tidy(text: str) -> str:
    """Return `text` in NFC, without control characters (line ends stay) and outer space."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    characters = (c for c in whole if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"})
    return "".join(characters).strip()
