"""What the team makes of it: strengths, nonconformities, advice, the conclusion, requests."""

from collections.abc import Sequence

from iso_audit.domain.conclusion import RANKED, rank_of
from iso_audit.domain.finding import is_advice, is_strength, is_to_be_corrected
from iso_audit.domain.grade import Grade
from iso_audit.minutes.content.annexes import Annexes
from iso_audit.minutes.content.criteria import criterion
from iso_audit.minutes.content.photos import photo_numbers
from iso_audit.minutes.content.words import Words, capital, entered, sentence_end, shortened, told
from iso_audit.minutes.facts import FindingFacts, MinutesFacts
from iso_audit.minutes.tree import Block, Cell, Column, Heading, Paragraph, Row, Table

LONGEST_EVIDENCE = 160


def assessment(facts: MinutesFacts, words: Words, annexes: Annexes) -> list[Block]:
    """Return strengths, nonconformities and advice."""
    findings = facts.findings
    return [
        Heading(f"1. {words.say(f'{words.wording}.strengths_title')}", 2),
        *_strengths(facts, words, [f for f in findings if is_strength(f.grade)]),
        Heading(f"2. {words.say(f'{words.wording}.findings_title')}", 2),
        *_nonconformities(facts, words, annexes),
        Heading(f"3. {words.say(f'{words.wording}.advice_title')}", 2),
        *_advice(facts, words, [f for f in findings if is_advice(f.grade, words.wording)]),
    ]


def _strengths(facts: MinutesFacts, words: Words, findings: Sequence[FindingFacts]) -> list[Block]:
    """Return what was entered as strengths, then what was graded as good practice, each text once."""
    texts = [*facts.strengths, *(_strength(finding, words) for finding in findings)]
    return _list(list(dict.fromkeys(texts))) or [Paragraph(words.say("strengths_none"))]


def _strength(finding: FindingFacts, words: Words) -> str:
    told_of = [sentence_end(text.strip(), ".") for text in (finding.statement, finding.evidence) if text.strip()]
    text = " ".join(told_of).rstrip(".;")
    where = f" ({words.say('items', items=', '.join(finding.item_ids))})" if finding.item_ids else ""
    return f"{text}{where}" if text else ""


def _list(texts: Sequence[str]) -> list[Block]:
    lines = [entered(text) for text in texts if text.strip()]
    return [Paragraph(f"- {sentence_end(line, '.')}", "item") for line in lines]


def _nonconformities(facts: MinutesFacts, words: Words, annexes: Annexes) -> list[Block]:
    """Return the table people read and sign: what is long about a finding stands in its slip."""
    findings = facts.to_be_corrected
    if not findings:
        return [Paragraph(words.say("nothing_judged" if facts.nothing_judged else f"{words.wording}.findings_none"))]
    rows = []
    for finding in findings:
        lead = capital(_lead(finding, words))
        statement = _statement(facts, words, finding, annexes.labels["slips"])
        told_of = Cell(statement, lead=f"{lead}:" if lead else "")
        rows.append(Row((Cell(finding.number), told_of, Cell(words.day(finding.deadline)))))
    columns = (Column(10, "center"), Column(126), Column(24, "center"))
    header = (words.say("finding.number"), words.say(f"{words.wording}.statement"), words.say("finding.deadline"))
    numbers = _counted(findings, words)
    introduction = words.say(f"{words.wording}.findings_count", annex=annexes.labels["slips"], **numbers)
    return [Paragraph(f"{introduction}{_merged(facts, words)}:"), Table(columns, header, tuple(rows))]


def _merged(facts: MinutesFacts, words: Words) -> str:
    """Return why there are not as many findings as items of the checklist to be corrected; nothing where there are."""
    items = sum(1 for item in facts.items if _is_shortcoming(item.grade, words))
    apart = sum(1 for finding in facts.to_be_corrected if not finding.item_ids)
    resting = len(facts.to_be_corrected) - apart
    reasons = []
    if items != resting and resting:
        key = "merged" if items > resting else "parted"
        numbers = {"items": words.count(items), "points": words.count(resting)}
        reasons.append(words.say(f"{words.wording}.{key}", **numbers))
    if apart:
        reasons.append(words.say("finding.apart", points=words.count(apart)))
    return "".join(f"; {text}" for text in reasons)


