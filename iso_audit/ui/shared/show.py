"""Showing texts that people entered, and small marks: everything escaped."""

from collections.abc import Mapping

from iso_audit.domain.grade import Grade
from iso_audit.ui import markup
from iso_audit.ui.alerts import plain
from iso_audit.ui.session import Session

__all__ = ["grade_labels", "plain", "sample_banner"]


def sample_banner(session: Session) -> None:
    """Say that what follows is sample data."""
    words = (session.say("words.sample"), session.say("words.sample_explained"))
    markup.show('<div class="ia-sample" role="note"><b>{}</b> {}</div>', *words)


def grade_labels(session: Session, grades: Mapping[Grade, int]) -> str:
    """Return Markdown with a badge per grade that makes findings, with its sign, count and word; empty for none."""
    badges = [
        f":{COLOURS[grade]}-badge[{plain(_counted(session, grade, count))}]"
        for grade, count in grades.items()
        if grade in COLOURS
    ]
    return " ".join(badges)


def _counted(session: Session, grade: Grade, count: int) -> str:
    return f"{session.say(f'words.sign.{grade.value}')} {session.say(f'words.grades.{grade.value}', count=count)}"


COLOURS = {
    Grade.MAJOR: "red",
    Grade.MINOR: "orange",
    Grade.OBSERVATION: "yellow",
    Grade.OPPORTUNITY: "blue",
    Grade.GOOD_PRACTICE: "green",
}
