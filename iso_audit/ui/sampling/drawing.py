"""The draw: strata of the list, seed, what was drawn, drawing again to compare, and files chosen on purpose."""

import streamlit as st

from iso_audit.domain.bank import AgencyKind
from iso_audit.domain.case_draw import LATE_LIMIT, LONGEST_SEED, Stratum, proposed_strata
from iso_audit.domain.case_file import code_key
from iso_audit.domain.errors import NotFound
from iso_audit.storage.queries.sampling import Population, Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling.tables import count, population
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import sampling

BOXED_STRATA = 20


def show(session: Session, known: Sampling) -> None:
    """Show the draw and the ways to change the sample."""
    _facts(session, known)
    may_write = session.account.may_record(known.opened.audit.id)
    measured = population(session, known)
    if measured is None:
        alerts.info(session.say("sampling.draw.no_list"))
    elif may_write:
        _drawing(session, known, measured)
    if may_write:
        _on_purpose(session, known)


def _facts(session: Session, known: Sampling) -> None:
    if known.draw is None:
        return
    words = "sampling.draw"
    told_so = session.say(
        f"{words}.facts",
        seed=known.draw.seed,
        wanted=known.draw.wanted,
        strata=len(known.draw.strata),
        by=known.draw.drawn_by,
        time=session.local(known.draw.drawn_at),
    )
    st.markdown(f"**{plain(told_so)}**")
    if known.case_list and known.case_list.content_hash != known.draw.content_hash:
        alerts.warning(session.say(f"{words}.other_list"))
    if st.button(session.say(f"{words}.again")):
        _compare(session, known)


def _compare(session: Session, known: Sampling) -> None:
    again = sampling.redrawn(session.installation.database, known)
    if again is None:
        alerts.info(session.say("sampling.draw.list_gone"))
        return
    there = {one.file.record.key: one.file.record.code for one in known.files if one.file.selection != "purposeful"}
    anew = {code_key(code): code for code in again}
    if anew.keys() == there.keys():
        alerts.success(session.say("sampling.draw.same", count=len(again)))
        return
    nothing = session.say("sampling.none")
    extra = ", ".join(anew[key] for key in sorted(anew.keys() - there.keys())) or nothing
    missing = ", ".join(there[key] for key in sorted(there.keys() - anew.keys())) or nothing
    alerts.warning(session.say("sampling.draw.differs", extra=extra, missing=missing))


def _drawing(session: Session, known: Sampling, measured: Population) -> None:
    words, audit_id = "sampling.draw", known.opened.audit.id
    kind = _kind(session, known)
    least, most = (kind.procedures_minimum, kind.procedures_maximum) if kind else (3, 5)
    files = (kind.case_files_minimum, kind.case_files_maximum) if kind else (10, 25)
    with st.form(f"sampling.{audit_id}.draw"):
        chosen = _strata(session, measured, proposed_strata(measured.strata, most))
        st.caption(session.say(f"{words}.choose_hint", least=least, most=most))
        wanted = st.number_input(session.say(f"{words}.wanted"), 1, 200, files[0])
        st.caption(session.say(f"{words}.wanted_hint", least=files[0], most=files[1], late=LATE_LIMIT))
        seed = st.text_input(session.say(f"{words}.seed"), _proposed_seed(audit_id), max_chars=LONGEST_SEED)
        st.caption(session.say(f"{words}.seed_hint"))
        reason = st.text_input(session.say(f"{words}.reason"), max_chars=500) if known.draw else ""
        sent = st.form_submit_button(session.say(f"{words}.do"), type="primary")
    if not sent:
        return
    with told(session):
        result = sampling.draw_sample(
            session.installation.database,
            audit_id,
            sampling.Wish(seed, tuple(chosen), int(wanted), reason),
            calendar=known.calendar,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        del st.session_state[f"sampling.{audit_id}.seed"]
        time = session.clock(session.now)
        st.session_state["sampling.told"] = session.say(
            f"{words}.done", drawn=len(result.drawn_files), late=len(result.late), time=time
        )
        st.rerun()


def _proposed_seed(audit_id: str) -> str:
    slot = f"sampling.{audit_id}.seed"
    if slot not in st.session_state:
        st.session_state[slot] = sampling.proposed_seed()
    return str(st.session_state[slot])


def _kind(session: Session, known: Sampling) -> AgencyKind | None:
    try:
        return session.installation.bank.kind(known.opened.agency.kind)
    except NotFound:
        return None


def _strata(session: Session, measured: Population, proposed: tuple[str, ...]) -> list[str]:
    """Return the strata that are ticked: the largest and the proposed ones by a box each, the others from a list."""
    st.markdown(f"**{session.say('sampling.draw.choose')}**")
    boxed = [one for place, one in enumerate(measured.strata) if place < BOXED_STRATA or one.id in proposed]
    chosen = [
        one.id for one in boxed if st.checkbox(_called(session, one), one.id in proposed, key=f"stratum.{one.id}")
    ]
    others = {one.id: one for one in measured.strata if one not in boxed}
    if others:
        chosen += st.multiselect(
            session.say("sampling.draw.others"),
            list(others),
            format_func=lambda one: _called(session, others[one]),
            placeholder=session.say("words.choose"),
        )
    return chosen


def _called(session: Session, one: Stratum) -> str:
    return session.say(
        "sampling.draw.stratum",
        procedure=plain(one.procedure),
        sector=plain(one.sector) or session.say("sampling.none"),
        files=count(session, one.files),
        overdue=count(session, one.overdue),
    )


def _on_purpose(session: Session, known: Sampling) -> None:
    words = "sampling.draw"
    with st.form(f"sampling.{known.opened.audit.id}.add", clear_on_submit=True):
        st.markdown(f"**{session.say(f'{words}.purposeful')}**")
        code = st.text_input(session.say(f"{words}.code"), max_chars=100)
        why = st.text_input(session.say(f"{words}.why"), max_chars=500)
        if not st.form_submit_button(session.say(f"{words}.add")):
            return
    with told(session):
        sampling.add_on_purpose(
            session.installation.database,
            known.opened.audit.id,
            code,
            why,
            by=session.account,
            device=session.device,
            at=session.now,
        )
        time = session.clock(session.now)
        st.session_state["sampling.told"] = session.say(f"{words}.added", code=plain(code), time=time)
        st.rerun()
