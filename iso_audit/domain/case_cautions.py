"""What to look at in the case files before minutes are locked: files not checked, figures that contradict others."""

from collections.abc import Sequence

from iso_audit.domain.case_figures import Declared, Figures, figures, sum_faults
from iso_audit.domain.case_file import LATE_CHECKS, CaseFile, Measured
from iso_audit.domain.checklist import APOLOGIES, ON_TIME_RATE
from iso_audit.domain.completion import Gap, Judgement
from iso_audit.domain.readiness import conforming

LEAST_DIFFERENCE = 1.0
"""Points of per cent from which a measured rate is told to differ from the reported one."""

MeasuredFile = tuple[CaseFile, Measured]


def case_cautions(
    files: Sequence[MeasuredFile], declaration: Declared, list_figures: Figures | None, judgements: Sequence[Judgement]
) -> tuple[Gap, ...]:
    """Return the cautions about an audit's case files; `list_figures` are those of the whole list, if any."""
    cautions = [*_unchecked(files), *_contradictions(files, declaration, list_figures, judgements)]
    if list_figures is not None and declaration.total is not None and list_figures.files != declaration.total:
        cautions.append(
            Gap("list_differs_from_declared", details=(("listed", list_figures.files), ("declared", declaration.total)))
        )
    for fault in sum_faults(declaration):
        cautions.append(
            Gap("declared_sums_differ", details=(("stated", fault.stated_sum), ("computed", fault.computed)))
        )
    return tuple(cautions)


def _unchecked(files: Sequence[MeasuredFile]) -> list[Gap]:
    """Return the files that nobody looked at, which the minutes leave out, and those with checks left open."""
    cautions = []
    for file, measure in files:
        if not file.is_checked:
            cautions.append(Gap("case_unchecked", subject=file.id, called=file.record.code))
        elif any(name not in file.checks for name in file.asked(measure)):
            cautions.append(Gap("case_half_checked", subject=file.id, called=file.record.code))
    return cautions


def _contradictions(
    files: Sequence[MeasuredFile], declaration: Declared, list_figures: Figures | None, judgements: Sequence[Judgement]
) -> list[Gap]:
    checked_files = [(file, measure) for file, measure in files if file.is_checked]
    drawn_figures = figures(measure for file, measure in checked_files if file.selection == "drawn")
    cautions = []
    reported_rate = declaration.on_time_rate
    rate_item = conforming(judgements, ON_TIME_RATE)
    if reported_rate is not None and rate_item:
        rates = [one.on_time_rate for one in (list_figures, drawn_figures) if one is not None]
        differing = [rate for rate in rates if rate is not None and abs(rate - reported_rate) >= LEAST_DIFFERENCE]
        if differing:
            details = (("declared", reported_rate), ("measured", differing[0]))
            cautions.append(Gap("rate_differs_from_item", rate_item, details=details))
    late = [file for file, measure in checked_files if measure.state is not None and measure.state.overdue]
    bare = [
        file for file in late if any(file.checks.get(name) not in {"yes", "not_applicable"} for name in LATE_CHECKS)
    ]
    apology_item = conforming(judgements, APOLOGIES)
    if bare and apology_item:
        cautions.append(Gap("late_differs_from_item", apology_item, details=(("count", len(bare)),)))
    return cautions
