"""An XLSForm into tables of our bank: survey, choices and settings, with what becomes of every row told."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from iso_audit.checklist_formats.choices import Decisions
from iso_audit.checklist_formats.conversion import Conversion
from iso_audit.checklist_formats.names import fitting_name
from iso_audit.checklist_formats.notices import NoticeList, SheetPlace, in_both
from iso_audit.checklist_formats.parts import PartedBlock, Texts
from iso_audit.checklist_formats.tables import tables_of
from iso_audit.checklist_formats.xlsform import sheets as form_sheets
from iso_audit.checklist_formats.xlsform.choices import choice_maps
from iso_audit.checklist_formats.xlsform.grouping import Grouping, clauses_of
from iso_audit.checklist_formats.xlsform.outline import outline
from iso_audit.checklist_formats.xlsform.own import own_tables
from iso_audit.checklist_formats.xlsform.questions import USED, QuestionReader
from iso_audit.checklist_formats.xlsform.sheets import CHOICES, OUR_COLUMN, OURS, QUESTIONS, SETTINGS, Lines, Rows

MOST_QUESTIONS = 2_000
_TITLES, _IDS = ("form_title", "set_form_title", "title"), ("form_id", "id_string", "set_form_id")
_USED_SETTINGS = {*_TITLES, *_IDS, "version", "default_language", "allow_choice_duplicates"}
_USED_OF_CHOICES = {"list_name", "name", "label"}
_NONE: Mapping[tuple[str, str], None] = MappingProxyType({})
_NOTHING_IN_USE: Mapping[str, Sequence[str]] = MappingProxyType({})


def read(
    sheets: Mapping[str, Rows],
    *,
    decisions: Decisions = _NONE,
    in_use: Mapping[str, Sequence[str]] = _NOTHING_IN_USE,
) -> Conversion:
    """Return the tables of a form's sheets (rows of cells by name); `in_use` are ids the bank has already, by table.

    Raises FormatFaulty with every fault; then nothing of the form is taken.
    """
    notices = NoticeList()
    by_kind = _sheets(sheets, notices)
    settings = _settings(by_kind[SETTINGS], notices)
    default = form_sheets.default_language(by_kind[QUESTIONS], settings.get("default_language", ""), notices)
    rows, choices = (form_sheets.in_our_languages(by_kind[one], default, notices) for one in (QUESTIONS, CHOICES))
    _check_columns(rows, notices)
    _tell_columns(rows, USED, notices)
    _tell_columns(choices, _USED_OF_CHOICES, notices)
    twice = settings.get("allow_choice_duplicates", "").lower() in {"yes", "true"}
    lists = choice_maps(choices, decisions, notices, twice=twice)
    reader = QuestionReader(Grouping(_new_block(settings, notices), notices), lists, notices)
    blocks = reader.read(list(outline(rows, notices)))
    others = own_tables(by_kind[OURS], notices)
    _check_counts(blocks, rows, notices)
    notices.refuse_faults()
    clauses_of(blocks, others.pop("clause", []))
    are_whole = bool(by_kind[OURS].headings)
    tables = {**tables_of(blocks, notices, in_use=in_use, clauses_are_whole=are_whole), **others}
    notices.refuse_faults()
    return Conversion(tables, notices.told(), tuple(reader.used_lists.values()))


def _sheets(sheets: Mapping[str, Rows], notices: NoticeList) -> dict[str, Lines]:
    """Return the form's sheets by what they hold; a missing survey is a fault, what is no part of a form is told."""
    by_kind = {name: Lines(name) for name in form_sheets.MOST_ROWS}
    for name, rows in sheets.items():
        kind = form_sheets.sheet_key(name)
        if kind in by_kind and not by_kind[kind].headings:
            by_kind[kind] = form_sheets.lines_of(name, rows, notices)
        elif kind in form_sheets.ELSEWHERE:
            notices.tell(SheetPlace(name), "choices_elsewhere_left_out" if "choices" in kind else "sheet_left_out")
        else:
            notices.tell(SheetPlace(name), "sheet_left_out")
    if not any(form_sheets.sheet_key(name) == QUESTIONS for name in sheets):
        notices.fault(SheetPlace(), "no_survey", sheets=", ".join(sheets)[:200] or "–")
        notices.refuse_faults()
    return by_kind


def _settings(lines: Lines, notices: NoticeList) -> dict[str, str]:
    """Return what the settings say, and tell of those that mean nothing here."""
    settings: dict[str, str] = {}
    for line in lines.lines[:1]:
        for heading in lines.headings:
            value = line.cells.get(heading.index, "")
            if value and heading.base in _USED_SETTINGS:
                settings.setdefault(heading.base, value)
            elif value:
                place = SheetPlace(lines.sheet, line.number, heading.place)
                notices.tell(place, "setting_left_out", setting=heading.text, value=value[:200])
    for line in lines.lines[1:]:
        notices.tell(line.place(), "row_left_out", text=" · ".join(line.cells.values())[:200])
    return settings


def _new_block(settings: Mapping[str, str], notices: NoticeList) -> PartedBlock:
    """Return the block that a form of others becomes, named as its settings name the form."""
    id_ = next((settings[one] for one in _IDS if one in settings), "")
    title = next((settings[one] for one in _TITLES if one in settings), id_)
    name = id_ or title or "form"
    texts: Texts = dict.fromkeys(("vi", "en"), title) if title else in_both("formats.words.untitled")
    version = settings.get("version", "")
    source = {language: f"{text} ({version})" if version else text for language, text in texts.items()}
    return PartedBlock(SheetPlace(SETTINGS), name, texts, source, fitting_name(name, otherwise="form").lower())


def _check_columns(rows: Lines, notices: NoticeList) -> None:
    headings = ", ".join(one.text for one in rows.headings)[:200] or "–"
    for base in ("type", "name"):
        if not rows.has(base):
            notices.fault(SheetPlace(rows.sheet), f"no_{base}_column", headings=headings)
    if not rows.has("label"):
        notices.fault(SheetPlace(rows.sheet), "no_label_column", headings=headings)
    if not (rows.has("type") and rows.has("name") and rows.has("label")):
        notices.refuse_faults()


def _check_counts(blocks: Sequence[PartedBlock], rows: Lines, notices: NoticeList) -> None:
    count = sum(len(part.questions) for block in blocks for part in block.parts)
    is_ours = any(block.entry is not None for block in blocks)
    if not count and not is_ours:
        notices.fault(SheetPlace(rows.sheet), "no_questions")
    if any(question.entry is None for block in blocks for part in block.parts for question in part.questions):
        notices.tell(SheetPlace(rows.sheet), "methods_assumed")
    if count > MOST_QUESTIONS:
        notices.fault(SheetPlace(rows.sheet), "too_many_questions", count=count, most=MOST_QUESTIONS)


def _tell_columns(lines: Lines, used: set[str], notices: NoticeList) -> None:
    """Tell once of a column that nothing is taken of, if it holds anything."""
    for one in lines.headings:
        is_ours = one.base.startswith(OUR_COLUMN)
        if one.base not in used and not is_ours and any(one.index in line.cells for line in lines.lines):
            notices.tell(SheetPlace(lines.sheet, 0, one.place), "column_left_out", heading=one.text)
