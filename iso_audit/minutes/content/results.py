"""What was seen: counts by block and chapter, the case-file sample, and the last inspection's findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from iso_audit.domain.earlier import EarlierMinutes, EarlierState
from iso_audit.domain.grade import Grade
from iso_audit.minutes.case_facts import CaseFileSample, OnTime
from iso_audit.minutes.content.annexes import Annexes
from iso_audit.minutes.content.words import Words, cells, entered, sentence_end
from iso_audit.minutes.facts import BlockFacts, EarlierFinding, FindingFacts, ItemFacts, MinutesFacts
from iso_audit.minutes.tree import Block, Cell, Column, Paragraph, Row, Table

_COLUMNS: dict[str, tuple[tuple[str, tuple[Grade | None, ...]], ...]] = {
    "grades": (
        ("conforming", (Grade.CONFORMITY, Grade.GOOD_PRACTICE)),
        ("advice", (Grade.OBSERVATION, Grade.OPPORTUNITY)),
        ("minor", (Grade.MINOR,)),
        ("major", (Grade.MAJOR,)),
        ("not_applicable", (Grade.NOT_APPLICABLE,)),
        ("not_checked", (Grade.NOT_CHECKED,)),
    ),
    "strengths": (
        ("conforming", (Grade.CONFORMITY, Grade.GOOD_PRACTICE)),
        ("shortcoming", (Grade.OBSERVATION, Grade.MINOR, Grade.MAJOR)),
        ("proposal", (Grade.OPPORTUNITY,)),
        ("not_applicable", (Grade.NOT_APPLICABLE,)),
        ("not_checked", (Grade.NOT_CHECKED,)),
    ),
}


_ALWAYS = frozenset({"conforming", "minor", "major", "shortcoming"})
LONGEST_WORD = 11
"""How many letters a word of a narrow column's head may have."""


@dataclass(frozen=True, slots=True)
class _Group:
    title: str
    items: tuple[ItemFacts, ...]


def results(facts: MinutesFacts, words: Words, annexes: Annexes) -> list[Block]:
    """Return the section on results; the full checklist stands in the annex."""
    blocks: list[Block] = []
    if facts.items:
        introduction = words.say("results.summary", annex=annexes.labels["checklist"])
        blocks += [Paragraph(introduction), _summary(facts, words)]
    place = 0
    for block in facts.blocks:
        place += 1
        lead = f"{place}. {block.title.in_language(words.language)}:"
        blocks.append(Paragraph(_block_sentence(block, words, facts.findings), lead=lead))
    if facts.case_files is not None:
        place += 1
        blocks += _case_files(facts.case_files, words, lead=f"{place}. {words.say('case_files.title')}:")
    if facts.earlier:
        place += 1
        blocks += _earlier(facts, words, lead=f"{place}. {words.say('earlier.title')}:")
    return blocks


def _summary(facts: MinutesFacts, words: Words) -> Table:
    """Return the counts by group; a column nobody would miss, because it is nought everywhere, is left out."""
    used = {item.grade for item in facts.items}
    every = (*_COLUMNS[words.wording], ("unjudged", (None,)))
    columns = [(name, grades) for name, grades in every if name in _ALWAYS or used.intersection(grades)]
    groups = [group for block in facts.blocks for group in _groups(block, facts, words)]
    everything = _Group(words.say("results.together"), facts.items)
    rows = [_counts(group, columns, words) for group in groups]
    rows.append(_counts(everything, columns, words, bold=True))
    heads = [words.say(f"results.{name}") for name, _ in columns]
    widths = [13, *(25 if max(map(len, head.split())) > LONGEST_WORD else 14 for head in heads)]
    return Table(
        columns=(Column(160 - sum(widths)), *(Column(width, "center") for width in widths)),
        header=(
            words.say("results.group"),
            words.say("results.items"),
            *heads,
        ),
        rows=tuple(rows),
        dense=True,
    )


def _groups(block: BlockFacts, facts: MinutesFacts, words: Words) -> list[_Group]:
    chapters: dict[str, list[ItemFacts]] = {}
    for item in block.items:
        chapters.setdefault(item.clause.split(".")[0], []).append(item)
    if not all(chapter in facts.clause_titles for chapter in chapters):
        return [_Group(block.title.in_language(words.language), block.items)]
    return [
        _Group(f"{chapter}. {facts.clause_titles[chapter].in_language(words.language)}", tuple(items))
        for chapter, items in chapters.items()
    ]


def _counts(
    group: _Group,
    columns: Iterable[tuple[str, tuple[Grade | None, ...]]],
    words: Words,
    *,
    bold: bool = False,
) -> Row:
    numbers = [len(group.items)]
    numbers += [sum(item.grade in grades for item in group.items) for _, grades in columns]
    return Row((Cell(group.title, bold), *cells(*map(words.count, numbers), bold=bold)))


