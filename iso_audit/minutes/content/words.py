"""Wording in one language: sentences by key, dates, hours, numbers, and text as people entered it."""

from dataclasses import dataclass
from datetime import date, datetime

from iso_audit.domain.finding import Wording
from iso_audit.domain.grade import Grade
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, writing
from iso_audit.i18n import words as all_words
from iso_audit.minutes.tree import PAGE, TOTAL, Block, Cell, Paragraph, ParagraphStyle

ROLES = ("leader", "deputy", "secretary", "member", "viewer")
_NUMBERS_OF_LAYOUT = str.maketrans({PAGE: "\ufffd", TOTAL: "\ufffd"})


def entered(text: str) -> str:
    """Return what a person entered; only the two signs that layout fills in are taken out."""
    return text.translate(_NUMBERS_OF_LAYOUT).strip()


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one edition: its language, and whether findings go by grades or by strengths."""

    language: Language
    wording: Wording = "grades"

    def say(self, key: str, **values: object) -> str:
        """Return the words under `minutes.<key>`; what people entered is passed in as values."""
        return translate(self.language, f"minutes.{key}", **values)

    def field_name(self, name: str, grade: Grade | None) -> str:
        """Return what a field of an item is called at a grade, as the checklist calls it."""
        names = all_words(self.language)
        return names.get(f"fields.item.{name}_at_{grade}", names[f"fields.item.{name}"])

    def grade(self, grade: Grade | None) -> str:
        """Return the grade's name in this programme's wording."""
        return self.say(f"{self.wording}.{grade.value if grade else 'unjudged'}")

    def role(self, role: str) -> str:
        """Return the name of a team's role; one that was entered in its Vietnamese name is the same role."""
        names = {translate("vi", f"minutes.role.{one}").casefold(): one for one in ROLES}
        role_id = names.get(role.strip().casefold(), role)
        return self.say(f"role.{role_id}") if role_id in ROLES else entered(role)

    def count(self, number: int) -> str:
        """Return a count as custom writes it: two digits in Vietnamese but for nought, thousands parted."""
        return f"{number:02}" if self.language == "vi" and 0 < number < 10 else writing.count(number, self.language)

    def decimal(self, number: float) -> str:
        """Return a number with at most one decimal and the language's decimal sign."""
        return writing.decimal(number, self.language).removesuffix(".0").removesuffix(",0")

    def short_date(self, day: date) -> str:
        """Return 05/3/2014, or 5 March 2014."""
        return self.say("date.short", **self._date(day))

    def long_date(self, day: date | None) -> str:
        """Return the date in full words, or dots to fill in where there is none."""
        return self.say("date.long", **self._date(day)) if day else self.say("date.blank")

    def moment(self, moment: datetime | None) -> str:
        """Return hour, minute and date in full words, or dots to fill in."""
        if moment is None:
            return self.say("date.moment_blank")
        clock = self.say("date.clock", hour=f"{moment.hour:02}", minute=f"{moment.minute:02}")
        return self.say("date.moment", clock=clock, date=self.long_date(moment.date()))

    def clock(self, moment: datetime | None) -> str:
        """Return hour and minute in words, or dots to fill in."""
        if moment is None:
            return self.say("date.clock_blank")
        return self.say("date.clock", hour=f"{moment.hour:02}", minute=f"{moment.minute:02}")

    def day(self, value: str) -> str:
        """Return an ISO date in short words; anything else as entered."""
        try:
            return self.short_date(date.fromisoformat(value.strip()))
        except ValueError:
            return entered(value)

    def _date(self, day: date) -> dict[str, str]:
        month = f"{day.month:02}" if day.month < 3 else str(day.month)
        return {
            "day": f"{day.day:02}" if self.language == "vi" else str(day.day),
            "month": month if self.language == "vi" else self.say(f"month.{day.month}"),
            "year": str(day.year),
        }


def told(text: str, *, lead: str = "", style: ParagraphStyle = "body") -> list[Block]:
    """Return what a person entered as paragraphs, one for each of its lines; nothing for an empty text."""
    lines = [line.strip() for line in entered(text).split("\n") if line.strip()]
    return [Paragraph(line, style, lead if position == 0 else "") for position, line in enumerate(lines)]


def cells(*texts: str, bold: bool = False) -> tuple[Cell, ...]:
    """Return plain cells."""
    return tuple(Cell(text, bold) for text in texts)


def shortened(text: str, longest: int) -> str:
    """Return the beginning of a long text: to the end of its last clause, else word, outside brackets, in `longest`."""
    start = text[:longest].rpartition(" ")[0] or text[:longest]
    opened_at = start.rfind("(")
    if opened_at > start.rfind(")") and opened_at > 0:
        start = start[:opened_at]
    clause = max(start.rfind(sign) for sign in (". ", "; ", ", "))
    return (start[:clause] if clause > longest // 2 else start).rstrip(" ,.;:-\u2013(")


def capital(text: str) -> str:
    """Return `text` as a sentence begins."""
    return text[:1].upper() + text[1:]


def sentence_end(text: str, sign: str) -> str:
    """Return `text` ending with `sign`, unless it already ends a sentence."""
    return text if text.endswith((".", ";", "!", "?", ":")) else text + sign
