"""Tables of our bank from what was read: ids, clauses and both languages completed, and told where they were."""

from collections.abc import Mapping, Sequence
from typing import Any

from iso_audit.checklist_formats.clause_numbers import without_clause_number
from iso_audit.checklist_formats.names import Names, fitting_name
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace
from iso_audit.checklist_formats.parts import Part, PartedBlock, Question, Texts, completed

Tables = dict[str, list[dict[str, Any]]]
"""Rows by table as the TOML files hold them: `block`, `clause`, `section`, `item`; rows name their block."""

LONGEST_BLOCK_NAME = 20


def tables_of(
    blocks: Sequence[PartedBlock],
    notices: NoticeList,
    *,
    in_use: Mapping[str, Sequence[str]],
    clauses_are_whole: bool = False,
) -> Tables:
    """Return the tables of blocks that were read; `in_use` are names the bank has already, by table.

    What an export of ours wrote keeps its names, whatever is in use: it comes back as what it was. Clauses that it
    names and does not describe are added, unless its clauses are known to be whole.
    """
    return _Builder(notices, in_use, clauses_are_whole).build(blocks)


class _Builder:
    def __init__(self, notices: NoticeList, in_use: Mapping[str, Sequence[str]], clauses_are_whole: bool) -> None:
        self.notices = notices
        self._clauses_are_whole = clauses_are_whole
        self.tables: Tables = {"block": [], "clause": [], "section": [], "item": []}
        self.names = {table: Names(in_use.get(table, ())) for table in self.tables}
        self.clause_numbers: dict[str, str] = {}
        """Clauses of this file by the number it has for them."""
        self._ids: dict[Question, str] = {}

    def build(self, blocks: Sequence[PartedBlock]) -> Tables:
        parts = [part for block in blocks for part in block.parts]
        questions = [question for part in parts for question in part.questions]
        self._reserve("block", blocks)
        self._reserve("section", [part for part in parts if part.is_section])
        self._reserve("item", questions)
        for question in questions:
            self._ids[question] = self._id("item", question.place, question.entry, question.name, "item")
        for block in blocks:
            self._block(block, self._block_id(block))
        return self.tables

    def _reserve(self, table: str, parts: Sequence[PartedBlock | Part | Question]) -> None:
        """Keep the ids that an export of ours wrote; one that stands there twice is a fault."""
        own: set[str] = set()
        for part in parts:
            if part.entry is not None:
                name = str(part.entry["id"])
                if name in own:
                    self.notices.fault(part.place, "id_twice", id=name)
                own.add(name)
                self.names[table].reserve(name)

    def _id(self, table: str, place: SheetPlace, entry: Mapping[str, Any] | None, name: str, otherwise: str) -> str:
        """Return the id of an entry: as our export wrote it, else made from its name, and told where it differs."""
        if entry is not None:
            return str(entry["id"])
        unique = self.names[table].unique(fitting_name(name, otherwise=otherwise))
        if unique != name and name:
            self.notices.tell(place, "renamed", name=name[:80], id=unique)
        return unique

    def _block_id(self, block: PartedBlock) -> str:
        if block.entry is not None:
            return self._id("block", block.place, block.entry, "", "")
        name = fitting_name(block.name, otherwise="X", longest=LONGEST_BLOCK_NAME)
        return self.names["block"].unique(name, longest=LONGEST_BLOCK_NAME)

    def _block(self, block: PartedBlock, block_id: str) -> None:
        if block.entry is not None:
            entry = {**block.entry}
        else:
            title = completed(block.title, block.place, self.notices)
            entry = {
                "standard": block.standard,
                "title": title,
                "source": completed(block.source, block.place, self.notices),
            }
        self.tables["block"].append({**entry, "id": block_id})
        for number, clause in block.clauses.items():
            self.names["clause"].reserve(number)
            self.clause_numbers[number] = number
            self.tables["clause"].append(clause)
        for part in block.parts:
            self._part(part, block_id)

    def _part(self, part: Part, block_id: str) -> None:
        shown = {} if part.entry is not None else completed(part.title, part.place, self.notices)
        own_point = _Point(self, part, block_id)
        rows = [self._item(question, block_id, own_point) for question in part.questions]
        self.tables["item"] += rows
        if not part.is_section:
            return
        section_id = self._id("section", part.place, part.entry, part.name, "section")
        entry = part.entry if part.entry is not None else {"title": shown}
        items = [row["id"] for row in rows]
        self.tables["section"].append({"block": block_id, **entry, "id": section_id, "items": items})

    def _item(self, question: Question, block_id: str, point: "_Point") -> dict[str, Any]:
        if question.entry is not None:
            row = {"block": block_id, **question.entry, "id": self._ids[question]}
            if row.get("clause") and not self._clauses_are_whole:
                point.describe(str(row["clause"]), question.place)
        else:
            number, texts = without_clause_number(question.question)
            number = question.clause or number
            row = {
                "id": self._ids[question],
                "block": block_id,
                "clause": point.clause_of(number, question.place) if number else point.own(),
                "question": completed(texts, question.place, self.notices),
                "evidence": completed(question.evidence, question.place, self.notices),
                "methods": list(question.methods),
                **question.more,
            }
        if question.condition is not None:
            asked_when, grades = question.condition
            row["asked_when"] = {"item": self._ids[asked_when], "grades": list(grades)}
        return row


class _Point:
    """The clauses that one part's items name: those numbered in the file, and a point of our own for the others."""

    def __init__(self, builder: _Builder, part: Part, block_id: str) -> None:
        self.builder, self.part, self.block_id, self._own = builder, part, block_id, ""
        self._number, self._title = without_clause_number(part.title)

    def own(self) -> str:
        """Return the number of the part's own point: the clause its title begins with, else the block's next point."""
        if not self._own and self._number:
            self._own = self.clause_of(self._number, self.part.place)
        elif not self._own:
            self._own = self.builder.names["clause"].numbered(self.block_id)
            self._add(self._own, self.part.title)
        return self._own

    def clause_of(self, number: str, place: SheetPlace) -> str:
        """Return the clause of a number in the file; where another block has it, a point of this block with it."""
        known = self.builder.clause_numbers.get(number)
        if known:
            self.builder.notices.tell(place, "clause_offered", number=known)
            return known
        names = self.builder.names["clause"]
        candidate = number if names.reserve(number) else names.unique(f"{self.block_id}.{number}")
        self.builder.clause_numbers[number] = candidate
        self.builder.notices.tell(place, "clause_offered", number=candidate)
        is_own_title = number == self._number
        self._add(candidate, self._title if is_own_title else self.part.title)
        if not is_own_title:
            self.builder.notices.tell(place, "clause_title_assumed", number=candidate)
        return candidate

    def describe(self, number: str, place: SheetPlace) -> None:
        """Add a clause that an export of ours names and no longer describes."""
        if number not in self.builder.clause_numbers:
            self.builder.names["clause"].reserve(number)
            self.builder.clause_numbers[number] = number
            self._add(number, self.part.title)
            self.builder.notices.tell(place, "clause_title_assumed", number=number)

    def _add(self, number: str, title: Texts) -> None:
        row = {
            "block": self.block_id,
            "number": number,
            "title": completed(title, self.part.place, self.builder.notices),
        }
        above = number.rpartition(".")[0]
        while above and above not in self.builder.clause_numbers.values():
            above = above.rpartition(".")[0]
        self.builder.tables["clause"].append({**row, "parent": above} if above else row)
