"""Showing texts that people entered, and small marks: everything escaped."""

from collections.abc import Mapping

from iso_audit.domain.grade import Grade
from iso_audit.ui import alerts, markup
from iso_audit.ui.alerts import plain
from iso_audit.ui.markup import Markup
from iso_audit.ui.session import Session

__all__ = ["grade_chips", "plain", "sample_banner", "saved"]


def sample_banner(session: Session) -> None:
    """Say that what follows is sample data."""
    words = (session.say("words.sample"), session.say("words.sample_explained"))
    markup.show('<div class="ia-sample" role="note"><b>{}</b> {}</div>', *words)


def grade_chips(session: Session, grades: Mapping[Grade, int]) -> Markup:
    """Return HTML with a chip per grade that makes findings, with its count, sign and word."""
    say = session.say
    chips = [
        (grade.value, say(f"words.sign.{grade.value}"), count, say(f"words.grade.{grade.value}").lower())
        for grade, count in grades.items()
        if grade.worse_than_conforming or grade is Grade.GOOD_PRACTICE
    ]
    if not chips:
        return markup.filled('<span class="ia-quiet">{}</span>', session.say("overview.no_findings"))
    return markup.joined('<span class="ia-chip ia-{}">{} {} {}</span> ', chips)


def saved(session: Session) -> None:
    """Say that the form was saved, with the time."""
    alerts.success(session.say("words.saved", time=session.clock(session.now)))
