"""What the checklist says of the items that a finding rests on: the question, what inspectors wrote, photographs."""

import streamlit as st

from iso_audit.domain.checklist import Checklist
from iso_audit.domain.completion import Judgement
from iso_audit.domain.finding import Finding
from iso_audit.domain.photo import Photo, photos
from iso_audit.domain.subjects import KINDS
from iso_audit.storage.queries import photos as queries
from iso_audit.storage.queries.visit import Visit
from iso_audit.ui.session import Session
from iso_audit.ui.shared.field_input import field_name
from iso_audit.ui.shared.show import plain

THUMBNAIL = 96
"""How wide a photograph is shown beside the wording, in pixels."""


def show(session: Session, visit: Visit, finding: Finding) -> None:
    """Show each item of a finding with its own words, which the wording leaves untouched."""
    judgement_of = {one.item_id: one for one in visit.judgements}
    for item_id in finding.item_ids:
        if item_id in judgement_of:
            _item(session, visit, judgement_of[item_id])


def title(session: Session, checklist: Checklist, item_id: str) -> str:
    """Return an item's id and question as Markdown, with the number that the card shows where that is one of ours."""
    item = checklist.item(item_id)
    name = f"{item_id} · {item.clause}" if checklist.has_own_number(item) else item_id
    return f"**{plain(name)}** {plain(session.text(item.question))}"


def _item(session: Session, visit: Visit, judgement: Judgement) -> None:
    st.markdown(title(session, visit.opened.checklist, judgement.item_id))
    for field in KINDS["item"].fields:
        if field.longest and (text := judgement.value(field.name)):
            st.caption(f"{field_name(session, 'item', field.name)}: {plain(text)}")
    pictures = [one for one in photos(visit.opened.journal) if one.attached and one.item_id == judgement.item_id]
    if pictures:
        with st.container(horizontal=True):
            for one in pictures:
                _photo(session, one)


def _photo(session: Session, photo: Photo) -> None:
    database, account = session.installation.database, session.account
    picture = queries.picture(database, photo.id, reader=account, thumbnail=True)
    st.image(picture.jpeg, caption=plain(photo.caption) or None, width=THUMBNAIL)
