"""The year in the words of the province's report: the same on the overview, in the results and at the command line."""

from iso_audit.domain.programme import Decision
from iso_audit.domain.summary import sentence_parts
from iso_audit.domain.text import Language
from iso_audit.i18n import translate, writing
from iso_audit.storage.queries.overview import Year


def summary(year: Year | None, language: Language) -> str:
    """Return what was planned, what was inspected, and with which result."""
    if year is None:
        return translate(language, "summary.nothing_planned")
    withdrawals = "; ".join(
        translate(language, "summary.withdrawal", agency=line.agency.name, reason=line.audit.cancelled_reason)
        for line in year.withdrawn
    )
    parts = sentence_parts(year.counts, withdrawals=withdrawals)
    return " ".join(translate(language, f"summary.{key}", **values) for key, values in parts)


def paragraph(year: Year, language: Language) -> str:
    """Return the paragraph for the year's report: the decisions the team works under, then the summary."""
    cited = [_cited(one, language) for one in (year.programme.plan, year.programme.team) if one.number]
    if not cited:
        return summary(year, language)
    decisions = translate(language, "summary.decisions", decisions="; ".join(cited))
    return f"{decisions} {summary(year, language)}"


def _cited(decision: Decision, language: Language) -> str:
    key = "decision" if decision.issued_on else "decision_undated"
    date = writing.paper_day(decision.issued_on, language) if decision.issued_on else ""
    values = {"number": decision.number, "date": date}
    return translate(language, f"summary.{key}", issuer=decision.issuer, about=decision.about, **values).strip(" ,")
