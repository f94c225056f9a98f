"""What was understood of a list: its columns, what only people can say, what stays out and why, and one consent."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from iso_audit.domain.case_layout import RowKind
from iso_audit.domain.case_list import LIST_FIELDS, REQUIRED, Column, columns, guessed_columns, header_row
from iso_audit.domain.case_rows import Choices, Reading, RowFault
from iso_audit.domain.sheet import Sheet
from iso_audit.presenting import case_sheets
from iso_audit.storage.queries.sampling import Sampling
from iso_audit.ui import alerts, markup
from iso_audit.ui.sampling.tables import count, table
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared.announcing import announce
from iso_audit.ui.shared.show import plain
from iso_audit.workflow.conducting import case_lists
from iso_audit.workflow.conducting.case_lists import ListAsked

SHOWN_FAULTS, SHOWN_RECORDS, SHOWN_LIMITS, MANY = 100, 3, 5, 10
_READ = "sampling.reading"
Key = tuple[object, ...]


def show(session: Session, sampling: Sampling, sheet: Sheet, list_file: Any) -> None:
    """Show what was understood of a sheet, and take it in when somebody consents."""
    key = f"sampling.{list_file.file_id}.{sheet.name}.{hash(sheet.rows[:40])}"
    all_columns, header, column_of = _columns(session, sheet, key=key)
    wish = ListAsked(sheet, header, column_of, list_file.name, sampling.as_of)
    choices = _chosen(session, _read(sampling, wish, key=key), key=key)
    wish = replace(wish, choices=choices)
    reading = _read(sampling, wish, key=key)
    _records(session, reading, column_of, all_columns)
    _left_out(session, reading)
    _limits(session, reading)
    as_of: date = st.date_input(
        session.say("sampling.list.as_of"), sampling.as_of, format=session.day_format, key=f"{key}.as_of"
    )
    st.caption(session.say("sampling.list.as_of_hint"))
    if not reading.records:
        return
    rows, left = len(reading.records), len(reading.left_out)
    words = session.say(
        f"sampling.list.{'take_leaving' if left else 'take'}", rows=count(session, rows), left=count(session, left)
    )
    if st.button(words, type="primary", key=f"{key}.take"):
        _take(session, sampling, replace(wish, as_of=as_of, leaves_out_faulty=True))


def _columns(session: Session, sheet: Sheet, *, key: str) -> tuple[tuple[Column, ...], int, dict[str, int]]:
    """Return the columns, the row of the headings and the column of each field: as guessed, or as set right here."""
    guess = header_row(sheet, case_lists.headings())
    slot = f"{key}.header"
    header = int(st.session_state.get(slot, guess))
    all_columns = columns(sheet, header, case_lists.headings())
    guesses = guessed_columns(all_columns, case_lists.headings())
    is_sure = set(REQUIRED) <= set(guesses)
    with st.expander(session.say("sampling.list.columns"), expanded=not is_sure):
        st.caption(session.say("sampling.list.columns_hint"))
        last = sheet.rows[-1].number
        st.number_input(session.say("sampling.list.header"), 1, last, min(guess, last), key=slot)
        indexes = {}
        for name in LIST_FIELDS:
            index = _column(session, name, all_columns, guesses.get(name), key=f"{key}.{header}.{name}")
            if index is not None:
                indexes[name] = index
    left_columns = case_lists.left_out(all_columns, indexes)
    for personal, words in ((True, "personal"), (False, "unused")):
        names = [column.heading or column.letter for column in left_columns if column.personal is personal]
        if names:
            told_so = session.say(f"sampling.list.{words}", columns=plain("; ".join(names)))
            (st.warning if personal else st.caption)(told_so)
    return all_columns, header, indexes


def _column(session: Session, name: str, all_columns: tuple[Column, ...], guess: int | None, *, key: str) -> int | None:
    open_to = {column.index: column for column in all_columns if not column.personal}
    options = [None, *open_to]
    label = session.say(f"fields.case.{name}") + (" *" if name in REQUIRED else "")

    def called(index: int | None) -> str:
        return session.say("sampling.list.not_there") if index is None else _called(session, open_to[index])

    at = options.index(guess) if guess in open_to else 0
    return st.selectbox(label, options, index=at, format_func=called, key=key)


def _called(session: Session, column: Column) -> str:
    ending = "column_example" if column.example else "column"
    name = session.say(f"sampling.list.{ending}", letter=column.letter, heading=column.heading, example=column.example)
    return session.say("sampling.list.column_hidden", name=name) if column.is_hidden else name


def _read(sampling: Sampling, wish: ListAsked, *, key: str) -> Reading:
    """Return what the list gives, read once for each set of columns and choices."""
    asked: Key = (key, wish.header, tuple(sorted(wish.column_of.items())), wish.choices, sampling.procedures)
    readings: dict[Key, Reading] = st.session_state.setdefault(_READ, {})
    if asked not in readings:
        reading = case_lists.understood(sampling.opened, wish)
        st.session_state[_READ] = {**dict(list(readings.items())[-1:]), asked: reading}
    return st.session_state[_READ][asked]  # type: ignore[no-any-return]


def _chosen(session: Session, reading: Reading, *, key: str) -> Choices:
    """Ask what only people can say of the list."""
    words = "sampling.list.question"
    dates = hidden = None
    if reading.hidden_rows:
        rows = len(reading.records) + reading.left_out_counts[RowKind.FAULTY]
        hidden_count = count(session, len(reading.hidden_rows))
        alerts.warning(session.say(f"{words}.hidden", hidden=hidden_count, rows=count(session, rows)))
        hidden = _radio(session, "hidden", ("take", "leave"), key=key)
    if reading.doubts:
        names = {name: session.say(f"fields.case.{name}") for name in LIST_FIELDS}
        lines = [
            session.say(
                f"{words}.doubt",
                column=names[doubt.field],
                rows=case_sheets.row_ranges(doubt.rows),
                as_read=session.day(doubt.as_read) if doubt.as_read else "–",
                swapped=session.day(doubt.swapped_day),
            )
            for doubt in reading.doubts
        ]
        is_split = any(doubt.swaps_dates for doubt in reading.doubts)
        alerts.warning(session.say(f"{words}.{'dates' if is_split else 'month_first'}"), *lines)
        dates = _radio(session, "dates", ("swap", "as_read"), key=key)
    return Choices(dates or "", hidden or "")  # type: ignore[arg-type]


def _radio(session: Session, name: str, options: tuple[str, ...], *, key: str) -> str | None:
    """Ask a question of the list that has no answer until somebody gives one."""
    words = "sampling.list.question"
    return st.radio(
        session.say(f"{words}.{name}_which"),
        options,
        index=None,
        format_func=lambda one: session.say(f"{words}.{name}_{one}"),
        key=f"{key}.{name}",
    )


def _records(session: Session, reading: Reading, column_of: Mapping[str, int], all_columns: tuple[Column, ...]) -> None:
    """Show by field the column it is read from, and the first case files as they were understood."""
    some = reading.records[:SHOWN_RECORDS]
    if not some:
        return
    st.markdown(f"**{session.say('sampling.list.understood')}**")
    by_index = {column.index: column for column in all_columns}
    rows = []
    for name in LIST_FIELDS:
        if name in column_of:
            column = by_index[column_of[name]]
            read_from = f"{column.letter} · {column.heading}" if column.heading else column.letter
            read_from = session.say("sampling.list.column_hidden", name=read_from) if column.is_hidden else read_from
            values = [case_sheets.value_told(record, name, session.language) for record in some]
            rows.append((session.say(f"fields.case.{name}"), read_from, *values))
    examples = [session.say("sampling.list.example", number=number) for number in range(1, len(some) + 1)]
    with st.container(key="sampling-understood"):
        table((session.say("sampling.list.field"), session.say("sampling.list.from_column"), *examples), rows)


def _left_out(session: Session, reading: Reading) -> None:
    """Tell how many rows stay out and why; of faulty ones each fault with its cure."""
    words = "sampling.list"
    if reading.left_out:
        st.markdown(f"**{session.say(f'{words}.stays_out', count=count(session, len(reading.left_out)))}**")
        rows = [
            (
                session.say(f"sampling.left_out.{kind}"),
                count(session, number),
                case_sheets.row_ranges(one.row for one in reading.left_out if one.kind is kind),
            )
            for kind, number in sorted(reading.left_out_counts.items())
        ]
        table([session.say(f"{words}.{name}") for name in ("why", "count", "rows")], rows, numbers=frozenset({1}))
    if not reading.faults:
        return
    faulty = reading.left_out_counts[RowKind.FAULTY]
    if not reading.records or faulty * MANY > len(reading.records):
        alerts.error(session.say(f"{words}.many_faulty", count=count(session, faulty)))
    with st.expander(session.say("sampling.faults.title", count=count(session, len(reading.faults)))):
        _faults(session, reading.faults)


def _limits(session: Session, reading: Reading) -> None:
    """Name the case files whose limit is no whole number of days, so that nobody judges them by it."""
    if not reading.not_judged:
        return
    some = [
        session.say("sampling.list.limit", row=row, limit=limit) for row, limit in reading.not_judged[:SHOWN_LIMITS]
    ]
    more = ["…"] if len(reading.not_judged) > SHOWN_LIMITS else []
    alerts.info(
        session.say(
            "sampling.list.not_judged", count=count(session, len(reading.not_judged)), limits="; ".join(some + more)
        )
    )


def _take(session: Session, sampling: Sampling, wish: ListAsked) -> None:
    database, audit_id = session.installation.database, sampling.opened.audit.id
    with told(session):
        with st.spinner(session.say("sampling.list.taking")):
            case_list = case_lists.take_in(database, audit_id, wish, by=session.account, at=session.now)
        rows, left = count(session, case_list.row_count), sum((case_list.rows_left_out or {}).values())
        ending = "taken_leaving" if left else "taken"
        time = session.clock(session.now)
        words = session.say(f"sampling.list.{ending}", rows=rows, left=count(session, left), time=time)
        announce("sampling", words)
        st.session_state["sampling.taken"] = st.session_state.get("sampling.taken", 0) + 1
        st.session_state.pop(_READ, None)
        st.rerun()


def _faults(session: Session, faults: tuple[RowFault, ...]) -> None:
    words = "sampling.faults"
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
    template = '<table class="ia-table ia-faults"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
    markup.show(template, head, body)
