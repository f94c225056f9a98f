"""The findings of an audit: drafts from the checklist and written ones, each with its wording."""

import json

import streamlit as st

from iso_audit.domain.finding import Finding
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING
from iso_audit.domain.subjects import KINDS
from iso_audit.storage.queries.earlier import EarlierFinding
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import caucus

GRADES = [grade for grade in Grade if grade.worse_than_conforming] + [Grade.GOOD_PRACTICE]


def show(session: Session, visit: Visit, before: tuple[EarlierFinding, ...]) -> None:
    """Show each finding with its form."""
    if not visit.findings:
        alerts.info(session.say("caucus.no_findings"))
    for finding in visit.findings:
        _finding(session, visit, finding, before)
    if session.account.may_record(visit.opened.audit.id):
        with st.expander(session.say("caucus.new")):
            _form(session, visit, Finding("", (), Grade.MINOR, "", "", "", is_draft=True))


def _finding(session: Session, visit: Visit, finding: Finding, before: tuple[EarlierFinding, ...]) -> None:
    with st.container(border=True):
        sign, word = (session.say(f"words.{kind}.{finding.grade.value}") for kind in ("sign", "grade"))
        number = f"{finding.number} · " if finding.number else ""
        st.markdown(f"**{plain(number)}{sign} {word}** · {plain(', '.join(finding.item_ids))}")
        if finding.is_draft:
            st.caption(session.say("caucus.draft"))
        if finding.gap:
            st.markdown(plain(finding.gap))
        _notes(session, visit, finding, before)
        if session.account.may_record(visit.opened.audit.id):
            with st.expander(session.say("words.edit")):
                _form(session, visit, finding)
                if not finding.is_draft:
                    _withdrawing(session, visit, finding)


def _notes(session: Session, visit: Visit, finding: Finding, before: tuple[EarlierFinding, ...]) -> None:
    """Show the inspectors' own evidence, which the wording leaves untouched, and repeats of earlier years."""
    noted = {one.item_id: text for one in visit.judgements if (text := one.value("evidence"))}
    for item_id in finding.item_ids:
        if item_id in noted:
            st.caption(plain(session.say("caucus.evidence_of", item=item_id, evidence=noted[item_id])))
    clauses = {item.clause for item in visit.opened.checklist.items if item.id in finding.item_ids}
    repeats = sorted({one.year for one in before if clauses & set(one.clauses)}, reverse=True)
    for year in repeats:
        alerts.warning(session.say("caucus.repeat", year=year))


def _form(session: Session, visit: Visit, current: Finding) -> None:
    key = unsaved.current(f"finding.{visit.opened.audit.id}.{current.id or 'new'}")
    seen, finding = opened(key, (visit.opened, current))
    with unsaved.form(session, key):
        values = _wording(session, visit, finding, key)
        sent = st.form_submit_button(session.say("words.save"), type="primary")
    if sent:
        with told(session):
            caucus.write_finding(
                session.installation.database,
                seen,
                finding,
                values,
                by=session.account,
                device=session.device,
                at=session.now,
            )
            forget(key)
            unsaved.say_saved(session, key)
            st.rerun()


def _wording(session: Session, visit: Visit, finding: Finding, key: str) -> dict[str, str]:
    known_items = [item.id for item in visit.opened.checklist.items]
    unsaved.choices(session, f"{key}.items", known_items, str)
    items = st.multiselect(
        session.say("fields.finding.items"),
        known_items,
        default=[item_id for item_id in finding.item_ids if item_id in known_items],
        placeholder=session.say("words.choose"),
        key=f"{key}.items",
    )

    def grade_name(grade: Grade) -> str:
        return session.say(f"words.grade.{grade.value}")

    unsaved.choice(session, f"{key}.grade", GRADES, grade_name)
    grade = st.selectbox(
        session.say("fields.finding.grade"),
        GRADES,
        index=GRADES.index(finding.grade) if finding.grade in GRADES else 0,
        format_func=grade_name,
        key=f"{key}.grade",
    )
    values = {"items": json.dumps(items), "grade": (grade or finding.grade).value}
    for field in KINDS[FINDING].fields:
        if field.part == "words":
            stored = getattr(finding, field.name)
            values[field.name] = field_input.show(session, FINDING, field, stored, key=key) or ""
    return values


def _withdrawing(session: Session, visit: Visit, finding: Finding) -> None:
    key = f"withdraw.{finding.id}"
    with unsaved.form(session, key):
        reason = st.text_input(session.say("fields.finding.withdrawn"), key=f"{key}.reason")
        if st.form_submit_button(session.say("caucus.withdraw")):
            with told(session):
                caucus.withdraw_finding(
                    session.installation.database,
                    visit.opened,
                    finding,
                    reason=reason,
                    by=session.account,
                    device=session.device,
                    at=session.now,
                )
                unsaved.begin_anew(key)
                st.rerun()
