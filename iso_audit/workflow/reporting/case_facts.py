"""What the minutes say of the case files: those that were checked, rates with what they are of, sums that differ."""

from collections.abc import Iterable
from datetime import date

from iso_audit.domain.case_figures import Declared, Figures, SumFault, failed_checks, figures
from iso_audit.domain.text import Language
from iso_audit.domain.working_days import Calendar
from iso_audit.i18n import translate, writing
from iso_audit.minutes.case_facts import CaseFile, CaseFileSample, OnTime
from iso_audit.minutes.content.words import Words
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.sampling import SampledFile, Sampling, measured_population, records_of_list
from iso_audit.workflow.conducting.sampling import fault_name, remarks, state_name

_MOST_LISTS = 16
_list_figures: dict[tuple[str, date, Calendar], Figures] = {}
"""Figures of whole lists by what they hold and the calendar: a list never changes, and a draft is read many times."""


def case_facts(database: Database, sampling: Sampling, language: Language) -> CaseFileSample | None:
    """Return what the minutes say of the sample, in a language; None where there is none.

    Only files that were checked count. The measured rate is of the randomly drawn files alone: files taken because
    they were late would bend it.
    """
    if not sampling.files:
        return None
    checked_files = [one for one in sampling.files if one.file.is_checked]
    words, case_list = Words(language), sampling.drawn_list or sampling.case_list
    declaration, rows = sampling.declared, case_list.row_count if case_list else None
    return CaseFileSample(
        sampled=len(checked_files),
        unchecked=len(sampling.files) - len(checked_files),
        population=rows,
        declared_total=declaration.total if declaration.total != rows else None,
        procedures=len({one.file.record.procedure for one in checked_files if one.file.record.procedure}),
        selection=_selection(sampling, checked_files, words),
        declared_on_time=_declared_rate(declaration),
        listed_on_time=_rate(listed_figures(database, sampling)),
        measured_on_time=_rate(drawn_figures(checked_files)),
        late=figures(one.measured for one in checked_files).overdue,
        faults=tuple(
            translate(
                language,
                "sampling.printed.fault",
                fault=fault_name(name, language),
                count=words.count(count),
                of=words.count(of),
            )
            for name, (count, of) in failed_checks(one.file for one in checked_files).items()
        ),
        sums=tuple(sum_told(one, language) for one in sampling.sums),
        files=tuple(_printed(one, language) for one in checked_files),
    )


def drawn_figures(files: Iterable[SampledFile]) -> Figures:
    """Return the figures of the randomly drawn files that were checked."""
    return figures(one.measured for one in files if one.file.selection == "drawn" and one.file.is_checked)


def listed_figures(database: Database, sampling: Sampling) -> Figures | None:
    """Return the figures of the whole list that the sample is of, measured on its own day; None without a list."""
    case_list = sampling.drawn_list or sampling.case_list
    if case_list is None:
        return None
    key = (case_list.content_hash, case_list.as_of, sampling.calendar)
    list_figures = _list_figures.get(key)
    if list_figures is None:
        records = records_of_list(database, case_list)
        list_figures = measured_population(records, sampling.calendar, case_list.as_of).figures
        if len(_list_figures) >= _MOST_LISTS:
            _list_figures.clear()
        _list_figures[key] = list_figures
    return list_figures


def sum_told(fault: SumFault, language: Language) -> str:
    """Return in words which reported numbers do not add up."""
    numbers = {"stated": fault.stated_sum, "computed": fault.computed, "gap": abs(fault.stated_sum - fault.computed)}
    texts = {name: writing.count(number, language) for name, number in numbers.items()}
    parts = " + ".join(writing.count(part, language) for part in fault.parts)
    return translate(language, f"sampling.figures.sum.{fault.code}", parts=parts, **texts)


def _rate(list_or_sample: Figures | None) -> OnTime | None:
    if list_or_sample is None or list_or_sample.on_time_rate is None:
        return None
    return OnTime(list_or_sample.on_time_rate, list_or_sample.on_time, list_or_sample.settled)


def _declared_rate(declaration: Declared) -> OnTime | None:
    if declaration.on_time_rate is None:
        return None
    return OnTime(declaration.on_time_rate, declaration.on_time, declaration.settled_in_all)


def _printed(one: SampledFile, language: Language) -> CaseFile:
    record = one.file.record
    return CaseFile(
        code=record.code,
        procedure=record.procedure,
        received_on=record.received_on,
        due_on=record.due_on or one.measured.due_on,
        returned_on=record.done_on,
        state=state_name(one, language),
        faults="; ".join(remarks(one, language)),
    )


def _selection(sampling: Sampling, checked_files: Iterable[SampledFile], words: Words) -> str:
    """Return how the checked files were chosen, so that these counts add up to theirs."""
    selections = [one.file.selection for one in checked_files]
    counts = {name: selections.count(name) for name in ("drawn", "late")}
    counts["purposeful"] = len(selections) - sum(counts.values())
    seed = sampling.draw.seed if sampling.draw else "–"
    parts = [
        translate(words.language, f"sampling.printed.{name}", count=words.count(count), seed=seed)
        for name, count in counts.items()
        if count
    ]
    case_list = sampling.drawn_list
    if case_list and case_list.case_files_left_out:
        left_out = words.count(case_list.case_files_left_out)
        parts.append(translate(words.language, "sampling.printed.left_out", count=left_out))
    return "; ".join(parts)
