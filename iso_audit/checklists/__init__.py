"""The question bank as it stands in TOML files: loaded whole, or refused with all its faults at once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from iso_audit.checklists.faults import BankFaulty, Fault, sentence_of
from iso_audit.checklists.references import faults_between
from iso_audit.checklists.tables import Row, read_tables
from iso_audit.domain.bank import AgencyKind, Bank, Form, GradeHelp, Phrase
from iso_audit.domain.checklist import Block, Clause, Item, Section
from iso_audit.domain.text import Language, Text
from iso_audit.i18n import translate

__all__ = ["FOLDER", "BankFaulty", "Fault", "check", "load_bank", "sentence_of"]

FOLDER = Path(__file__).parents[2] / "checklists"
_COMPLETE = ("bank", "block", "clause", "section", "item", "kind", "form")


def load_bank(folder: Path = FOLDER) -> Bank:
    """Return the bank that the folder's TOML files hold; raises BankFaulty with every fault of every file."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BankFaulty([Fault(str(folder), None, "", "folder_empty")])
    rows, faults = read_tables(files)
    unread = {fault.file for fault in faults if fault.code in {"syntax_error", "not_utf8"}}
    if not unread:
        present = {row.table for row in rows}
        faults += [
            Fault(str(folder), None, "", "table_missing", {"table": table})
            for table in _COMPLETE
            if table not in present
        ]
    faults += faults_between(rows, unread=bool(unread))
    if faults:
        raise BankFaulty(faults)
    return _bank(rows)


def check(paths: Sequence[Path], language: Language) -> tuple[list[str], bool]:
    """Return the lines to print about these paths (none: the shipped folder) and whether all is well.

    A folder is checked as a whole bank; files are checked together, and what they name but no file of
    them defines is left alone.
    """
    files = [path for path in paths if not path.is_dir()]
    folders = [path for path in paths if path.is_dir()] or ([] if files else [FOLDER])
    faults: list[Fault] = []
    lines: list[str] = []
    for folder in folders:
        try:
            bank = load_bank(folder)
        except BankFaulty as faulty:
            faults += faulty.faults
        else:
            lines.append(translate(language, "checklists.report.counts", folder=folder, **_counts(bank)))
    rows, form_faults = read_tables(files)
    faults += [*form_faults, *faults_between(rows, unread=bool(form_faults))]
    if files and not faults:
        lines.append(translate(language, "checklists.report.files_right", count=len(files)))
    if faults:
        lines = [sentence_of(fault, language) for fault in faults]
        lines.append(translate(language, "checklists.report.faults", count=len(faults)))
    return lines, not faults


def _counts(bank: Bank) -> dict[str, int]:
    return {
        "blocks": len(bank.blocks),
        "items": len(bank.items),
        "starred": sum(item.starred for item in bank.items),
        "clauses": len(bank.clauses),
        "kinds": len(bank.kinds),
    }


def _bank(rows: Sequence[Row]) -> Bank:
    head = next(row.values for row in rows if row.table == "bank")
    order = {block_id: place for place, block_id in enumerate(head["blocks"])}

    def of(table: str) -> list[Row]:
        rows_of_table = [row for row in rows if row.table == table]
        return sorted(rows_of_table, key=lambda row: order.get(row.block_id, len(order)))

    return Bank(
        id=head["id"],
        version=head["version"],
        edition=Text(**head["edition"]),
        blocks=tuple(_block(row, of("section")) for row in of("block")),
        clauses=tuple(_clause(row) for row in of("clause")),
        items=tuple(_item(row) for row in of("item")),
        kinds=tuple(AgencyKind(**_values(row)) for row in of("kind")),
        forms=tuple(Form(**_values(row)) for row in of("form")),
        phrases=tuple(Phrase(**_values(row)) for row in of("phrase")),
        grade_help=tuple(GradeHelp(**_values(row)) for row in of("grade_help")),
    )


def _values(row: Row) -> dict[str, Any]:
    """Return the row's fields as the domain holds them: bilingual tables as Text, lists as tuples."""
    return {name: _value(value) for name, value in row.values.items()}


def _value(value: Any) -> Any:
    if isinstance(value, dict):
        return Text(**value)
    return tuple(value) if isinstance(value, list) else value


def _block(row: Row, sections: Sequence[Row]) -> Block:
    values = _values(row)
    own = tuple(Section(**_values(section)) for section in sections if section.block_id == row.key)
    return Block(id=values["id"], title=values["title"], source=values["source"], sections=own)


def _clause(row: Row) -> Clause:
    return Clause(**{"parent": None, **_values(row), "standard": row.block["standard"]})


def _item(row: Row) -> Item:
    return Item(**{"starred": False, **_values(row), "block": row.block_id})
