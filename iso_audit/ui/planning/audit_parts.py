"""What stands beside an audit's form: clauses that do not apply, each with its reason, and who checks which section."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose, excludable
from iso_audit.domain.programme import Audit
from iso_audit.storage.queries import planning as plans
from iso_audit.storage.queries.planning import Plan
from iso_audit.ui.planning.fields import told_apart
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved


def people(plan: Plan) -> dict[str, str]:
    """Return how each member of the team is called, no two alike."""
    return told_apart((one.id, one.name, one.position) for one in plan.team)


def exclusions(session: Session, plan: Plan, base: Audit, key: str) -> dict[str, str]:
    """Show the excluded clauses, with an input of its own for the reason of each; return the reasons by clause."""
    checklist = plans.checklist_of(session.installation.database, base.id, reader=session.account) if base.id else None
    before: Mapping[str, str] = checklist.excluded if checklist else {}
    bank = session.bank(plans.standard_of(plan, base.id))
    clauses = {clause.number: clause for clause in excludable(bank)}

    def title(number: str) -> str:
        return f"{number} {session.text(clauses[number].title)}"

    with st.expander(_exclusions_title(session, bank), expanded=bool(before)):
        unsaved.choices(session, f"{key}.excluded", list(clauses), title)
        clause_numbers = st.multiselect(
            session.say("planning.exclusion_clause"),
            list(clauses),
            default=list(before),
            format_func=title,
            placeholder=session.say("words.choose"),
            key=f"{key}.excluded",
        )
        return {
            number: _reason(session, title(number), before.get(number, ""), key=f"{key}.reason.{number}")
            for number in clause_numbers
        }


def _exclusions_title(session: Session, bank: Bank) -> str:
    if not bank.excludable:
        return session.say("planning.not_applicable")
    inside = ", ".join(session.say("planning.clause_inside", number=number) for number in bank.excludable)
    return session.say("planning.exclusions", inside=inside)


def _reason(session: Session, title: str, reason: str, *, key: str) -> str:
    unsaved.text(session, key)
    return st.text_input(session.say("planning.exclusion_reason", clause=title), reason, key=key)


def assignment(session: Session, plan: Plan, audit: Audit, reasons: Mapping[str, str], key: str) -> Audit:
    """Show how much is asked and, by section, who checks it."""
    agency, names = next(one for one in plan.agencies if one.id == audit.agency_id), people(plan)
    options, sections = ["", *names], dict[str, str]()

    def name(member_id: str) -> str:
        return names[member_id] if member_id else session.say("words.nobody")

    with told(session):
        checklist = compose(
            session.bank(plans.standard_of(plan, audit.id)),
            kind=agency.kind,
            form=audit.checklist_form,
            exclusions={number: reason or "?" for number, reason in reasons.items()},
        )
        starred_count = sum(1 for item in checklist.items if item.starred)
        st.caption(session.say("planning.items_count", count=len(checklist.items), starred=starred_count))
        with st.expander(session.say("planning.assignment")):
            for section in checklist.sections:
                slot = f"{key}.section.{section.id}"
                unsaved.choice(session, slot, options, name)
                member_id = st.selectbox(
                    session.text(section.title),
                    options,
                    index=options.index(audit.sections[section.id]) if audit.sections.get(section.id) in names else 0,
                    format_func=name,
                    key=slot,
                )
                if member_id:
                    sections[section.id] = member_id
        return replace(audit, sections=sections)
    return audit
