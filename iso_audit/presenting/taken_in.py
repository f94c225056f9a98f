"""What is told after an import, as lines in the reader's language: the same on screen and on the command line."""

from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.domain.text import Language, alphabet_key
from iso_audit.i18n import translate, words, writing
from iso_audit.workflow.exchange.told import Difference, Note, Taken

MOST_LISTED = 20


def told(outcome: Taken, language: Language, zone: ZoneInfo) -> tuple[str, ...]:
    """Return the outcome, what is new by table, disagreements and notes; the planning differences stand apart."""
    key = "new_audit" if outcome.is_new else "merged"
    lines = [translate(language, f"exchange.told.{key}", code=outcome.code, agency=outcome.agency)]
    if not any(outcome.new.values()):
        lines.append(translate(language, "exchange.told.nothing_new"))
    for table in sorted({*outcome.new, "event"}, key=lambda name: (name != "event", name)):
        counts = {"new": outcome.new.get(table, 0), "known": outcome.known.get(table, 0)}
        lines.append(translate(language, "exchange.told.rows", what=_table(language, table), **counts))
    if outcome.entries_of:
        people = ", ".join(
            f"{name} ({count})"
            for name, count in sorted(outcome.entries_of.items(), key=lambda one: alphabet_key(one[0]))
        )
        lines.append(translate(language, "exchange.told.entries_of", list=people))
    if outcome.disagreements:
        lines.append(_disagreements(outcome, language))
    return (*lines, *(_note(one, language, zone) for one in outcome.notes))


def place(difference: Difference, language: Language) -> str:
    """Return what a difference is about: table and column."""
    return f"{_table(language, difference.table)}: {field_name(language, difference.table, difference.field)}"


def field_name(language: Language, noun: str, name: str) -> str:
    """Return how a field of the plan is called; that of a decision (`plan_number`) by both its names."""
    known = words(language)
    if f"fields.plan.{noun}.{name}" in known:
        return known[f"fields.plan.{noun}.{name}"]
    outer, _, inner = name.partition("_")
    return f"{known[f'fields.plan.{noun}.{outer}']}: {known[f'fields.plan.decision.{inner}']}"


def value(difference: Difference, text: str, language: Language) -> str:
    """Return one side of a difference; codes of roles and forms become words."""
    kind = {"role": "words.role", "form": "words.audit_form", "wording": "planning.wordings"}.get(difference.field, "")
    before, colon, code = text.rpartition(": ")
    return before + colon + words(language).get(f"{kind}.{code}", code)


def _disagreements(outcome: Taken, language: Language) -> str:
    names = [subject.partition(":")[2] or subject.rstrip(":") for subject, _ in outcome.disagreements]
    unique = sorted(dict.fromkeys(names), key=alphabet_key)
    text = ", ".join(unique[:MOST_LISTED]) + (", …" if len(unique) > MOST_LISTED else "")
    return translate(language, "exchange.told.disagreements", count=len(outcome.disagreements), list=text)


def _note(note: Note, language: Language, zone: ZoneInfo) -> str:
    if note.code == "waits_for_leader":
        parts = [f"{_table(language, table)} ({count})" for table, count in sorted(note.details.items())]
        return translate(language, f"exchange.note.{note.code}", list=", ".join(parts))
    details = {
        name: writing.moment(one, zone, language) if isinstance(one, datetime) else one
        for name, one in note.details.items()
    }
    return translate(language, f"exchange.note.{note.code}", **details)


def _table(language: Language, table: str) -> str:
    return translate(language, f"exchange.table.{table}")