def _block_sentence(block: BlockFacts, words: Words, findings: Sequence[FindingFacts]) -> str:
    items = block.items
    judged = [item for item in items if item.grade is not None and item.grade.judges]
    if not judged:
        return words.say("nothing_judged")
    conforming = [i for i in judged if i.grade in {Grade.CONFORMITY, Grade.GOOD_PRACTICE}]
    text = words.say(
        "results.judged",
        judged=words.count(len(judged)),
        all=words.count(len(items)),
        conforming=words.count(len(conforming)),
    )
    ids = {item.item_id for item in items}
    numbers = [finding.number for finding in findings if finding.number and ids.intersection(finding.item_ids)]
    if numbers:
        text += " " + words.say("results.see", numbers=", ".join(numbers))
    elif judged and len(conforming) == len(judged):
        text += " " + words.say("results.all_conform")
    disputed = [item.item_id for item in items if item.disputed]
    if disputed:
        text += " " + words.say("results.disputed", items=", ".join(disputed))
    return text


def _case_files(sample: CaseFileSample, words: Words, *, lead: str) -> list[Block]:
    """Return what was seen of the case files; every rate says what it is of."""
    sentences = [_sampled(sample, words)]
    if sample.unchecked and sample.sampled:
        sentences.append(words.say("case_files.unchecked", count=words.count(sample.unchecked)))
    if sample.selection:
        sentences.append(words.say("case_files.selection", how=sentence_end(entered(sample.selection), ".")))
    rates = [
        _rate(name, one, words)
        for name, one in (
            ("declared", sample.declared_on_time),
            ("listed", sample.listed_on_time),
            ("measured", sample.measured_on_time),
        )
        if one is not None
    ]
    if rates:
        sentences.append(words.say("case_files.rates", rates="; ".join(rates)))
    if sample.late is not None and sample.sampled:
        sentences.append(words.say("case_files.late", late=words.count(sample.late)))
    if sample.faults:
        faults = "; ".join(entered(fault).rstrip(".;") for fault in sample.faults)
        sentences.append(words.say("case_files.faults", faults=faults))
    sentences += [words.say("case_files.sums", told=sentence) for sentence in sample.sums]
    return [Paragraph(" ".join(sentences), lead=lead)]


def _sampled(sample: CaseFileSample, words: Words) -> str:
    if sample.sampled:
        text = words.say("case_files.sampled", sampled=words.count(sample.sampled))
    else:
        text = words.say("case_files.none_checked", count=words.count(sample.unchecked))
    if sample.population is not None:
        text += words.say("case_files.population", population=words.count(sample.population))
    if sample.declared_total is not None:
        text += words.say("case_files.declared_total", total=words.count(sample.declared_total))
    if sample.procedures:
        text += words.say("case_files.procedures", procedures=words.count(sample.procedures))
    return f"{text}."


def _rate(name: str, one: OnTime, words: Words) -> str:
    text = words.say(f"case_files.{name}", rate=words.decimal(one.rate))
    if one.on_time is None or one.settled is None:
        return text
    base = {"on_time": words.count(one.on_time), "settled": words.count(one.settled)}
    return f"{text} {words.say('case_files.of_drawn' if name == 'measured' else 'case_files.of', **base)}"


def _earlier(facts: MinutesFacts, words: Words, *, lead: str) -> list[Block]:
    """Return what became of each nonconformity of the last inspection, counted, and in which minutes they stand."""
    states = [one.state for one in facts.earlier]
    counts_by_state = [
        words.say(f"earlier.counted.{state.value}", count=words.count(states.count(state)))
        for state in EarlierState
        if state in states
    ]
    minutes = _earlier_minutes(facts.earlier_minutes, words)
    counts = words.say(
        "earlier.counts", minutes=minutes, all=words.count(len(states)), states=", ".join(counts_by_state)
    )
    return [Paragraph(counts, lead=lead), *(Paragraph(_earlier_line(one, words), "item") for one in facts.earlier)]


def _earlier_minutes(minutes: EarlierMinutes | None, words: Words) -> str:
    if minutes is None:
        return ""
    if not minutes.number or minutes.day is None:
        return words.say("earlier.year", year=minutes.year)
    return words.say("earlier.minutes", number=entered(minutes.number), date=words.short_date(minutes.day))


def _earlier_line(one: EarlierFinding, words: Words) -> str:
    number = words.say("earlier.number", number=one.number) if one.number else ""
    parts = [number, entered(one.statement).rstrip(".;")]
    state = words.say(f"earlier.{one.state.value}")
    note = f" \u2013 {entered(one.note).rstrip('.;')}" if one.note.strip() else ""
    return f"- {': '.join(part for part in parts if part)}: {state}{note}."
