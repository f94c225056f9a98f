"""The faces of TinosVN: registered once per process, their widths, and which characters they can print."""

import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from iso_audit.minutes.plain import normal
from iso_audit.minutes.tree import PAGE, TOTAL

FOLDER = Path(__file__).parent / "fonts"
SUBSTITUTE = "\u25a1"

Face = Literal["TinosVN-Regular", "TinosVN-Bold", "TinosVN-Italic", "TinosVN-BoldItalic"]
REGULAR: Face = "TinosVN-Regular"
BOLD: Face = "TinosVN-Bold"
ITALIC: Face = "TinosVN-Italic"
BOLD_ITALIC: Face = "TinosVN-BoldItalic"
FACES: tuple[Face, ...] = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)


@dataclass(frozen=True, slots=True)
class Faces:
    """Widths of every character per face, in thousandths of the size, and the characters there are."""

    widths: dict[Face, dict[str, float]]
    printable: frozenset[str]


_registering = threading.Lock()


def faces() -> Faces:
    """Register the four faces with ReportLab on the first call and return what is known of them.

    One thread registers: a second registration would change the fonts below a document that is being drawn.
    """
    with _registering:
        return _registered()


@cache
def _registered() -> Faces:
    widths: dict[Face, dict[str, float]] = {}
    printable: set[str] = set()
    for name in FACES:
        font = TTFont(name, str(FOLDER / f"{name}.ttf"))
        pdfmetrics.registerFont(font)
        widths[name] = {chr(code): width for code, width in font.face.charWidths.items()}
        digit = widths[name]["0"]
        widths[name].update({PAGE: 2 * digit, TOTAL: 2 * digit})
        characters = {chr(code) for code, glyph in font.face.charToGlyph.items() if glyph}
        printable = printable & characters if printable else characters
    return Faces(widths, frozenset(printable | {"\n", PAGE, TOTAL}))


class Ink:
    """What one rendering knows of its text: word widths met so far, and characters nobody can print.

    `keeps_names` says that lines do not part what belongs together, and that lines of a title are of like length.
    """

    def __init__(self, *, keeps_names: bool = True) -> None:
        self.keeps_names = keeps_names
        self._faces = faces()
        self._words: dict[Face, dict[str, float]] = {face: {} for face in FACES}
        self._missing: dict[str, None] = {}

    @property
    def unprintable(self) -> tuple[str, ...]:
        """Characters that were replaced by an open square, in the order they were met."""
        return tuple(self._missing)

    def prepare(self, text: str) -> str:
        """Return `text` in NFC with invisible characters dropped and unknown ones replaced."""
        if text.isascii() and text.isprintable():
            return text
        printable = self._faces.printable
        if printable.issuperset(text) and unicodedata.is_normalized("NFC", text):
            return text
        text = normal(text)
        return "".join(c if c in printable else self._replaced(c) for c in text)

    def _replaced(self, character: str) -> str:
        category = unicodedata.category(character)
        if character == "\t" or category == "Zs":
            return " "
        if category in {"Cc", "Cf", "Cs"} or "\ufe00" <= character <= "\ufe0f":
            return ""
        self._missing.setdefault(character)
        return SUBSTITUTE

    def known(self, face: Face) -> dict[str, float]:
        """Return the widths of the words met so far in `face`, in thousandths of the size."""
        return self._words[face]

    def width(self, word: str, face: Face) -> float:
        """Return the width of `word` in thousandths of the size."""
        width_by_word = self._words[face]
        width = width_by_word.get(word)
        if width is None:
            widths = self._faces.widths[face]
            width = width_by_word[word] = sum([widths[c] for c in word])
        return width
