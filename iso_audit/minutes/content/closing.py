"""The last sections: the agency's opinion, what was not checked, the closing sentence, places to sign."""

from iso_audit.domain.bank import FULL
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import AuditForm
from iso_audit.minutes.content.positions import signing_position
from iso_audit.minutes.content.unchecked import by_reason, named
from iso_audit.minutes.content.words import Words, entered, sentence_end, told
from iso_audit.minutes.facts import MinutesFacts, SignatoryFacts
from iso_audit.minutes.tree import TOTAL, Block, Paragraph, Recipients, Signatory, SignatureBlock

_ORDER = ("agency", "secretary", "leader", "deputy")
_HEARD = {True: "agreed", False: "differing", None: "read"}
_PLACES = {"deputy": "leader"}
"""Whoever signs in the leader's place signs at the leader's place."""


def opinion(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return what the agency says, word for word, and its proposals."""
    given = facts.opinion
    said = {None: "not_said", True: "agrees", False: "differs"}[given.agrees]
    blocks: list[Block] = []
    if given.agrees is not None or not given.words.strip():
        blocks.append(Paragraph(words.say(f"opinion.{said}", agency=entered(facts.agency.name))))
    blocks += told(given.words, lead=words.say("opinion.words"))
    blocks += told(given.proposals, lead=words.say("opinion.proposals"))
    return blocks


def not_checked(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return what the form or the way of inspecting leaves out, and what was not checked, each with its reason."""
    lines: list[Block] = []
    for reason, items in by_reason(item for item in facts.items if item.grade is Grade.NOT_CHECKED).items():
        shown = reason or words.say("not_checked.no_reason")
        told_of = words.say("not_checked.items", items=named(facts, words, items), reason=shown)
        lines.append(Paragraph(f"- {told_of}", "item"))
    for matter in facts.not_checked:
        lines.append(Paragraph(f"- {sentence_end(entered(matter), '.')}", "item"))
    unjudged = [item for item in facts.items if item.grade is None]
    if unjudged and len(unjudged) == len(facts.items):
        lines.append(Paragraph(f"- {words.say('nothing_judged')}", "item"))
    elif unjudged:
        told_of = words.say("not_checked.unjudged", items=named(facts, words, unjudged))
        lines.append(Paragraph(f"- {told_of}", "item"))
    if facts.checklist_form != FULL:
        nothing_else = [] if lines else [Paragraph(f"- {words.say('not_checked.none_of_form')}", "item")]
        lines = [Paragraph(f"- {words.say('not_checked.outside_form')}", "item"), *lines, *nothing_else]
    if facts.form is AuditForm.BY_REPORT:
        lines = [Paragraph(f"- {words.say('not_checked.by_report')}", "item"), *lines]
    return lines or [Paragraph(words.say("not_checked.none"))]


def closing(facts: MinutesFacts, words: Words, annexes: int) -> list[Block]:
    """Return the closing sentence, the places to sign and the recipients; signing itself comes after locking."""
    extent = words.say(
        "closing.pages_and_annexes" if annexes else "closing.pages",
        pages=TOTAL,
        annexes=words.count(annexes),
    )
    sentence = words.say(
        f"closing.{_HEARD[facts.opinion.agrees]}",
        moment=words.moment(facts.closed_at),
        extent=extent,
        copies=words.count(facts.copies),
        agency=words.count(facts.copies_of_agency),
        team=words.count(max(0, facts.copies - facts.copies_of_agency)),
    )
    blocks: list[Block] = [Paragraph(sentence), _signatures(facts, words)]
    lines = [entered(line) for line in facts.recipients if line.strip()]
    if not lines:
        lines = words.say("recipients.lines").split("\n")
    ends = [";"] * (len(lines) - 1) + ["."]
    shown = tuple(f"- {line.rstrip('.;')}{end}" for line, end in zip(lines, ends, strict=True))
    blocks.append(Recipients(words.say("recipients.title"), shown))
    return blocks


def _signatures(facts: MinutesFacts, words: Words) -> SignatureBlock:
    given = facts.signatories or (
        SignatoryFacts("agency"),
        SignatoryFacts("secretary"),
        SignatoryFacts("leader"),
    )
    ordered = sorted(given, key=lambda one: _ORDER.index(one.capacity))
    return SignatureBlock(tuple(_signatory(one, facts.agency.name, words) for one in ordered))


def _signatory(one: SignatoryFacts, agency: str, words: Words) -> Signatory:
    return Signatory(
        title=words.say(f"sign.{one.capacity}"),
        position=signing_position(one.position, agency, words) if one.capacity == "agency" else "",
        hint=words.say("sign.hint_agency" if one.capacity == "agency" else "sign.hint"),
        name=entered(one.name),
        place=_PLACES.get(one.capacity, one.capacity),
    )
