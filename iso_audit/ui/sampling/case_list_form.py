"""The list of case files: what is in use, and the way to a new one: its file, its sheet, its letters."""

from typing import Any

import streamlit as st

from iso_audit.domain.old_letters import OLD_LETTERS
from iso_audit.domain.sheet import Sheet, in_unicode, old_letters_of
from iso_audit.presenting import case_sheets
from iso_audit.spreadsheets import KINDS, LARGEST, Book, open_book, read_sheet
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui import alerts
from iso_audit.ui.sampling import case_list_understood
from iso_audit.ui.sampling.tables import count
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.show import plain

_BOOK, _ROWS = "sampling.book", "sampling.rows"
"""What a page keeps of a file while it is being looked at."""


def show(session: Session, sampling: Sampling) -> None:
    """Show the list in use and, to who may record, the way to a new one."""
    _in_use(session, sampling)
    st.download_button(
        session.say("sampling.list.blank"),
        lambda: case_sheets.blank_list_xlsx(session.language),
        file_name=session.say("sampling.list.blank_file"),
        mime=case_sheets.XLSX,
        on_click="ignore",
    )
    if session.account.may_record(sampling.opened.audit.id):
        _uploading(session, sampling)


def _in_use(session: Session, sampling: Sampling) -> None:
    if sampling.case_list is None:
        alerts.info(session.say("sampling.list.none"))
        return
    case_list = sampling.case_list
    words = session.say(
        "sampling.list.told",
        name=plain(case_list.file_name),
        rows=count(session, case_list.row_count),
        day=session.day(case_list.as_of),
        by=plain(sampling.names.get(case_list.imported_by, "")),
        time=session.local(case_list.imported_at),
    )
    st.markdown(f"**{session.say('sampling.list.now')}**  \n{words}")
    if case_list.rows_left_out:
        why = case_sheets.left_out_told(case_list.rows_left_out, session.language)
        st.caption(session.say("sampling.list.rows_left_out", why=plain(why)))
    if case_list.left_out:
        st.caption(session.say("sampling.list.left_out", columns=plain("; ".join(case_list.left_out))))
    st.caption(session.say("sampling.list.hash", hash=case_list.content_hash[:16]))


def _uploading(session: Session, sampling: Sampling) -> None:
    audit_id = sampling.opened.audit.id
    st.markdown(f"**{session.say('sampling.list.new')}**")
    list_file = st.file_uploader(
        session.say("sampling.list.upload"),
        type=list(KINDS),
        key=f"sampling.{audit_id}.file.{st.session_state.get('sampling.taken', 0)}",
        max_upload_size=LARGEST // 1024 // 1024,
    )
    if list_file is None:
        for slot in (_BOOK, _ROWS):
            st.session_state.pop(slot, None)
        return
    with told(session):
        sheet = _lettered(session, _sheet(session, list_file), key=str(list_file.file_id))
        case_list_understood.show(session, sampling, sheet, list_file)


def _sheet(session: Session, list_file: Any) -> Sheet:
    """Return the chosen sheet, read once per file and sheet."""
    key = str(list_file.file_id)
    if st.session_state.get(_BOOK, ("", None))[0] != key:
        with st.spinner(session.say("sampling.list.reading")):
            st.session_state[_BOOK] = (key, open_book(list_file.getvalue(), person=session.account.id))
    book: Book = st.session_state[_BOOK][1]
    name = book.sheets[0]
    if len(book.sheets) > 1:
        name = st.selectbox(session.say("sampling.list.sheet"), book.sheets, key=f"sampling.sheet.{key}")
    if book.hidden_sheets:
        st.caption(session.say("sampling.list.hidden_sheets", names=plain("; ".join(book.hidden_sheets))))
    if st.session_state.get(_ROWS, ("", None))[0] != (key, name):
        with st.spinner(session.say("sampling.list.reading")):
            st.session_state[_ROWS] = ((key, name), read_sheet(book, name, person=session.account.id))
    sheet: Sheet = st.session_state[_ROWS][1]
    if sheet.text_format:
        st.caption(session.say("sampling.list.read_as", how=plain(sheet.text_format)))
    return sheet


def _lettered(session: Session, sheet: Sheet, *, key: str) -> Sheet:
    """Return the sheet in Unicode, where it is written in the letters of an old font and nobody says otherwise."""
    kind = old_letters_of(sheet)
    if kind is None:
        return sheet
    words = "sampling.list.letters"
    converted_sheet = in_unicode(sheet, kind)
    before, after = case_sheets.letters_told(sheet, converted_sheet)
    choice = st.radio(
        session.say(f"{words}.question", kind=OLD_LETTERS[kind], before=plain(before), after=plain(after)),
        ("convert", "as_read"),
        format_func=lambda one: session.say(f"{words}.{one}"),
        key=f"sampling.letters.{key}.{sheet.name}",
    )
    return converted_sheet if choice == "convert" else sheet
