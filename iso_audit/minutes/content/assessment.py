"""What the team makes of it: strengths, nonconformities, advice, the conclusion, requests."""

from collections.abc import Sequence
from dataclasses import replace

from iso_audit.domain.grade import Grade
from iso_audit.minutes.content.words import Words, cells, entered, sentence_end, told
from iso_audit.minutes.facts import FindingFacts, MinutesFacts
from iso_audit.minutes.tree import Block, Column, Heading, Paragraph, Row, Table

_ADVICE = {"grades": {Grade.OBSERVATION, Grade.OPPORTUNITY}, "strengths": {Grade.OPPORTUNITY}}


def numbered(facts: MinutesFacts) -> tuple[FindingFacts, ...]:
    """Return the findings, each with a number: its own, or its place."""
    return tuple(
        finding if finding.number.strip() else replace(finding, number=f"{place:02}")
        for place, finding in enumerate(facts.findings, 1)
    )


def assessment(facts: MinutesFacts, words: Words, findings: Sequence[FindingFacts]) -> list[Block]:
    """Return strengths, nonconformities and advice."""
    advice_grades = _ADVICE[words.wording]
    good = {Grade.GOOD_PRACTICE, Grade.CONFORMITY}
    nonconformities = [f for f in findings if f.grade not in advice_grades | good]
    return [
        Heading(f"1. {words.say(f'{words.wording}.strengths_title')}", 2),
        *_strengths(facts, words, [f for f in findings if f.grade in good]),
        Heading(f"2. {words.say(f'{words.wording}.findings_title')}", 2),
        *_nonconformities(words, nonconformities),
        Heading(f"3. {words.say(f'{words.wording}.advice_title')}", 2),
        *_advice(facts, words, [f for f in findings if f.grade in advice_grades]),
    ]


def _strengths(facts: MinutesFacts, words: Words, findings: Sequence[FindingFacts]) -> list[Block]:
    texts = [*facts.strengths, *(finding.statement or finding.evidence for finding in findings)]
    if not texts:
        seen = [item for item in facts.items if item.grade is Grade.GOOD_PRACTICE and item.evidence]
        texts = [f"{item.evidence.rstrip('.; ')} ({words.say('item', item=item.item_id)})" for item in seen]
    return _list(texts) or [Paragraph(words.say("strengths_none"))]


def _list(texts: Sequence[str]) -> list[Block]:
    lines = [entered(text) for text in texts if text.strip()]
    return [Paragraph(f"- {sentence_end(line, '.')}", "item") for line in lines]


def _nonconformities(words: Words, findings: Sequence[FindingFacts]) -> list[Block]:
    if not findings:
        return [Paragraph(words.say(f"{words.wording}.findings_none"))]
    graded = words.wording == "grades"
    header = ["number", "criterion", "statement", *(["grade"] if graded else []), "deadline"]
    widths = [10, 19, 80, 28, 23] if graded else [10, 24, 103, 23]
    rows = []
    for finding in findings:
        texts = [finding.number, _criterion(finding, words), _statement(finding, words)]
        texts += [words.grade(finding.grade)] if graded else []
        rows.append(Row(cells(*texts, words.day(finding.deadline))))
    columns = (
        Column(widths[0], "center"),
        Column(widths[1]),
        Column(widths[2]),
        *(Column(width, "center") for width in widths[3:]),
    )
    counted = words.say(f"{words.wording}.findings_count", **_counted(findings, words))
    table = Table(columns, tuple(words.say(f"finding.{name}") for name in header), tuple(rows))
    return [Paragraph(counted), table]


def _counted(findings: Sequence[FindingFacts], words: Words) -> dict[str, str]:
    numbers = {
        "all": len(findings),
        "minor": sum(finding.grade is Grade.MINOR for finding in findings),
        "major": sum(finding.grade is Grade.MAJOR for finding in findings),
    }
    return {name: words.count(number) if number else "0" for name, number in numbers.items()}


def _criterion(finding: FindingFacts, words: Words) -> str:
    clauses = ", ".join(finding.clauses)
    lines = [words.say("finding.clause", clauses=clauses)] if clauses else []
    if finding.criterion.strip() and finding.criterion.strip() != clauses:
        lines.append(entered(finding.criterion))
    return "\n".join(lines)


def _statement(finding: FindingFacts, words: Words) -> str:
    lines = [entered(finding.statement)] if finding.statement.strip() else []
    told_of = {
        "evidence": finding.evidence,
        "unit": finding.unit,
        "photos": ", ".join(finding.photos),
        "request": finding.request,
        "opinion": finding.opinion,
    }
    for name, text in told_of.items():
        if text.strip():
            lines.append(words.say(f"finding.{name}_is", text=entered(text)))
    if finding.repeated:
        lines.append(words.say("finding.repeated"))
    return "\n".join(lines)


def _advice(facts: MinutesFacts, words: Words, findings: Sequence[FindingFacts]) -> list[Block]:
    lines: list[Block] = []
    for finding in findings:
        parts = [finding.statement or finding.evidence]
        if finding.statement and finding.evidence:
            parts.append(words.say("finding.evidence_is", text=finding.evidence))
        if finding.request:
            parts.append(words.say("finding.request_is", text=finding.request))
        if finding.opinion:
            parts.append(words.say("finding.opinion_is", text=finding.opinion))
        where = ", ".join(finding.clauses) or finding.criterion
        kind = words.grade(finding.grade)
        lead = words.say("finding.lead", number=finding.number, kind=kind, where=where)
        lines += told(
            " ".join(sentence_end(part.strip(), ".") for part in parts),
            lead=lead if where else words.say("finding.lead_short", number=finding.number, kind=kind),
        )
    lines += _list(facts.recommendations)
    return lines or [Paragraph(words.say(f"{words.wording}.advice_none"))]


def conclusion(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return the conclusion, the score where the programme uses one, and the sampling caveat."""
    given = facts.conclusion
    names = {"agency": entered(facts.agency.name), "standard": entered(facts.standard)}
    if given.conclusion is None:
        blocks: list[Block] = [Paragraph(words.say("conclusion.open", **names))]
    else:
        blocks = [Paragraph(words.say(f"conclusion.{given.conclusion.value}", **names))]
    if facts.uses_score and given.score is not None:
        coverage = words.decimal(100 * (given.coverage or 0.0))
        score = words.decimal(given.score)
        blocks.append(Paragraph(words.say("conclusion.score", score=score, coverage=coverage)))
    if given.override_reason.strip():
        blocks += told(given.override_reason, lead=words.say("conclusion.override"))
    blocks += told(given.remark)
    blocks.append(Paragraph(words.say("conclusion.caveat")))
    return blocks


def requests(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return what the agency is asked to do, by when it reports to whom, and proposals to others."""
    asked = facts.requests
    names = {"agency": entered(facts.agency.name)}
    blocks: list[Block] = [Paragraph(words.say("requests.to_agency", **names))]
    bad = any(finding.grade.is_nonconformity for finding in facts.findings)
    lines = [*asked.to_agency] or [words.say("requests.correct" if bad else "requests.maintain")]
    blocks += _list(lines)
    if asked.report_due or asked.report_to:
        due = words.say("requests.due", date=words.day(asked.report_due)) if asked.report_due else ""
        to = words.say("requests.to", body=entered(asked.report_to)) if asked.report_to else ""
        blocks.append(Paragraph(f"- {words.say('requests.report')}{to}{due}.", "item"))
    if asked.to_others:
        blocks.append(Paragraph(words.say("requests.to_others")))
        blocks += _list(asked.to_others)
    return blocks
