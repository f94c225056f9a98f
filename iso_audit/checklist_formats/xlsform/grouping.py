"""Which groups become sections, and of which block: of an export of ours as they were, else by their titles."""

from collections.abc import Mapping, Sequence
from typing import Any

from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import Part, PartedBlock, Texts
from iso_audit.checklist_formats.xlsform.outline import Entry, Group
from iso_audit.checklist_formats.xlsform.own import BLOCK, SECTION
from iso_audit.domain.text import LANGUAGES

BETWEEN_TITLES = " – "


class Grouping:
    """The blocks and parts of a form as its groups open them; questions in no group have a part of their own."""

    def __init__(self, block: PartedBlock, notices: NoticeList) -> None:
        self.notices = notices
        self._new_block = block
        self._blocks: dict[Group | None, PartedBlock] = {}
        self._parts: dict[tuple[Group | None, bool], Part] = {}
        self._groups: list[Group] = []
        self._filled: set[Group] = set()

    def begin(self, entry: Entry) -> None:
        """Take in a group that opens: a block or section of our export, else what is told of it."""
        group, line = entry.groups[-1], entry.line
        if group.mark is not None and group.mark.table == BLOCK:
            self._block_of(entry.groups)
        elif group.mark is not None and group.mark.table == SECTION:
            self.part_of(entry)
        else:
            self._groups.append(group)
            if group.what != "group":
                self.notices.tell(line.place("type"), "repeat_once", what=group.what)
            if not _titled(group) and any(map(_titled, entry.groups)):
                self.notices.tell(line.place("label"), "group_joined", name=group.name)
            elif not _titled(group):
                self.notices.tell(line.place("label"), "group_without_label", name=group.name)

    def part_of(self, entry: Entry) -> Part:
        """Return the part that a row's question stands in, made where it is the first."""
        self._filled.update(entry.groups)
        group = _deciding(entry.groups)
        is_new_in_block = entry.mark is None and _is_block(group)
        key = (group, is_new_in_block)
        if key not in self._parts:
            self._parts[key] = self._made(None if is_new_in_block else group, entry)
            self._block_of(entry.groups).parts.append(self._parts[key])
        return self._parts[key]

    def finished(self) -> list[PartedBlock]:
        """Return the blocks in order; groups without a question are told."""
        for group in self._groups:
            if group not in self._filled:
                self.notices.tell(group.line.place("label"), "group_empty", name=group.name)
        return list(self._blocks.values())

    def _block_of(self, groups: Sequence[Group]) -> PartedBlock:
        own = next(filter(_is_block, groups), None)
        if own not in self._blocks:
            entry = own.mark.entry if own is not None and own.mark is not None else None
            place = own.line.place("label") if own is not None else SheetPlace()
            block = PartedBlock(place, "", {}, {}, "", entry=entry) if entry is not None else self._new_block
            self._blocks[own] = block
        return self._blocks[own]

    def _made(self, key: Group | None, entry: Entry) -> Part:
        if key is None:
            return Part(entry.line.place(), "general", in_both("formats.words.general_part"))
        place = key.line.place("label")
        if key.mark is not None:
            texts = key.mark.entry["title"]
            return Part(place, key.name, dict(texts), entry=key.mark.entry, is_section=key.mark.table == SECTION)
        titled = [group for group in entry.groups if _titled(group) and group.mark is None]
        return Part(place, key.name, _joined(titled) or dict.fromkeys(LANGUAGES, key.name or "–"))


def clauses_of(blocks: Sequence[PartedBlock], clauses: Sequence[Mapping[str, Any]]) -> None:
    """Give every block the clauses that an export of ours described for it, the first block those of none."""
    by_id = {block.entry["id"]: block for block in reversed(blocks) if block.entry is not None}
    for clause in clauses:
        block = by_id.get(str(clause.get("block")), blocks[0])
        block.clauses[clause["number"]] = dict(clause)


def _titled(group: Group) -> bool:
    return any(group.title.get(language) for language in LANGUAGES)


def _is_block(group: Group | None) -> bool:
    return group is not None and group.mark is not None and group.mark.table == BLOCK


def _deciding(groups: Sequence[Group]) -> Group | None:
    """Return the group that decides the section of what stands in it: the innermost with a title, none outside all."""
    deciding = [group for group in groups if group.mark is not None or _titled(group)]
    return next(reversed(deciding or list(groups)), None)


def _joined(groups: Sequence[Group]) -> Texts:
    """Return the titles of groups within one another as one, in each language that any of them is in."""
    languages = [language for language in LANGUAGES if any(group.title.get(language) for group in groups)]
    return {
        language: BETWEEN_TITLES.join(
            group.title.get(language) or next(group.title[one] for one in LANGUAGES if group.title.get(one))
            for group in groups
        )
        for language in languages
    }
