"""The draw: strata of the list, seed, what was drawn, drawing again to compare, and files chosen on purpose."""

import streamlit as st

from iso_audit.domain.bank import AgencyKind
from iso_audit.domain.case_draw import LATE_LIMIT, LONGEST_SEED, Stratum, proposed_strata
from iso_audit.domain.case_file import code_key
from iso_audit.domain.errors import NotFound
from iso_audit.storage.queries.sampling import Population, Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling.tables import count, population_of
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.ui.shared.announcing import announce
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import sampling as samplings

BOXED_STRATA = 20


def show(session: Session, sampling: Sampling) -> None:
    """Show the draw and the ways to change the sample."""
    _facts(session, sampling)
    may_write = session.account.may_record(sampling.opened.audit.id)
    population = population_of(session, sampling)
    if population is None:
        alerts.info(session.say("sampling.draw.no_list"))
    elif may_write:
        _drawing(session, sampling, population)
    if may_write:
        _on_purpose(session, sampling)


def _facts(session: Session, sampling: Sampling) -> None:
    if sampling.draw is None:
        return
    words = "sampling.draw"
    told_so = session.say(
        f"{words}.facts",
        seed=sampling.draw.seed,
        wanted=sampling.draw.wanted,
        strata=len(sampling.draw.strata),
        by=sampling.draw.drawn_by,
        time=session.local(sampling.draw.drawn_at),
    )
    st.markdown(f"**{plain(told_so)}**")
    if sampling.case_list and sampling.case_list.content_hash != sampling.draw.content_hash:
        alerts.warning(session.say(f"{words}.other_list"))
    if st.button(session.say(f"{words}.again")):
        _compare(session, sampling)


def _compare(session: Session, sampling: Sampling) -> None:
    again = samplings.redrawn(session.installation.database, sampling)
    if again is None:
        alerts.info(session.say("sampling.draw.list_gone"))
        return
    there = {one.file.record.key: one.file.record.code for one in sampling.files if one.file.selection != "purposeful"}
    anew = {code_key(code): code for code in again}
    if anew.keys() == there.keys():
        alerts.success(session.say("sampling.draw.same", count=len(again)))
        return
    nothing = session.say("sampling.none")
    extra = ", ".join(anew[key] for key in sorted(anew.keys() - there.keys())) or nothing
    missing = ", ".join(there[key] for key in sorted(there.keys() - anew.keys())) or nothing
    alerts.warning(session.say("sampling.draw.differs", extra=extra, missing=missing))


def _drawing(session: Session, sampling: Sampling, population: Population) -> None:
    words, audit_id = "sampling.draw", sampling.opened.audit.id
    kind = _kind(session, sampling)
    least, most = (kind.procedures_minimum, kind.procedures_maximum) if kind else (3, 5)
    files = (kind.case_files_minimum, kind.case_files_maximum) if kind else (10, 25)
    key = unsaved.current(f"sampling.draw.{audit_id}")
    with unsaved.form(session, key, border=True):
        strata_ids = _strata(session, population, key, proposed_strata(population.strata, most))
        st.caption(session.say(f"{words}.choose_hint", least=least, most=most))
        unsaved.number(session, f"{key}.size", 1, 200)
        sample_size = st.number_input(session.say(f"{words}.wanted"), 1, 200, files[0], key=f"{key}.size")
        st.caption(session.say(f"{words}.wanted_hint", least=files[0], most=files[1], late=LATE_LIMIT))
        proposed_seed = _proposed_seed(audit_id)
        seed = st.text_input(session.say(f"{words}.seed"), proposed_seed, max_chars=LONGEST_SEED, key=f"{key}.seed")
        st.caption(session.say(f"{words}.seed_hint"))
        reason = ""
        if sampling.draw:
            reason = st.text_input(session.say(f"{words}.reason"), max_chars=500, key=f"{key}.reason")
        is_sent = st.form_submit_button(session.say(f"{words}.do"), type="primary")
    if not is_sent:
        return
    with told(session):
        result = samplings.draw_sample(
            session.installation.database,
            audit_id,
            samplings.Wish(seed, tuple(strata_ids), int(sample_size), reason),
            calendar=sampling.calendar,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        unsaved.begin_anew(key)
        del st.session_state[f"sampling.{audit_id}.seed"]
        time = session.clock(session.now)
        announce(
            "sampling",
            session.say(f"{words}.done", drawn=len(result.drawn_files), late=len(result.late), time=time),
        )
        st.rerun()


def _proposed_seed(audit_id: str) -> str:
    slot = f"sampling.{audit_id}.seed"
    if slot not in st.session_state:
        st.session_state[slot] = samplings.proposed_seed()
    return str(st.session_state[slot])


def _kind(session: Session, sampling: Sampling) -> AgencyKind | None:
    try:
        return session.banks.kind(sampling.opened.agency.kind)
    except NotFound:
        return None


def _strata(session: Session, population: Population, key: str, proposed_ids: tuple[str, ...]) -> list[str]:
    """Return the strata that are ticked: the largest and the proposed ones by a box each, the others from a list."""
    st.markdown(f"**{session.say('sampling.draw.choose')}**")
    boxed_strata = [
        one for place, one in enumerate(population.strata) if place < BOXED_STRATA or one.id in proposed_ids
    ]
    strata_ids = [
        one.id
        for one in boxed_strata
        if st.checkbox(_called(session, one), one.id in proposed_ids, key=f"{key}.stratum.{one.id}")
    ]
    others = {one.id: one for one in population.strata if one not in boxed_strata}
    if others:
        unsaved.choices(session, f"{key}.others", list(others), lambda one: _called(session, others[one]))
        strata_ids += st.multiselect(
            session.say("sampling.draw.others"),
            list(others),
            format_func=lambda one: _called(session, others[one]),
            placeholder=session.say("words.choose"),
            key=f"{key}.others",
        )
    return strata_ids


def _called(session: Session, one: Stratum) -> str:
    return session.say(
        "sampling.draw.stratum",
        procedure=plain(one.procedure),
        sector=plain(one.sector) or session.say("sampling.none"),
        files=count(session, one.files),
        overdue=count(session, one.overdue),
    )


def _on_purpose(session: Session, sampling: Sampling) -> None:
    words = "sampling.draw"
    key = unsaved.current(f"sampling.add.{sampling.opened.audit.id}")
    with unsaved.form(session, key, border=True):
        st.markdown(f"**{session.say(f'{words}.purposeful')}**")
        code = st.text_input(session.say(f"{words}.code"), max_chars=100, key=f"{key}.code")
        why = st.text_input(session.say(f"{words}.why"), max_chars=500, key=f"{key}.why")
        if not st.form_submit_button(session.say(f"{words}.add")):
            return
    with told(session):
        samplings.add_on_purpose(
            session.installation.database,
            sampling.opened.audit.id,
            code,
            why,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        unsaved.begin_anew(key)
        time = session.clock(session.now)
        announce("sampling", session.say(f"{words}.added", code=plain(code), time=time))
        st.rerun()
