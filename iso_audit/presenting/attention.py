"""What needs a leader's attention in a year, worst first, each with the page on which it is settled."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from iso_audit.domain.programme import Audit
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, writing
from iso_audit.storage.queries.operation import Uncopied
from iso_audit.storage.queries.overview import AuditLine, Year


@dataclass(frozen=True, slots=True)
class Need:
    """One line: what needs attention, and where; `audit` is None where it is about no single audit."""

    code: str
    sentence: str
    page: str
    audit: Audit | None = None


WORST_FIRST = ("never_copied", "not_copied", "disputed", "overdue", "reopened", "locked", "changed", "ready")


def needs(year: Year, language: Language, *, today: date) -> tuple[Need, ...]:
    """Return what needs attention in the audits of a year that were not cancelled."""
    names = Counter(line.agency.id for line in year.counted)
    return tuple(
        Need(code, _say(code, language, agency=_name(line, names), **values), page, line.audit)
        for line in year.counted
        for code, values, page in _of(line, language, today)
    )


def worst_first(needs: Iterable[Need]) -> list[Need]:
    """Return lines in the order in which to see to them."""
    ranks = {code: rank for rank, code in enumerate(WORST_FIRST)}
    return sorted(needs, key=lambda one: ranks.get(one.code, len(ranks)))


def of_copies(uncopied: Uncopied, language: Language, zone: ZoneInfo) -> tuple[Need, ...]:
    """Return that entries stand in no copy of the data, where they have done so for too long."""
    if not uncopied.for_too_long:
        return ()
    if uncopied.copied_at is None:
        return (Need("never_copied", _say("never_copied", language), "operation"),)
    moment = writing.moment(uncopied.copied_at, zone, language)
    return (Need("not_copied", _say("not_copied", language, time=moment), "operation"),)


def _say(code: str, language: Language, **values: object) -> str:
    return translate(language, f"overview.attention.{code}", **values)


def _name(line: AuditLine, names: Counter[str]) -> str:
    """Return what an audit is called: its agency, with its code where the agency has several."""
    return line.agency.name if names[line.agency.id] == 1 else f"{line.audit.code} · {line.agency.name}"


def _of(line: AuditLine, language: Language, today: date) -> Iterator[tuple[str, dict[str, object], str]]:
    minutes, planned_on = line.minutes, line.audit.planned_on
    if line.disputes:
        yield "disputed", {"count": line.disputes}, "caucus"
    if minutes.locked:
        yield "locked", {}, "reporting"
    elif minutes.reopened:
        yield "reopened", {"number": minutes.number}, "reporting"
    elif line.done:
        if minutes.changed_since:
            yield "changed", {"number": minutes.number}, "reporting"
        if minutes.unsigned:
            yield "unsigned", {"number": minutes.number, "count": minutes.unsigned}, "reporting"
    elif line.completion.unanswered == 0 and line.completion.total:
        yield "ready", {}, "reporting"
    elif planned_on is None:
        yield "undated", {}, "planning"
    elif planned_on < today:
        yield "overdue", {"date": writing.day(planned_on, language)}, "conducting"
