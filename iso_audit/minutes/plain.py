"""Entered text made fit for any format: one normal form, one kind of line end, nothing invisible."""

import re
import unicodedata

from iso_audit.domain.text import LANGUAGES
from iso_audit.i18n import translate

_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_NEVER_TEXT = frozenset("\ufffe\uffff")
NO_BREAK_SPACE = "\u00a0"
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())
_CAPITAL = rf"[{_UPPER}][^ ]*"


def _words(key: str) -> str:
    """Return what is kept together in both languages, parted by bars: a text may hold the other language."""
    return "|".join(translate(language, f"minutes.together.{key}") for language in sorted(LANGUAGES))


_PLACES, _COUNTED, _UNITS, _TITLES = _words("places"), _words("counted"), _words("units"), _words("titles")


def _written(words: str) -> str:
    """Return `words` parted by bars, for a pattern that takes them small, with a capital, and in capitals."""
    spellings = [spelling for word in words.split("|") for spelling in (word, word[0].upper() + word[1:], word.upper())]
    return "|".join(re.escape(spelling) for spelling in spellings)


_PARTED_NAME = re.compile(rf"(?:{_CAPITAL} )?{_CAPITAL} - {_CAPITAL}(?: {_CAPITAL})?")
_AFTER_DASH = re.compile(r"(?<= )\u2013 [^ ]+(?: [^ ]+(?=$| \(|(?<=[;.,])))?")
_PLACE = re.compile(rf"(?<![^ (])(?:{_written(_PLACES)}) (?:\d+|{_CAPITAL}(?:(?<=[^.,;:]) {_CAPITAL})?)")
_NUMBERED = re.compile(rf"(?<![^ (])(?:{_written(_COUNTED)}) (?=\d|[IVX]+(?:[ .,;:)]|$))")
_STANDARD = re.compile(r"(?<![^ (])(?:(?:TCVN|QCVN|ISO|IEC|ISO/IEC) )+(?=\d)")
_UNIT = re.compile(rf"(?<=\d) (?=%|(?:{_UNITS})\b)")
_TITLED = re.compile(rf"(?<![^ ])(?:{_written(_TITLES)}) (?=[{_UPPER}])")
_DIGIT = re.compile(r"\d")


def normal(text: str) -> str:
    """Return `text` in NFC with every line end as a line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_ENDS))


def plain(text: str) -> str:
    """Return `text` normal, without control, format and surrogate characters; line ends stay, a tab is a space."""
    if text.isascii() and text.isprintable():
        return text
    kept = (c for c in normal(text).replace("\t", " ") if c == "\n" or not _invisible(c))
    return "".join(kept)


def kept_together(text: str) -> str:
    """Return `text` with no-break spaces in what no line may part: a name, a number and what it counts, a dash."""
    if " - " in text:
        text = _PARTED_NAME.sub(_joined, text)
    if "\u2013 " in text:
        text = _AFTER_DASH.sub(_joined, text)
    if _DIGIT.search(text):
        text = _UNIT.sub(_joined, _STANDARD.sub(_joined, text))
    words = set(text.split(" "))
    if not _WORDS_OF_PLACES.isdisjoint(words):
        text = _PLACE.sub(_joined, text)
    if not _WORDS_COUNTED.isdisjoint(words):
        text = _NUMBERED.sub(_joined, text)
    return text if _WORDS_OF_TITLES.isdisjoint(words) else _TITLED.sub(_joined, text)


def _last_words(words: str) -> frozenset[str]:
    """Return the last words of what a pattern looks for, which tell quickly that it has nothing to find in a text."""
    spellings = [spelling.split(" ")[-1] for spelling in _written(words).replace("\\", "").split("|")]
    return frozenset([*spellings, *(f"({spelling}" for spelling in spellings)])


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(" ", NO_BREAK_SPACE)


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} or character in _NEVER_TEXT


_WORDS_OF_PLACES = _last_words(_PLACES)
_WORDS_COUNTED = _last_words(_COUNTED)
_WORDS_OF_TITLES = _last_words(_TITLES)
