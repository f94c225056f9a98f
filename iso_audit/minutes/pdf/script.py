"""Words as the operators of a page: each character is looked up once a document, not once a word.

ReportLab gives every character of a face a byte in one of the face's subsets when it is first met; what it gave is
kept here, so that a stretch of text becomes one string by one translation.
"""

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from iso_audit.minutes.pdf.faces import Face


class Script:
    """Writes stretches of text for one canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._file = canvas._doc  # type: ignore[attr-defined]
        self._tables: dict[Face, dict[int, str]] = {}
        self._known: dict[Face, set[str]] = {}
        self._names: dict[tuple[Face, int], str] = {}

    def operators(self, text: str, face: Face, size: float) -> str:
        """Return the operators that choose `face` in `size` and show prepared `text` where the pen stands."""
        characters = self._known.get(face)
        if characters is None or not characters.issuperset(text):
            characters = self._learn(text, face)
        if characters.issuperset(text):
            return f"{self._name(face, 0)} {size:g} Tf ({text.translate(self._tables[face])}) Tj"
        escape = self._canvas._escape  # type: ignore[attr-defined]
        parts = self._font(face).splitString(text, self._file)
        return " ".join(f"{self._name(face, subset)} {size:g} Tf ({escape(part)}) Tj" for subset, part in parts)

    def _learn(self, text: str, face: Face) -> set[str]:
        """Take in characters that are new; those of a second subset stay unknown and are set part by part."""
        characters = self._known.setdefault(face, set())
        table = self._tables.setdefault(face, {})
        escape = self._canvas._escape  # type: ignore[attr-defined]
        for character in sorted(set(text) - characters):
            ((subset, code),) = self._font(face).splitString(character, self._file)
            if subset == 0:
                characters.add(character)
                table[ord(character)] = escape(code)
        return characters

    def _name(self, face: Face, subset: int) -> str:
        name = self._names.get((face, subset))
        if name is None:
            name = self._names[face, subset] = self._font(face).getSubsetInternalName(subset, self._file)
        return name

    def _font(self, face: Face) -> TTFont:
        font = pdfmetrics.getFont(face)
        assert isinstance(font, TTFont)
        return font
