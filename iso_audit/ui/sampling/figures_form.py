"""Figures: what the agency reported against what the list and the sample show, and sums that do not add up."""

from collections.abc import Callable

import streamlit as st

from iso_audit.domain.case_figures import SAMPLE, Figures, failed_checks, parts_of, parts_text
from iso_audit.domain.case_file import CaseState
from iso_audit.domain.journal import Journal
from iso_audit.domain.subjects import KINDS
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling.tables import count, decimal, population_of, table
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import field_input, unsaved
from iso_audit.ui.shared.announcing import announce
from iso_audit.ui.shared.editing import forget, opened
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import sampling as samplings
from iso_audit.workflow.conducting.recording import Change
from iso_audit.workflow.reporting import case_facts

STATES = (CaseState.PENDING, CaseState.PENDING_LATE, CaseState.SUPPLEMENT, CaseState.REFUSED, CaseState.WITHDRAWN)


def show(session: Session, sampling: Sampling) -> None:
    """Show the comparison, the sums, the failed checks and the form of reported numbers."""
    population = population_of(session, sampling)
    figures = population.figures if population else None
    _comparison(session, sampling, figures)
    for fault in sampling.sums:
        alerts.warning(case_facts.sum_told(fault, session.language))
    _gaps(session, sampling, figures)
    _failed(session, sampling)
    _reported(session, sampling)


def _comparison(session: Session, sampling: Sampling, figures: Figures | None) -> None:
    words, declared_figures = "sampling.figures", sampling.declared
    columns = [one for one in (figures, sampling.figures(selection="drawn"), sampling.figures()) if one is not None]
    names = ["declared", *(["listed"] if figures else []), "drawn", "sampled"]

    def row(name: str, declared_text: str, value: Callable[[Figures], str]) -> list[str]:
        return [session.say(f"{words}.{name}"), declared_text, *(value(one) for one in columns)]

    def percent(rate: float | None) -> str:
        told_rate = decimal(session, rate)
        return told_rate if rate is None else session.say(f"{words}.percent", rate=told_rate)

    def whole(number: int | None) -> str:
        return count(session, number)

    nothing = whole(None)
    rows = [
        row("total", whole(declared_figures.total), lambda one: whole(one.files)),
        row("settled", whole(declared_figures.settled), lambda one: whole(one.settled)),
        row("on_time", whole(declared_figures.on_time), lambda one: whole(one.on_time)),
        row("late", whole(declared_figures.late), lambda one: whole(one.late)),
        row("rate", percent(declared_figures.on_time_rate), lambda one: percent(one.on_time_rate)),
        row("overrun", nothing, lambda one: decimal(session, one.mean_overrun)),
    ]
    rows.append(row("pending_all", whole(declared_figures.pending), lambda one: whole(one.pending)))
    rows += [row(state.value, nothing, _counting(session, state)) for state in STATES]
    rows.append(row("unknown", nothing, lambda one: whole(one.not_measurable)))
    header = [session.say(f"{words}.{name}") for name in ("what", *names)]
    table(header, rows, numbers=frozenset(range(1, len(header))))
    st.caption(session.say(f"{words}.rate_hint"))


def _counting(session: Session, state: CaseState) -> Callable[[Figures], str]:
    return lambda one: count(session, one.states.get(state, 0))


def _gaps(session: Session, sampling: Sampling, figures: Figures | None) -> None:
    declared_rate = sampling.declared.on_time_rate
    for name, one in (("gap_listed", figures), ("gap_drawn", sampling.figures(selection="drawn"))):
        rate = one.on_time_rate if one else None
        if declared_rate is None or rate is None or round(declared_rate, 1) == round(rate, 1):
            continue
        alerts.warning(
            session.say(
                "sampling.figures.gap",
                declared=decimal(session, declared_rate),
                measured=decimal(session, rate),
                where=session.say(f"sampling.figures.{name}"),
                gap=decimal(session, abs(round(declared_rate, 1) - round(rate, 1))),
            )
        )


def _failed(session: Session, sampling: Sampling) -> None:
    words = "sampling.figures"
    st.markdown(f"**{session.say(f'{words}.failed')}**")
    failure_counts = failed_checks(one.file for one in sampling.files)
    if not failure_counts:
        st.caption(session.say(f"{words}.failed_none"))
    for name, (number, of) in failure_counts.items():
        fault = samplings.fault_name(name, session.language)
        st.markdown(f"- {plain(session.say('sampling.printed.fault', fault=fault, count=number, of=of))}")


def _reported(session: Session, sampling: Sampling) -> None:
    words, audit_id = "sampling.figures", sampling.opened.audit.id
    key = unsaved.current(f"sampling.{audit_id}.declared")
    journal: Journal = opened(key, sampling.opened.journal)
    is_locked, values = not session.account.may_record(audit_id), journal.values(SAMPLE)
    with unsaved.form(session, key, border=True):
        st.markdown(f"**{session.say(f'{words}.reported')}**")
        st.caption(session.say(f"{words}.reported_hint"))
        changes: list[Change] = [
            (
                SAMPLE,
                one.name,
                field_input.show(session, SAMPLE, one, values.get(one.name, ""), key=key, is_locked=is_locked),
            )
            for one in KINDS["sample"].fields
            if one.part == "declared"
        ]
        lines = "\n".join(f"{name}: {number}" for name, number in sampling.declared.parts)
        text = st.text_area(session.say("fields.sample.declared_parts"), lines, key=f"{key}.parts", disabled=is_locked)
        is_sent = st.form_submit_button(session.say("words.save"), type="primary", disabled=is_locked)
    if not is_sent:
        return
    with told(session):
        changes.append((SAMPLE, "declared_parts", parts_text(parts_of(text))))
        session.record(audit_id, changes, journal=journal)
        forget(key)
        announce("sampling", session.say("words.saved", time=session.clock(session.now)))
        st.rerun()
