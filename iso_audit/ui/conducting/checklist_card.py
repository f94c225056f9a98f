"""The checklist card as a Streamlit component: its files, and the data one audit gives it."""

from typing import Any

import streamlit as st

from iso_audit.card import script, stylesheet
from iso_audit.domain.checklist import Checklist, Item
from iso_audit.domain.grade import Grade
from iso_audit.i18n import words_under
from iso_audit.storage.queries import conducting, earlier
from iso_audit.storage.queries.conducting import OpenAudit
from iso_audit.ui.session import Session


def mount(session: Session, opened: OpenAudit, *, item: str, view: str = "checklist") -> None:
    """Show the card for an audit, at `item` where that is not empty; the view `photos` shows its photographs."""
    data = {**card_data(session, opened, item=item), "view": view}
    st.components.v2.component("iso_audit.checklist_card", js=script(), css=stylesheet(), isolate_styles=True)(
        key=f"{view}-{opened.audit.id}-{session.account.id}", data=data
    )


def card_data(session: Session, opened: OpenAudit, *, item: str) -> dict[str, Any]:
    """Return everything the card shows before it asks the server."""
    account, bank = session.account, session.installation.bank
    fresh = conducting.changes(session.installation.database, opened.audit.id, since=0, reader=account)
    return {
        "audit": {"id": opened.audit.id, "code": opened.audit.code, "agency": opened.agency.name},
        "account": {
            "id": account.id,
            "name": account.name,
            "leads": account.leads,
            "may_record": account.may_record(opened.audit.id) and opened.audit.cancelled_reason is None,
        },
        "language": session.language,
        "words": {**words_under(session.language, "card"), **words_under(session.language, "fields.item")},
        "zone": str(session.installation.settings.zone),
        "server_time": conducting.milliseconds(session.now),
        "position": fresh.position,
        "fields": [conducting.field_data(heads, fresh.names) for heads in fresh.fields],
        "checklist": checklist_data(session, opened.checklist),
        "grades": [
            {
                "id": grade.value,
                "label": session.say(f"words.grade.{grade.value}"),
                "sign": session.say(f"words.sign.{grade.value}"),
            }
            for grade in Grade
        ],
        "item": item,
        "phrases": {
            one.id: [
                {"grade": p.grade, "statement": session.text(p.statement), "request": session.text(p.request)}
                for p in bank.phrases_for(one.id)
            ]
            for one in opened.checklist.items
            if bank.phrases_for(one.id)
        },
        "grade_help": [
            {"grade": h.grade, "question": session.text(h.question), "example": session.text(h.example)}
            for h in bank.grade_help
        ],
        "mine": list(conducting.sections_of(session.installation.database, opened.audit, reader=account)),
        "earlier": _earlier(session, opened),
        "sample": opened.audit.is_sample,
    }


def _earlier(session: Session, opened: OpenAudit) -> dict[str, list[dict[str, Any]]]:
    """Return what earlier years found at this agency, by clause."""
    found = earlier.earlier_findings(session.installation.database, opened.audit.id, reader=session.account)
    by_clause: dict[str, list[dict[str, Any]]] = {}
    for one in found:
        for clause in one.clauses:
            shown = {"year": one.year, "code": one.code, "grade": one.grade.value, "statement": one.statement}
            by_clause.setdefault(clause, []).append({**shown, "items": list(one.item_ids)})
    return by_clause


def checklist_data(session: Session, checklist: Checklist) -> dict[str, Any]:
    """Return the sections and items in the account's language."""
    titles = {clause.number: clause.title for clause in checklist.clauses}

    def one(item: Item) -> dict[str, Any]:
        title = titles.get(item.clause)
        return {
            "id": item.id,
            "clause": item.clause,
            "clause_title": session.text(title) if title else "",
            "starred": item.starred,
            "question": session.text(item.question),
            "evidence": session.text(item.evidence),
            "methods": [session.say(f"words.method.{method}") for method in item.methods],
            "exclusion": checklist.exclusion_of(item.id),
        }

    return {
        "sections": [
            {
                "id": section.id,
                "title": session.text(section.title),
                "block": session.text(block.title),
                "items": [one(item) for item in checklist.items_of(section)],
            }
            for block in checklist.blocks
            for section in block.sections
        ]
    }
