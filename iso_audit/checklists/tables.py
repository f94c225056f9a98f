"""Reading checklist files table by table: what fields each table has, and every fault of form."""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from iso_audit.checklists.faults import Fault
from iso_audit.domain.checklist import LARGEST_COUNT, LONGEST_NAME, is_name
from iso_audit.domain.text import LANGUAGES

# What each table holds: name, names, text (both languages), flag, count, day, condition; "?" where it may be left out.
FIELDS: dict[str, dict[str, str]] = {
    "bank": {
        "id": "name",
        "version": "name",
        "edition": "text",
        "blocks": "names",
        "standard": "name?",
        "excludable": "names?",
        "withdrawn_on": "day?",
        "expected": "flag?",
    },
    "block": {"id": "name", "standard": "name", "title": "text", "source": "text", "follows": "name?"},
    "clause": {"number": "name", "title": "text", "parent": "name?", "former": "names?"},
    "section": {"id": "name", "title": "text", "items": "names"},
    "item": {
        "id": "name",
        "clause": "name",
        "starred": "flag?",
        "question": "text",
        "evidence": "text",
        "methods": "names",
        "kinds": "names?",
        "decides": "name?",
        "weight": "count?",
        "asked_when": "condition?",
        "former": "names?",
    },
    "kind": {
        "id": "name",
        "name": "text",
        "level": "name",
        "blocks": "names",
        "form": "name",
        "case_files_minimum": "count",
        "case_files_maximum": "count",
        "procedures_minimum": "count",
        "procedures_maximum": "count",
        "first_year": "count?",
        "last_year": "count?",
    },
    "form": {
        "id": "name",
        "name": "text",
        "everything": "flag?",
        "starred": "flag?",
        "blocks": "names?",
        "clauses": "names?",
        "items": "names?",
    },
    "phrase": {"id": "name", "grade": "name", "items": "names", "statement": "text", "request": "text"},
    "grade_help": {"id": "name", "grade": "name", "question": "text", "example": "text"},
}
_NO_LONGER_READ = {"kind": {"exclusions"}}
"""Fields that files of an office may still have."""
_CARRIED = frozenset({"item", "section"})
"""Tables whose ids stand in an audit's journal and plan, which are carried to other machines within bounds."""
_CONDITION = {"item": "name", "grades": "names"}
_SINGLE = ("bank", "block")
OF_A_BLOCK = ("clause", "section", "item")


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a file: its values as read, the block of its file, and its lines to find places in."""

    file: str
    table: str
    values: dict[str, Any]
    block: dict[str, Any]
    lines: Sequence[str]
    first: int | None

    @property
    def key(self) -> str:
        """Return what other tables call this one by, or nothing if it has no such name."""
        key = self.values.get("number" if self.table == "clause" else "id")
        return key if isinstance(key, str) else ""

    @property
    def fields_of_the_domain(self) -> Collection[str]:
        """Return the fields that a table of this name has."""
        return FIELDS[self.table].keys() - {"follows", "expected"}

    @property
    def is_expected(self) -> bool:
        """Tell whether this heads an edition that is only expected and has no questions yet."""
        return self.table == "bank" and self.values.get("expected") is True

    @property
    def block_id(self) -> str:
        """Return the id of the block whose file this table stands in, or nothing."""
        return str(self.block.get("id", ""))

    def names(self, field: str) -> tuple[str, ...]:
        """Return the names in the field, one or several; none where it is missing or wrong.

        A dot leads into a table: `asked_when.item`.
        """
        outer, _, inner = field.partition(".")
        value = self.values.get(outer, [])
        if inner:
            value = value.get(inner, []) if isinstance(value, dict) else []
        values = value if isinstance(value, list) else [value]
        return tuple(each for each in values if isinstance(each, str) and each)

    def fault(self, code: str, field: str = "", value: str = "", **details: object) -> Fault:
        """Return a fault of this table, at the line of the value or field where one can be found."""
        return Fault(
            file=self.file,
            line=self._line_of(field, value),
            where=self.key or f"[{self.table}]",
            code=code,
            details={"table": self.table, "field": field, "value": value, **details},
        )

    def _line_of(self, field: str, value: str) -> int | None:
        if self.first is None:
            return None
        own = range(self.first, len(self.lines))
        end = next((n for n in own if self.lines[n].lstrip().startswith("[[")), len(self.lines))
        lines = list(enumerate(self.lines[self.first : end], start=self.first + 1))
        holding = [number for number, line in lines if value and f'"{value}"' in line]
        starting = [number for number, line in lines if field and re.match(rf"\s*{re.escape(field)}\b", line)]
        return next(iter(holding + starting), self.first)


def read_tables(files: Sequence[Path], *, within: Path | None = None) -> tuple[list[Row], list[Fault]]:
    """Return every table of the files, and the faults of form in them; a syntax error stops its file only.

    Faults call a file by its path in the folder `within`, else by its name alone.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for file in files:
        name = file.relative_to(within).as_posix() if within else file.name
        try:
            text = file.read_bytes().decode("utf-8-sig")
            data = tomllib.loads(text)
        except FileNotFoundError:
            faults.append(Fault(str(file), None, "", "file_missing"))
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            faults.append(Fault(name, line, "", "not_utf8"))
        except tomllib.TOMLDecodeError as error:
            faults.append(_syntax_fault(name, str(error), text))
        else:
            tables, wrong = _tables_of(name, data, text.splitlines())
            rows += tables
            faults += wrong
    return rows, faults + [fault for row in rows for fault in faults_of_form(row)]


