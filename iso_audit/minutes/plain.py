"""Entered text made fit for any format: one normal form, one kind of line end, nothing invisible."""

import unicodedata

_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_NEVER_TEXT = frozenset("\ufffe\uffff")


def normal(text: str) -> str:
    """Return `text` in NFC with every line end as a line feed."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_LINE_ENDS))


def plain(text: str) -> str:
    """Return `text` normal, without control, format and surrogate characters; line ends stay, a tab is a space."""
    if text.isascii() and text.isprintable():
        return text
    kept = (c for c in normal(text).replace("\t", " ") if c == "\n" or not _invisible(c))
    return "".join(kept)


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs"} or character in _NEVER_TEXT
