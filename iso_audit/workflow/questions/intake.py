"""A file that holds questions, taken in as a draft: our own workbook, or a form of another program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from iso_audit.checklist_formats import ciso_assistant, ciso_assistant_yaml, safetyculture, xlsform
from iso_audit.checklist_formats.choices import ChoiceMap, Decisions
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.notices import Notice
from iso_audit.checklists import contents, workbook
from iso_audit.checklists.contents import Contents, Entry
from iso_audit.checklists.faults import BankFaulty
from iso_audit.domain.errors import RuleBroken
from iso_audit.spreadsheets import Book, open_book, read_sheets, write_xlsx
from iso_audit.workflow.questions import workbooks


class IntakeKind(StrEnum):
    """What a file was understood as."""

    WORKBOOK = "workbook"
    XLSFORM = "xlsform"
    SAFETYCULTURE = "safetyculture"
    CISO_ASSISTANT = "ciso_assistant"


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file gives: the tables of the bank with it, what is told of it, and what its answers are taken to mean."""

    kind: IntakeKind
    tables: Contents
    notices: tuple[Notice, ...] = ()
    choices: tuple[ChoiceMap, ...] = field(default=())


def read(data: bytes, name: str, base: Contents, *, decisions: Decisions | None = None, person: str = "") -> Intake:
    """Return what the file `name` makes of the `base` contents; nothing is kept.

    Raises BankFaulty or FormatFaulty with every fault, RuleBroken where it is no such file, Busy where too many files
    are being read.
    """
    in_use = {
        table: [str(entry.get("number" if table == "clause" else "id")) for entry in entries]
        for table, entries in base.items()
    }
    if data.lstrip()[:1] in (b"{", b"["):
        return _added(
            IntakeKind.SAFETYCULTURE, safetyculture.read(data, decisions=decisions or {}, in_use=in_use), base
        )
    if name.lower().endswith((".yaml", ".yml")):
        conversion = ciso_assistant_yaml.read(data, in_use=in_use, person=person)
        return _added(IntakeKind.CISO_ASSISTANT, conversion, base)
    xlsform.refuse_other_files(data)
    book = open_book(data, person=person)
    names = (*book.sheets, *book.hidden_sheets)
    if any(workbook.table_of_sheet(one) == "item" for one in names):
        tables, faults = workbooks.read(data, name, person=person)
        if tables is None:
            raise BankFaulty(faults)
        return _whole(Intake(IntakeKind.WORKBOOK, tables), base)
    if xlsform.sheets_to_read(names):
        rows = _rows(book, xlsform.sheets_to_read(names), person)
        return _added(IntakeKind.XLSFORM, xlsform.read(rows, decisions=decisions or {}, in_use=in_use), base)
    if any(one.endswith("_meta") for one in names):
        return _added(IntakeKind.CISO_ASSISTANT, ciso_assistant.read(_rows(book, names, person), in_use=in_use), base)
    raise RuleBroken("questions_file_unknown", sheets=", ".join(names)[:200])


def _rows(book: Book, names: Sequence[str], person: str) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.name: xlsform.rows_of(sheet) for sheet in read_sheets(book, list(names), person=person)}


def _added(kind: IntakeKind, conversion: Conversion, base: Contents) -> Intake:
    """Return the bank with what a form brings: a whole bank replaces it, blocks are added and asked at every kind."""
    if conversion.tables.get("bank"):
        tables = {table: list(conversion.tables.get(table, ())) for table in base}
        return _whole(Intake(kind, tables, conversion.notices, conversion.choices), base)
    changes: dict[str, Entry | None] = {
        contents.part_of(table, entry): entry for table, entries in conversion.tables.items() for entry in entries
    }
    blocks = [str(block["id"]) for block in conversion.tables["block"]]
    changes["bank:"] = _with(base["bank"][0], blocks)
    changes |= {contents.part_of("kind", kind): _with(kind, blocks) for kind in base["kind"]}
    return Intake(kind, contents.changed(base, changes), conversion.notices, conversion.choices)


def _whole(file_intake: Intake, base: Contents) -> Intake:
    """Return what holds a whole bank; RuleBroken `questions_of_another_edition` where it is that of another edition."""
    theirs, ours = contents.standard_of(file_intake.tables), contents.standard_of(base)
    if theirs != ours:
        raise RuleBroken("questions_of_another_edition", theirs=theirs, ours=ours)
    return file_intake


def _with(entry: Mapping[str, Any], blocks: Sequence[str]) -> dict[str, Any]:
    return {**entry, "blocks": [*dict.fromkeys((*entry["blocks"], *blocks))]}


def xlsform_of(tables: Contents) -> bytes:
    """Return an .xlsx that other programs take as an XLSForm, and `read` as the very same bank."""
    head = tables["bank"][0]
    sheets = xlsform.write(
        tables, title=str(head["edition"]["vi"]), form_id=str(head["id"]), version=str(head["version"])
    )
    return write_xlsx(sheets)
