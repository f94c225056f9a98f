"""A draft tried on the card as an inspector will see it: for a kind of agency and a form, nothing of it kept."""

import streamlit as st

from iso_audit import assets
from iso_audit.checklists import contents
from iso_audit.domain.composition import compose
from iso_audit.presenting.card_preview import preview_data
from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.workflow.questions.drafts import OpenDraft


def show(session: Session, opened_draft: OpenDraft) -> None:
    """Ask for which kind of agency and by which form; mount the card with that checklist."""
    if opened_draft.faults:
        alerts.info(session.say("questions.preview.after_mending"))
        return
    bank = contents.bank_from(opened_draft.contents)
    kinds, forms = ({one.id: session.text(one.name) for one in these} for these in (bank.kinds, bank.forms))
    key, (left, right) = f"questions.preview.{opened_draft.draft.id}", st.columns(2)
    words = {table: session.say(f"questions.tables.{table}") for table in ("kind", "form")}
    kind = left.selectbox(words["kind"], list(kinds), format_func=kinds.__getitem__, key=f"{key}.kind")
    form = right.selectbox(words["form"], list(forms), format_func=forms.__getitem__, key=f"{key}.form")
    if not st.toggle(session.say("questions.preview.open"), key=f"{key}.open"):
        return
    checklist = compose(bank, kind=kind, form=form)
    zone = session.installation.settings.zone
    data = preview_data(bank, checklist, language=session.language, zone=zone, now=session.now)
    script = assets.loader(assets.CARD)
    st.caption(session.say("questions.preview.nothing_kept"))
    st.components.v2.component("iso_audit.checklist_preview", js=script, isolate_styles=True)(
        key=f"preview-{opened_draft.draft.id}-{kind}-{form}", data=data
    )
