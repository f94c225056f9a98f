"""The activity log as a table: when, who, what, about what."""

from datetime import date

from iso_audit.i18n import words
from iso_audit.storage.queries import activity
from iso_audit.storage.queries.activity import Act
from iso_audit.ui import markup
from iso_audit.ui.session import Session

NAMED = {"role": "words.role", "after": "words.role", "place": "signing.place", "field": "signing.place"}
"""Details that are codes, and where their words stand."""


def show(session: Session) -> None:
    """Show the newest acts as a table."""
    heads = [(session.say(f"accounts.{name}"),) for name in ("when", "who", "what", "about")]
    rows = [
        (
            session.local(one.activity.recorded_at),
            one.by or session.say("operation.console"),
            _words(session, "", one.activity.action),
            about(session, one),
        )
        for one in activity.latest(session.installation.database, reader=session.account)
    ]
    head = markup.joined("<th>{}</th>", heads)
    body = markup.joined("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    markup.show('<div class="ia-scroll"><table class="ia-log"><tr>{}</tr>{}</table></div>', head, body)


def about(session: Session, act: Act) -> str:
    """Return what an act concerned: which subject, which minutes or file of it, and the reason that was given."""
    kind, _, name = act.activity.subject.partition(":")
    if kind == "special_day":
        subject = session.day(date.fromisoformat(name))
    else:
        subject = " ".join(part for part in (_words(session, "subject.", kind), act.about) if part)
    return "; ".join([subject, *_details(session, act.activity.detail)])


def _details(session: Session, detail: dict[str, object]) -> list[str]:
    parts = []
    if detail.get("number"):
        parts.append(session.say("overview.minutes", number=detail["number"]))
    for name, table in NAMED.items():
        key = f"{table}.{detail.get(name)}"
        if key in words(session.language):
            parts.append(session.say(key))
    if detail.get("name"):
        parts.append(str(detail["name"]))
    if detail.get("reason"):
        parts.append(session.say("accounts.act_reason", reason=detail["reason"]))
    return parts


def _words(session: Session, table: str, code: str) -> str:
    key = f"activity.{table}{code}"
    return session.say(key) if key in words(session.language) else session.say("activity.other")
