"""The list of case files: what is in use, a new file with its columns set right, and its faults told at once."""

from datetime import date
from typing import Any

import streamlit as st

from iso_audit.domain.case_list import LIST_FIELDS, REQUIRED, Column, columns, guessed_columns, header_row
from iso_audit.domain.case_rows import RowFault
from iso_audit.domain.sheet import Sheet
from iso_audit.i18n.writing import day
from iso_audit.presenting import case_sheets
from iso_audit.spreadsheets import KINDS, LARGEST, open_book, read_sheet
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui import alerts, markup
from iso_audit.ui.sampling.tables import count
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import case_lists
from iso_audit.workflow.conducting.case_lists import CaseListFaulty, ListAsked

SHOWN_FAULTS = 100


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
        day=day(case_list.as_of),
        by=plain(sampling.names.get(case_list.imported_by, "")),
        time=session.local(case_list.imported_at),
    )
    st.markdown(f"**{session.say('sampling.list.now')}**  \n{words}")
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
        return
    with told(session):
        sheet = _sheet(session, list_file)
        _choosing(session, sampling, sheet, list_file)


def _sheet(session: Session, list_file: Any) -> Sheet:
    """Return the chosen sheet, read once per file and sheet."""
    slot, key = "sampling.book", str(list_file.file_id)
    if st.session_state.get(slot, ("", None))[0] != key:
        with st.spinner(session.say("sampling.list.reading")):
            st.session_state[slot] = (key, open_book(list_file.getvalue(), person=session.account.id))
    book = st.session_state[slot][1]
    name = book.sheets[0]
    if len(book.sheets) > 1:
        name = st.selectbox(session.say("sampling.list.sheet"), book.sheets, key=f"sampling.sheet.{key}")
    slot = "sampling.rows"
    if st.session_state.get(slot, ("", None))[0] != (key, name):
        with st.spinner(session.say("sampling.list.reading")):
            st.session_state[slot] = ((key, name), read_sheet(book, name, person=session.account.id))
    sheet: Sheet = st.session_state[slot][1]
    return sheet


def _choosing(session: Session, sampling: Sampling, sheet: Sheet, list_file: Any) -> None:
    words, key = "sampling.list", f"sampling.{list_file.file_id}.{sheet.name}"
    if sheet.text_format:
        st.caption(session.say(f"{words}.read_as", how=plain(sheet.text_format)))
    guess = header_row(sheet, case_lists.headings())
    last = sheet.rows[-1].number
    header = int(st.number_input(session.say(f"{words}.header"), 1, last, min(guess, last), key=f"{key}.header"))
    sheet_columns = columns(sheet, header, case_lists.headings())
    guesses = guessed_columns(sheet_columns, case_lists.headings())
    with st.form(f"{key}.form"):
        st.markdown(f"**{session.say(f'{words}.columns')}**")
        st.caption(session.say(f"{words}.columns_hint"))
        indexes = {}
        for name in LIST_FIELDS:
            index = _column(session, name, sheet_columns, guesses.get(name), key=f"{key}.{header}.{name}")
            if index is not None:
                indexes[name] = index
        _told_left_out(session, sheet_columns, guesses)
        as_of: date = st.date_input(
            session.say(f"{words}.as_of"),
            sampling.as_of,
            format="DD/MM/YYYY",
            key=f"{key}.as_of",
        )
        st.caption(session.say(f"{words}.as_of_hint"))
        is_sent = st.form_submit_button(session.say(f"{words}.take"), type="primary")
    if is_sent:
        _take(session, sampling, ListAsked(sheet, header, indexes, list_file.name, as_of))


def _column(
    session: Session, name: str, sheet_columns: tuple[Column, ...], guess: int | None, *, key: str
) -> int | None:
    open_to = {column.index: column for column in sheet_columns if not column.personal}
    options = [None, *open_to]
    label = session.say(f"fields.case.{name}") + (" *" if name in REQUIRED else "")

    def called(index: int | None) -> str:
        if index is None:
            return session.say("sampling.list.not_there")
        column = open_to[index]
        ending = "column_example" if column.example else "column"
        return session.say(
            f"sampling.list.{ending}", letter=column.letter, heading=column.heading, example=column.example
        )

    at = options.index(guess) if guess in open_to else 0
    return st.selectbox(label, options, index=at, format_func=called, key=key)


def _told_left_out(session: Session, sheet_columns: tuple[Column, ...], guesses: dict[str, int]) -> None:
    left_columns = case_lists.left_out(sheet_columns, guesses)
    for personal, words in ((True, "personal"), (False, "unused")):
        names = [column.heading or column.letter for column in left_columns if column.personal is personal]
        if names:
            (st.warning if personal else st.caption)(
                session.say(f"sampling.list.{words}", columns=plain("; ".join(names)))
            )


def _take(session: Session, sampling: Sampling, request: ListAsked) -> None:
    database, audit_id = session.installation.database, sampling.opened.audit.id
    try:
        with st.spinner(session.say("sampling.list.taking")):
            case_list = case_lists.take_in(database, audit_id, request, by=session.account, at=session.now)
    except CaseListFaulty as faulty:
        _faults(session, faulty.faults)
        return
    rows, time = count(session, case_list.row_count), session.clock(session.now)
    st.session_state["sampling.told"] = session.say("sampling.list.taken", rows=rows, time=time)
    st.session_state["sampling.taken"] = st.session_state.get("sampling.taken", 0) + 1
    st.rerun()


def _faults(session: Session, faults: tuple[RowFault, ...]) -> None:
    words = "sampling.faults"
    alerts.error(session.say(f"{words}.title", count=count(session, len(faults))))
    st.caption(session.say(f"{words}.hint", shown=min(SHOWN_FAULTS, len(faults))))
    st.download_button(
        session.say(f"{words}.download"),
        lambda: case_sheets.faults_csv(faults, session.language),
        file_name=session.say(f"{words}.file"),
        mime="text/csv",
        on_click="ignore",
    )
    names = [session.say(f"{words}.{name}") for name in ("row", "column", "what", "mend")]
    rows = []
    for fault in faults[:SHOWN_FAULTS]:
        values = (str(fault.row), fault.column, *case_sheets.fault_told(fault, session.language))
        cells = zip(names, values, strict=True)
        rows.append((markup.joined('<td data-name="{}">{}</td>', cells),))
    head = markup.joined("<th>{}</th>", ((name,) for name in names))
    body = markup.joined("<tr>{}</tr>", rows)
    table = '<table class="ia-table ia-faults"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    markup.show(table, head, body)
