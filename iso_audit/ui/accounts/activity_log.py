"""The activity log as a table: when, who, what, about what."""

from iso_audit.i18n import words
from iso_audit.storage.queries import activity
from iso_audit.ui import markup
from iso_audit.ui.session import Session


def show(session: Session) -> None:
    """Show the newest acts as a table."""
    heads = [(session.say(f"accounts.{name}"),) for name in ("when", "who", "what", "about")]
    rows = [
        (
            session.local(one.recorded_at),
            name,
            _words(session, "", one.action),
            _words(session, "subject.", one.subject),
        )
        for one, name in activity.latest(session.installation.database, reader=session.account)
    ]
    head = markup.joined("<th>{}</th>", heads)
    body = markup.joined("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>", rows)
    markup.show('<div class="ia-scroll"><table class="ia-log"><tr>{}</tr>{}</table></div>', head, body)


def _words(session: Session, table: str, code: str) -> str:
    key = f"activity.{table}{code.partition(':')[0]}"
    return session.say(key) if key in words(session.language) else session.say("activity.other")
