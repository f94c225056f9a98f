"""Faults of a draft as the person at the form reads them: in words of the form, not of a file."""

from iso_audit.checklists.faults import Fault
from iso_audit.i18n import words
from iso_audit.ui.session import Session


def sentence(session: Session, fault: Fault) -> str:
    """Return what is wrong and how to mend it."""
    own = f"questions.faults.{fault.code}"
    key = own if own in words(session.language) else f"checklists.faults.{fault.code}"
    details = {"_": "", **fault.details, "field": field_name(session, fault)}
    return session.say(key, **details)


def placed(session: Session, fault: Fault) -> str:
    """Return the sentence with the part and the field it speaks of, the field once."""
    table, words, field = str(fault.details.get("table", "")), sentence(session, fault), field_name(session, fault)
    where = f"{session.say(f'questions.tables.{table}')} {fault.where}"
    return f"{where}: {words}" if f"“{field}”" in words else f"{where}, {field}: {words}"


def field_name(session: Session, fault: Fault) -> str:
    """Return what the field is called on the form, with the language of its text where it is one."""
    table, field = str(fault.details.get("table", "")), str(fault.details.get("field", ""))
    name, _, inner = field.partition(".")
    key = f"questions.fields.{table}.{name}"
    called = session.say(key) if key in words(session.language) else name or session.say(f"questions.tables.{table}")
    return f"{called} ({session.say(f'questions.languages.{inner}')})" if inner in {"vi", "en"} else called
