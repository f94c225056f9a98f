"""Sheets that leave the app: the sample, a blank list to fill in, and the faults of a list; and a fault in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from iso_audit.domain.case_file import CHECKS, CaseRecord
from iso_audit.domain.case_list import LIST_FIELDS, REQUIRED
from iso_audit.domain.case_rows import RowFault
from iso_audit.domain.sheet import Cell, Sheet, SheetToWrite
from iso_audit.domain.text import Language
from iso_audit.i18n import translate
from iso_audit.i18n.writing import day
from iso_audit.spreadsheets import write_csv, write_xlsx
from iso_audit.storage.queries.sampling import SampledFile, Sampling
from iso_audit.workflow.conducting.sampling import check_name, remarks, state_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_RANGES, LONG_ENOUGH = 12, 6
_COLUMNS = (
    ("code", 20),
    ("procedure", 40),
    ("sector", 22),
    ("channel", 14),
    ("selection", 16),
    ("received_on", 13),
    ("legal_days", 10),
    ("computed_due_on", 13),
    ("due_on", 13),
    ("finished_on", 13),
    ("returned_on", 13),
    ("state", 22),
    ("overrun", 10),
)


def sample_xlsx(sampling: Sampling, language: Language) -> bytes:
    """Return the sample as a workbook: a row per file with its states and checks, and a sheet that tells the draw."""

    def say(key: str) -> str:
        return translate(language, f"sampling.sheet.{key}")

    columns = (*(name for name, _ in _COLUMNS), *CHECKS, "remarks")
    files = SheetToWrite(
        name=say("files"),
        header=[check_name(name, language) for name in columns],
        rows=[_row(one, language) for one in sampling.files],
        widths=[*(width for _, width in _COLUMNS), *([14] * len(CHECKS)), 50],
    )
    facts = SheetToWrite(say("draw"), (say("what"), say("value")), _facts(sampling, language), (40, 60))
    return write_xlsx([files, facts])


def blank_list_xlsx(language: Language) -> bytes:
    """Return an empty list with its headings, those that must be filled in marked."""
    header = [translate(language, f"fields.case.{name}") + (" (*)" if name in REQUIRED else "") for name in LIST_FIELDS]
    name = translate(language, "sampling.sheet.list")
    return write_xlsx([SheetToWrite(name, header, (), [22] * len(header))])


def faults_csv(faults: Sequence[RowFault], language: Language) -> bytes:
    """Return every fault of a list as a text table."""
    header = [translate(language, f"sampling.faults.{name}") for name in ("row", "column", "what", "mend")]
    return write_csv(SheetToWrite("", header, [[one.row, one.column, *fault_told(one, language)] for one in faults]))


def fault_told(fault: RowFault, language: Language) -> tuple[str, str]:
    """Return what is wrong and how to mend it."""
    details = {"_": "", **fault.details}
    what = translate(language, f"sampling.fault.{fault.code}", **details)
    return what, translate(language, f"sampling.mend.{fault.code}", **details)


def row_ranges(rows: Iterable[int]) -> str:
    """Return numbers of rows as people write them, `2–13, 15`; very many end in an ellipsis."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:MOST_RANGES]]
    return ", ".join(parts) + (", …" if len(spans) > MOST_RANGES else "")


def left_out_told(counts: Mapping[str, int], language: Language) -> str:
    """Return how many rows of a list were left out, and why."""
    parts = (f"{translate(language, f'sampling.left_out.{kind}')}: {number}" for kind, number in counts.items())
    return "; ".join(parts)


def letters_told(before: Sheet, after: Sheet) -> tuple[str, str]:
    """Return the first text of a sheet that differs once its letters are converted, before and after."""
    for row, converted_row in zip(before.rows, after.rows, strict=True):
        for cell, converted in zip(row.cells, converted_row.cells, strict=True):
            if cell != converted and len(str(cell)) >= LONG_ENOUGH:
                return str(cell)[:60], str(converted)[:60]
    return "", ""


def value_told(record: CaseRecord, name: str, language: Language) -> str:
    """Return what was understood of one field of a list's row."""
    if name == "legal_days":
        return record.limit_text or ("" if record.legal_days is None else str(record.legal_days))
    if name in {"asked_on", "supplemented_on"}:
        stop_day = getattr(record.suspensions[0], name) if record.suspensions else None
        return day(stop_day, language) if stop_day else ""
    value = getattr(record, name)
    if name == "channel":
        return channel_name(value, language)
    if name == "outcome":
        return translate(language, f"sampling.outcome.{value}") if value else ""
    return day(value, language) if isinstance(value, date) else str(value or "")


def channel_name(channel: str, language: Language) -> str:
    """Return a known channel in words, any other as it was written."""
    channels = {"direct", "post", "online"}
    return translate(language, f"sampling.channel.{channel}") if channel in channels else channel


def _row(one: SampledFile, language: Language) -> list[Cell]:
    record, measure = one.file.record, one.measured
    answers = [one.file.checks.get(name, "") for name in CHECKS]
    return [
        record.code,
        record.procedure,
        record.sector,
        channel_name(record.channel, language),
        translate(language, f"sampling.selection.{one.file.selection}"),
        record.received_on,
        record.legal_days,
        measure.due_on,
        record.due_on,
        record.finished_on,
        record.returned_on,
        state_name(one, language),
        measure.overrun or None,
        *(_answer(answer, language) for answer in answers),
        "; ".join(remarks(one, language)),
    ]


def _answer(answer: str, language: Language) -> str:
    return translate(language, f"sampling.answer.{answer}") if answer else ""


def _facts(sampling: Sampling, language: Language) -> list[list[Cell]]:
    audit, drawn_list = sampling.opened.audit, sampling.drawn_list
    facts: list[tuple[str, Cell]] = [
        ("agency", sampling.opened.agency.name),
        ("audit", audit.code),
        ("as_of", sampling.as_of),
        ("list", drawn_list.file_name if drawn_list else None),
        ("rows", drawn_list.row_count if drawn_list else None),
        ("hash", drawn_list.content_hash if drawn_list else None),
        ("seed", sampling.draw.seed if sampling.draw else None),
        ("drawn_by", sampling.draw.drawn_by if sampling.draw else None),
    ]
    rows: list[list[Cell]] = [[translate(language, f"sampling.sheet.{name}"), value] for name, value in facts]
    if audit.is_sample:
        rows.insert(0, [translate(language, "words.sample"), translate(language, "words.sample_explained")])
    return rows
