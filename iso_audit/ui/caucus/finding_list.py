"""The findings of an audit: drafts from the checklist and written ones, each with its wording."""

import json
from collections.abc import Iterable
from dataclasses import replace

import streamlit as st

from iso_audit.domain.agreement import differing
from iso_audit.domain.finding import Finding, is_strength, typed_criterion
from iso_audit.domain.grade import Grade
from iso_audit.domain.journal import FINDING
from iso_audit.domain.subjects import KINDS
from iso_audit.storage.queries import earlier
from iso_audit.storage.queries.earlier import EarlierFinding
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui import alerts
from iso_audit.ui.caucus import item_notes, together_form
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import audit_pages, field_input, unsaved
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import caucus

OF_STRENGTHS = frozenset({"evidence", "unit"})
"""What a strength is worded by: nothing of it is missing or to be corrected."""
GRADES = [grade for grade in Grade if grade.worse_than_conforming] + [Grade.GOOD_PRACTICE]


def show(session: Session, visit: Visit, before: tuple[EarlierFinding, ...]) -> None:
    """Show each finding with its form."""
    if not visit.findings:
        alerts.info(session.say("caucus.no_findings"))
    if session.account.may_record(visit.opened.audit.id):
        together_form.show(session, visit)
    for finding in visit.findings:
        _finding(session, visit, finding, before)
    if session.account.may_record(visit.opened.audit.id):
        with st.expander(session.say("caucus.new")):
            _form(session, visit, Finding("", (), Grade.MINOR, "", "", "", is_draft=True))


def _finding(session: Session, visit: Visit, finding: Finding, before: tuple[EarlierFinding, ...]) -> None:
    with st.container(border=True):
        sign, word = (session.say(f"words.{kind}.{finding.grade.value}") for kind in ("sign", "grade"))
        number = f"{finding.number} · " if finding.number else ""
        st.markdown(f"**{plain(number)}{sign} {word}**")
        unsaved.tell(session, finding.id)
        if finding.is_draft:
            st.caption(session.say("caucus.draft"))
        elif finding.gap:
            st.markdown(plain(finding.gap))
        for gap in visit.gaps:
            if gap.subject == finding.id:
                st.caption(session.say("reporting.still_missing", what=session.say(f"words.gap.{gap.code}")))
        item_notes.show(session, visit, finding)
        _differences(session, visit, finding)
        _repeats(session, visit, finding, before)
        if session.account.may_record(visit.opened.audit.id):
            if finding.grade.worse_than_conforming:
                together_form.tick(session, visit, finding)
            is_asked = st.query_params.get(audit_pages.FINDING) == finding.id
            with st.expander(session.say("words.edit"), expanded=is_asked):
                _form(session, visit, finding)
                if not finding.is_draft:
                    _withdrawing(session, visit, finding)


def _differences(session: Session, visit: Visit, finding: Finding) -> None:
    """Show which items say otherwise than the finding, with the ways out: the card, the finding's grade for them."""
    grades = {one.item_id: one.grade for one in visit.judgements if one.grade}
    items = [item_id for item_id, one in differing(visit.findings, visit.judgements).items() if one.id == finding.id]
    for item_id in items:
        grade = session.say(f"words.grade.{grades[item_id].value}")
        alerts.warning(session.say("caucus.differs", item=item_id, grade=grade))
    if not items:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for item_id in items:
            label = session.say("caucus.open_item", item=plain(item_id))
            audit_pages.link("conducting", visit.opened.audit, label=label, item=item_id)
        may_record = session.account.may_record(visit.opened.audit.id)
        if may_record and st.button(session.say("caucus.grade_items"), key=f"grade-{finding.id}"):
            with told(session):
                caucus.grade_items(
                    session.installation.database,
                    visit.opened,
                    finding,
                    by=session.account,
                    device=session.device,
                    at=session.now,
                )
                st.rerun()


def _repeats(session: Session, visit: Visit, finding: Finding, before: tuple[EarlierFinding, ...]) -> None:
    """Show what the minutes will call repeated, and what else earlier years found on the same clauses."""
    again = earlier.repeated(before, finding.grade, finding.item_ids)
    for year in _years(again):
        alerts.warning(session.say("caucus.repeat", year=year))
    clauses = {item.clause for item in visit.opened.checklist.items if item.id in finding.item_ids}
    for year in _years(one for one in before if one not in again and clauses & set(one.here)):
        st.caption(session.say("caucus.same_clause", year=year))


def _years(findings: Iterable[EarlierFinding]) -> list[int]:
    return sorted({one.year for one in findings}, reverse=True)


def _form(session: Session, visit: Visit, current: Finding) -> None:
    key = unsaved.current(f"finding.{visit.opened.audit.id}.{current.id or 'new'}")
    seen, finding = opened(key, (visit.opened, current))
    with unsaved.form(session, key):
        values = _wording(session, visit, finding, key)
        sent = st.form_submit_button(session.say("words.save"), type="primary")
    if sent:
        with told(session):
            finding_id = caucus.write_finding(
                session.installation.database,
                seen,
                finding,
                values,
                by=session.account,
                device=session.device,
                at=session.now,
            )
            forget(key)
            unsaved.say_saved(session, finding_id)
            st.rerun()


def _wording(session: Session, visit: Visit, finding: Finding, key: str) -> dict[str, str]:
    asked = {one.item_id for one in visit.judgements}
    known_items = [item.id for item in visit.opened.checklist.items if item.id in asked or item.id in finding.item_ids]
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
    start = replace(finding, criterion=typed_criterion(visit.opened.checklist, finding))
    for field in KINDS[FINDING].fields:
        if field.part == "words" and (field.name in OF_STRENGTHS or not is_strength(finding.grade)):
            stored = getattr(start, field.name)
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
