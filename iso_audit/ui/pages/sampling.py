"""Case files of an audit: the list, the draw, the sampled files, the figures and the days off."""

import streamlit as st

from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling import (
    case_list_form,
    days_off,
    drawing,
    figures_form,
    procedures_form,
    sampled_files,
    tables,
)
from iso_audit.ui.session import Session
from iso_audit.ui.shared import audit_pages
from iso_audit.ui.shared.announcing import announced

PARTS = ("list", "draw", "files", "figures", "days")


def show(session: Session, sampling: Sampling) -> None:
    """Show the page."""
    tables.load_style()
    st.caption(session.say("sampling.no_names"))
    if words := announced(session, "sampling"):
        alerts.success(words)
    _part(session, sampling)


def _part(session: Session, sampling: Sampling) -> None:
    """Show one part at a time: the place in the page stands in the URL."""
    first = "files" if sampling.files else "list"
    place = st.query_params.get("part", first)
    part = st.segmented_control(
        session.say("sampling.title"),
        PARTS,
        default=place if place in PARTS else first,
        required=True,
        format_func=lambda one: session.say(f"sampling.part_{one}"),
        label_visibility="collapsed",
        key=f"sampling.part.{sampling.opened.audit.id}",
    )
    if part != place:
        st.query_params["part"] = part
        st.query_params.pop("case", None)
    if part == "list":
        case_list_form.show(session, sampling)
        procedures_form.show(session, sampling)
    elif part == "draw":
        drawing.show(session, sampling)
    elif part == "files":
        sampled_files.show(session, sampling)
    elif part == "figures":
        figures_form.show(session, sampling)
    else:
        days_off.show(session, sampling)


audit_pages.page("sampling", tables.sampling_of, show)
