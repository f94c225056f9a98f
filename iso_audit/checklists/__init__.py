"""The question banks as they stand in TOML files: loaded whole, or refused with all their faults at once.

A folder holds one bank; or, in a folder for each edition of the standard, what is the edition's own, and beside these
folders what all editions share.
"""

from collections.abc import Sequence
from pathlib import Path

from iso_audit.checklists.faults import BankFaulty, Fault, sentence_of
from iso_audit.checklists.parsing import bank_of
from iso_audit.checklists.references import faults_between, faults_of_editions
from iso_audit.checklists.tables import Row, read_tables
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.text import Language
from iso_audit.i18n import translate

__all__ = ["FOLDER", "BankFaulty", "Fault", "check", "load_bank", "load_banks", "sentence_of"]

FOLDER = Path(__file__).parents[2] / "checklists"
_COMPLETE = ("bank", "block", "clause", "section", "item", "kind", "form")


def load_banks(folder: Path = FOLDER) -> Banks:
    """Return the banks that the folder's TOML files hold, one an edition; BankFaulty with every fault of every file."""
    shared_files = sorted(folder.glob("*.toml"))
    own_files = [sorted(one.glob("*.toml")) for one in _editions(folder)]
    if not any((shared_files, *own_files)):
        raise BankFaulty([Fault(str(folder), None, "", "folder_empty")])
    shared_rows, faults = read_tables(shared_files, within=folder)
    editions: list[list[Row]] = []
    for files in own_files or [[]]:
        rows, own_faults = read_tables(files, within=folder)
        editions.append(rows if any(row.is_expected for row in rows) else [*shared_rows, *rows])
        faults += own_faults
    for rows in editions:
        faults += [fault for fault in _faults_of_whole(folder, rows, faults) if fault not in faults]
    faults += faults_of_editions(editions)
    if faults:
        raise BankFaulty(faults)
    return Banks(tuple(bank_of(rows) for rows in editions))


def load_bank(folder: Path = FOLDER) -> Bank:
    """Return the bank of the oldest edition in the folder; raises BankFaulty as `load_banks` does."""
    return load_banks(folder).all[0]


def _editions(folder: Path) -> list[Path]:
    return sorted({file.parent for file in folder.glob("*/*.toml")})


def _faults_of_whole(folder: Path, rows: Sequence[Row], read_faults: Sequence[Fault]) -> list[Fault]:
    """Return what one edition lacks as a whole, and the faults between its tables."""
    if any(row.is_expected for row in rows):
        return []
    unread = any(fault.code in {"syntax_error", "not_utf8"} for fault in read_faults)
    present = {row.table for row in rows}
    heads = [row for row in rows if row.table == "bank"]
    place = str(folder / Path(heads[0].file).parent) if heads else str(folder)
    missing = [
        Fault(place, None, "", "table_missing", {"table": table})
        for table in _COMPLETE
        if table not in present and not unread
    ]
    return [*missing, *faults_between(rows, unread=unread)]


def check(paths: Sequence[Path], language: Language) -> tuple[list[str], bool]:
    """Return the lines to print about these paths (none: the shipped folder) and whether all is well.

    A folder is checked as a whole; files are checked together, and what they name but no file of
    them defines is left alone.
    """
    files = [path for path in paths if not path.is_dir()]
    folders = [path for path in paths if path.is_dir()] or ([] if files else [FOLDER])
    faults: list[Fault] = []
    lines: list[str] = []
    for folder in folders:
        try:
            banks = load_banks(folder)
        except BankFaulty as faulty:
            faults += faulty.faults
        else:
            lines += [_line_of(bank, folder, language) for bank in banks]
    rows, form_faults = read_tables(files)
    faults += [*form_faults, *faults_between(rows, unread=bool(form_faults))]
    if files and not faults:
        lines.append(translate(language, "checklists.report.files_right", count=len(files)))
    if faults:
        lines = [sentence_of(fault, language) for fault in faults]
        lines.append(translate(language, "checklists.report.faults", count=len(faults)))
    return lines, not faults


def _line_of(bank: Bank, folder: Path, language: Language) -> str:
    if bank.is_expected:
        return translate(language, "checklists.report.expected", folder=folder, standard=bank.standard)
    return translate(
        language,
        "checklists.report.counts",
        folder=folder,
        standard=bank.standard,
        blocks=len(bank.blocks),
        items=len(bank.items),
        starred=sum(item.starred for item in bank.items),
        clauses=len(bank.clauses),
        kinds=len(bank.kinds),
    )