def _syntax_fault(file: str, message: str, text: str) -> Fault:
    place = re.search(r"at line (\d+)", message)
    line = int(place[1]) if place else len(text.splitlines())
    return Fault(file, line, "", "syntax_error", {"message": message})


def _tables_of(file: str, data: dict[str, Any], lines: Sequence[str]) -> tuple[list[Row], list[Fault]]:
    block = data.get("block")
    block = block if isinstance(block, dict) else {}
    rows: list[Row] = []
    faults: list[Fault] = []
    for table, value in data.items():
        entries = [value] if isinstance(value, dict) else value
        if table not in FIELDS:
            line = next((n for n, text in enumerate(lines, 1) if re.match(rf"\s*\[*{table}\b", text)), None)
            faults.append(Fault(file, line, table, "unknown_table", {"known": ", ".join(FIELDS)}))
        elif not _rightly_shaped(table, value):
            faults.append(Fault(file, None, table, "wrong_table", {"header": _header(table)}))
        else:
            headers = _headers(table, lines)
            places = [*headers, *[None] * len(entries)]
            rows += [Row(file, table, entry, block, lines, places[n]) for n, entry in enumerate(entries)]
    if not block and any(row.table in OF_A_BLOCK for row in rows):
        faults.append(Fault(file, None, "[block]", "block_missing"))
    return rows, faults


def _header(table: str) -> str:
    return f"[{table}]" if table in _SINGLE else f"[[{table}]]"


def _rightly_shaped(table: str, value: Any) -> bool:
    if table in _SINGLE:
        return isinstance(value, dict)
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _headers(table: str, lines: Sequence[str]) -> list[int | None]:
    """Return the line numbers, from 1, at which the tables of this name begin."""
    header = re.compile(rf"\s*\[\[?\s*{table}\s*\]\]?\s*(#.*)?$")
    return [number for number, line in enumerate(lines, start=1) if header.match(line)]


def faults_of_form(row: Row) -> Iterator[Fault]:
    """Return what is wrong with the fields of one table by themselves: missing, unknown, or not of their shape."""
    fields = FIELDS[row.table]
    if row.table in _CARRIED and row.key and not is_name(row.key):
        yield row.fault("id_unfit", "id", row.key, longest=LONGEST_NAME)
    for field in row.values.keys() - fields.keys() - _NO_LONGER_READ.get(row.table, set()):
        yield row.fault("unknown_field", field, known=", ".join(fields))
    for field, shape in fields.items():
        if row.is_expected and field == "blocks":
            continue
        if field in row.values:
            yield from _faults_of_value(row, field, row.values[field], shape.rstrip("?"))
        elif not shape.endswith("?"):
            yield row.fault("missing_field", field)


def _faults_of_value(row: Row, field: str, value: Any, shape: str) -> Iterator[Fault]:
    if shape == "text":
        yield from _faults_of_text(row, field, value)
    elif shape == "name":
        yield from _faults_of_string(row, field, value)
    elif shape == "names" and not isinstance(value, list):
        yield row.fault("not_a_list", field)
    elif shape == "names" and not value and not FIELDS[row.table].get(field, "").endswith("?"):
        yield row.fault("empty_field", field)
    elif shape == "names":
        for each in value:
            yield from _faults_of_string(row, field, each)
    elif shape == "flag" and not isinstance(value, bool):
        yield row.fault("not_a_flag", field)
    elif shape == "count" and (
        isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT
    ):
        yield row.fault("not_a_count", field)
    elif shape == "day" and not _is_day(value):
        yield row.fault("not_a_day", field)
    elif shape == "condition":
        yield from _faults_of_condition(row, field, value)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _faults_of_condition(row: Row, field: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict) or value.keys() != _CONDITION.keys():
        yield row.fault("not_a_condition", field)
        return
    for name, shape in _CONDITION.items():
        yield from _faults_of_value(row, f"{field}.{name}", value[name], shape)


def _faults_of_text(row: Row, field: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield row.fault("not_bilingual", field)
        return
    for extra in value.keys() - set(LANGUAGES):
        yield row.fault("unknown_field", f"{field}.{extra}", known=f"{field}.vi, {field}.en")
    for language in LANGUAGES:
        if language in value:
            yield from _faults_of_string(row, f"{field}.{language}", value[language])
        else:
            yield row.fault("missing_field", f"{field}.{language}")


def _faults_of_string(row: Row, field: str, value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield row.fault("not_a_string", field)
    elif not value.strip():
        yield row.fault("empty_field", field)
