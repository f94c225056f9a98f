"""Everything the checklist card and the page of photographs show before they ask the server."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from iso_audit.domain.account import Account
from iso_audit.domain.asking import conditions
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Checklist, Condition, Item
from iso_audit.domain.grade import Grade
from iso_audit.domain.subjects import item_texts
from iso_audit.domain.text import Language
from iso_audit.domain.values import LONGEST_CAPTION, LONGEST_TEXT
from iso_audit.i18n import translate, words_under
from iso_audit.images import LARGEST_FILE
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import conducting, earlier
from iso_audit.storage.queries.conducting import OpenAudit

LIMITS = {"text": LONGEST_TEXT, "caption": LONGEST_CAPTION, "photo": LARGEST_FILE}


def card_data(
    database: Database,
    bank: Bank,
    opened: OpenAudit,
    *,
    account: Account,
    language: Language,
    zone: ZoneInfo,
    now: datetime,
) -> dict[str, Any]:
    """Return what the card needs of an audit as `account` sees it; docs/card.md says what each part is for."""
    fresh = conducting.changes(database, opened.audit.id, since=0, reader=account)
    return {
        "audit": {"id": opened.audit.id, "code": opened.audit.code, "agency": opened.agency.name},
        "account": {
            "id": account.id,
            "name": account.name,
            "leads": account.leads,
            "may_record": account.may_record(opened.audit.id) and opened.audit.cancelled_reason is None,
        },
        **shared_data(bank, opened.checklist, language),
        "zone": str(zone),
        "server_time": conducting.milliseconds(now),
        "position": fresh.position,
        "fields": [conducting.field_data(heads, fresh.names) for heads in fresh.fields],
        **_people(database, opened, account),
        "minutes": conducting.minutes_data(fresh.minutes),
        "earlier": _earlier(database, opened, account),
        "sample": opened.audit.is_sample,
    }


def shared_data(bank: Bank, checklist: Checklist, language: Language) -> dict[str, Any]:
    """Return what the card is told of a checklist whoever looks at it: questions, grades, words, phrases, limits."""
    return {
        "language": language,
        "words": {**words_under(language, "card"), **words_under(language, "fields.item")},
        "checklist": checklist_data(checklist, language),
        "grades": [grade_data(grade, language) for grade in Grade],
        "item_texts": item_texts(),
        "limits": LIMITS,
        "phrases": _phrases(bank, checklist, language),
        "grade_help": [
            {"grade": h.grade, "question": h.question.in_language(language), "example": h.example.in_language(language)}
            for h in bank.grade_help
        ],
    }


def _people(database: Database, opened: OpenAudit, account: Account) -> dict[str, Any]:
    """Return whose section each is, and the account's grades in place of which a colleague's stands."""
    section_members = conducting.sections(database, opened.audit)
    lost_grades = conducting.replaced_grades(database, opened, reader=account)
    return {
        "mine": [section for section, member in section_members.items() if member.account_id == account.id],
        "owners": {section: member.name for section, member in section_members.items()},
        "replaced": [{"item": own.subject.partition(":")[2], "value": own.value} for own in lost_grades],
    }


def grade_data(grade: Grade, language: Language) -> dict[str, Any]:
    """Return a grade with its words and what it means."""
    return {
        "id": grade.value,
        "label": translate(language, f"words.grade.{grade.value}"),
        "sign": translate(language, f"words.sign.{grade.value}"),
        "judges": grade.judges,
        "needs_reason": grade.needs_reason,
        "finding": grade.worse_than_conforming,
        "nonconformity": grade.is_nonconformity,
    }


def checklist_data(checklist: Checklist, language: Language) -> dict[str, Any]:
    """Return the sections and items in one language."""
    titles = {clause.number: clause.title for clause in checklist.clauses}
    hanging = conditions(checklist)

    def one(item: Item) -> dict[str, Any]:
        title = titles.get(item.clause)
        return {
            "id": item.id,
            "clause": item.clause,
            "clause_title": title.in_language(language) if title else "",
            "starred": item.starred,
            "question": item.question.in_language(language),
            "evidence": item.evidence.in_language(language),
            "methods": [translate(language, f"words.method.{method}") for method in item.methods],
            "exclusion": (checklist.exclusion_of(item.id) or "").rstrip(" .;") or None,
            "weight": item.special_weight,
            "asked_when": condition_data(hanging.get(item.id)),
        }

    return {
        "sections": [
            {
                "id": section.id,
                "title": section.title.in_language(language),
                "block": block.title.in_language(language),
                "items": [one(item) for item in checklist.items_of(section)],
            }
            for block in checklist.blocks
            for section in block.sections
        ]
    }


def condition_data(condition: Condition | None) -> dict[str, Any] | None:
    """Return when an item is asked, None where it is asked anyhow."""
    return {"item": condition.item, "grades": list(condition.grades)} if condition else None


def _phrases(bank: Bank, checklist: Checklist, language: Language) -> dict[str, list[dict[str, str]]]:
    """Return ready phrases by item, for the items that have any."""
    return {
        item.id: [
            {
                "grade": phrase.grade,
                "statement": phrase.statement.in_language(language),
                "request": phrase.request.in_language(language),
            }
            for phrase in phrases
        ]
        for item in checklist.items
        if (phrases := bank.phrases_for(item.id))
    }


def _earlier(database: Database, opened: OpenAudit, account: Account) -> dict[str, list[dict[str, Any]]]:
    """Return what earlier years found at this agency, by clause."""
    by_clause: dict[str, list[dict[str, Any]]] = {}
    for one in earlier.earlier_findings(database, opened.audit.id, reader=account):
        for clause in one.here:
            shown = {"year": one.year, "code": one.code, "grade": one.grade.value, "statement": one.statement}
            by_clause.setdefault(clause, []).append({**shown, "items": list(one.item_ids)})
    return by_clause