def _is_shortcoming(grade: Grade | None, words: Words) -> bool:
    return grade is not None and grade.worse_than_conforming and is_to_be_corrected(grade, words.wording)


def _counted(findings: Sequence[FindingFacts], words: Words) -> dict[str, str]:
    numbers = {
        "all": len(findings),
        "minor": sum(finding.grade is Grade.MINOR for finding in findings),
        "major": sum(finding.grade is Grade.MAJOR for finding in findings),
    }
    return {name: words.count(number) for name, number in numbers.items()}


def _lead(finding: FindingFacts, words: Words) -> str:
    """Return criterion and grade, and whether the finding comes again."""
    told = [criterion(finding, words)]
    if words.wording == "grades":
        told.append(words.grade(finding.grade))
    lead = " \u2013 ".join(part for part in told if part)
    return f"{lead} {words.say('finding.repeated_short')}".strip() if finding.repeated else lead


def _statement(facts: MinutesFacts, words: Words, finding: FindingFacts, slips: str) -> str:
    """Return statement, evidence and photographs as one run of text, and the agency's opinion below it."""
    told_of = {
        "evidence": _trimmed(finding.evidence, words, slips),
        "photos": ", ".join(photo_numbers(facts, finding)),
    }
    parts = [sentence_end(entered(finding.statement), ".")] if finding.statement.strip() else []
    parts += [words.say(f"finding.{name}_is", text=text.rstrip(".;")) + "." for name, text in told_of.items() if text]
    lines = [" ".join(parts)]
    if finding.opinion.strip():
        lines.append(words.say("finding.opinion_is", text=entered(finding.opinion)))
    return "\n".join(line for line in lines if line)


def _trimmed(evidence: str, words: Words, slips: str) -> str:
    """Return evidence as one run of text, a long one cut after a clause with a reference to its slip."""
    text = " ".join(entered(evidence).split())
    if len(text) <= LONGEST_EVIDENCE:
        return text
    return words.say("finding.trimmed", text=shortened(text, LONGEST_EVIDENCE), annex=slips)


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
        leads = (words.say("finding.lead", number=finding.number), _lead(finding, words))
        lead = ", ".join(part for part in leads if part)
        lines += told(" ".join(sentence_end(part.strip(), ".") for part in parts), lead=f"{lead}:")
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
        rank = rank_of(given.score) if given.conclusion in RANKED else ""
        rank_words = words.say("conclusion.ranked", rank=words.say(f"conclusion.rank.{rank}")) if rank else ""
        blocks.append(Paragraph(words.say("conclusion.score", score=score, rank=rank_words, coverage=coverage)))
    if given.ground.strip():
        blocks += told(sentence_end(given.ground.strip(), "."), lead=words.say("conclusion.ground"))
    blocks.append(Paragraph(words.say("conclusion.caveat")))
    return blocks


def requests(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return what the agency is asked to do, by when it reports to whom, and proposals to others."""
    asked = facts.requests
    names = {"agency": entered(facts.agency.name)}
    blocks: list[Block] = [Paragraph(words.say("requests.to_agency", **names))]
    lines = [*asked.to_agency] or [words.say("requests.correct" if facts.to_be_corrected else "requests.maintain")]
    blocks += _list(lines)
    if asked.report_due or asked.report_to:
        report = words.say("requests.report" if facts.to_be_corrected else "requests.report_done")
        due = words.say("requests.due", date=words.day(asked.report_due)) if asked.report_due else ""
        to = words.say("requests.to", body=entered(asked.report_to)) if asked.report_to else ""
        blocks.append(Paragraph(f"- {report}{to}{due}.", "item"))
    if asked.to_others:
        blocks.append(Paragraph(words.say("requests.to_others")))
        blocks += _list(asked.to_others)
    return blocks
