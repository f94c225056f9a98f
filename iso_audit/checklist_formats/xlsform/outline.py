"""The rows of the survey in their groups: what opens and closes, and the faults of names and brackets."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from iso_audit.checklist_formats.notices import NoticeList
from iso_audit.checklist_formats.parts import Texts
from iso_audit.checklist_formats.xlsform.kinds import QuestionKind, kind_of
from iso_audit.checklist_formats.xlsform.own import OwnMark, mark_of
from iso_audit.checklist_formats.xlsform.sheets import FormRow, Lines

DEEPEST = 20
_YES = {"yes", "true", "true()", "1"}


@dataclass(slots=True, eq=False)
class Group:
    """An open bracket: its row, what it is (group, repeat), title, and what our export wrote beside it."""

    line: FormRow
    what: str
    name: str
    title: Texts
    mark: OwnMark | None
    names: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row with what it is for, the groups it stands in (of an opening row, itself the last), and its mark."""

    line: FormRow
    kind: QuestionKind
    groups: tuple[Group, ...]
    mark: OwnMark | None

    @property
    def name(self) -> str:
        """Return the row's own name."""
        return self.line.value("name")


def outline(lines: Lines, notices: NoticeList) -> Iterator[Entry]:
    """Give the rows in order; brackets that do not match, names that are missing or twice in a group are faults."""
    groups: list[Group] = []
    top: dict[str, int] = {}
    for line in lines.lines:
        if line.value("disabled").lower() in _YES:
            notices.tell(line.place("disabled"), "disabled_left_out", text=_words(line))
            continue
        if not line.value("type"):
            _untyped(line, notices)
            continue
        kind = kind_of(line.value("type"))
        if kind.purpose == "end":
            _close(groups, line, kind, notices)
            continue
        _check_name(line, kind, groups[-1].names if groups else top, notices)
        mark = mark_of(line, notices)
        if kind.purpose == "begin":
            if len(groups) >= DEEPEST:
                notices.fault(line.place("type"), "too_deep", most=DEEPEST)
                return
            groups.append(Group(line, kind.what, line.value("name"), line.texts("label"), mark))
        yield Entry(line, kind, tuple(groups), mark)
    for group in groups:
        notices.fault(group.line.place("type"), "group_unclosed", what=group.what, name=group.name)


def _words(line: FormRow) -> Texts:
    texts = {language: text for language, text in line.texts("label").items() if language in ("vi", "en")}
    return texts or {"vi": " · ".join(line.cells.values())[:200]}


def _untyped(line: FormRow, notices: NoticeList) -> None:
    if line.value("name") or line.texts("label"):
        notices.fault(line.place("type"), "type_missing", name=line.value("name") or "–")
    else:
        notices.tell(line.place(), "row_left_out", text=" · ".join(line.cells.values())[:200])


def _close(groups: list[Group], line: FormRow, kind: QuestionKind, notices: NoticeList) -> None:
    if not groups:
        notices.fault(line.place("type"), "end_without_begin", what=kind.what)
    elif groups[-1].what != kind.what:
        group = groups.pop()
        notices.fault(line.place("type"), "end_of_another", what=kind.what, begun=group.what, row=group.line.number)
    else:
        groups.pop()


def _check_name(line: FormRow, kind: QuestionKind, names: dict[str, int], notices: NoticeList) -> None:
    name = line.value("name")
    if name:
        first = names.setdefault(name, line.number)
        if first != line.number:
            notices.fault(line.place("name"), "name_twice", name=name, first=first)
    elif kind.purpose not in {"note", "begin", "metadata"}:
        notices.fault(line.place("name"), "name_missing")
