"""The last sections: the agency's opinion, what was not checked, the closing sentence, places to sign."""

from collections import Counter
from math import isfinite

from iso_audit.domain.grade import Grade
from iso_audit.minutes.content.words import Words, entered, sentence_end, told
from iso_audit.minutes.facts import MinutesFacts, SignatoryFacts
from iso_audit.minutes.tree import TOTAL, Block, Drawing, Paragraph, Recipients, Signatory, SignatureBlock

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
    """Return items and other matters that were not checked, each with its reason."""
    lines: list[Block] = []
    by_reason: dict[str, list[str]] = {}
    for item in facts.items:
        if item.grade is Grade.NOT_CHECKED:
            by_reason.setdefault(entered(item.value("reason")).rstrip(".;"), []).append(item.item_id)
    for reason, ids in by_reason.items():
        shown = reason or words.say("not_checked.no_reason")
        lines.append(Paragraph(f"- {words.say('not_checked.items', items=', '.join(ids), reason=shown)}", "item"))
    for matter in facts.not_checked:
        lines.append(Paragraph(f"- {sentence_end(entered(matter), '.')}", "item"))
    unjudged = [item.item_id for item in facts.items if item.grade is None]
    if unjudged:
        lines.append(Paragraph(f"- {words.say('not_checked.unjudged', items=', '.join(unjudged))}", "item"))
    return lines or [Paragraph(words.say("not_checked.none"))]


def closing(facts: MinutesFacts, words: Words, annexes: int) -> list[Block]:
    """Return the closing sentence, any refusal, the places to sign and the recipients."""
    blocks: list[Block] = _refusals(facts, words)
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
        each=words.count(facts.copies_each),
    )
    blocks.append(Paragraph(sentence))
    signing = _signatures(facts, words)
    blocks.append(signing)
    if any(one.drawing for one in signing.signatories):
        blocks.append(Paragraph(words.say("sign.drawn"), "signing_note"))
    lines = [entered(line) for line in facts.recipients if line.strip()]
    if not lines:
        lines = words.say("recipients.lines").split("\n")
    ends = [";"] * (len(lines) - 1) + ["."]
    shown = tuple(f"- {line.rstrip('.;')}{end}" for line, end in zip(lines, ends, strict=True))
    blocks.append(Recipients(words.say("recipients.title"), shown))
    return blocks


def _refusals(facts: MinutesFacts, words: Words) -> list[Block]:
    blocks: list[Block] = []
    names = [entered(one.name) for one in facts.signatories if one.capacity == "witness" and one.name.strip()]
    seen = words.say("sign.witnessed", names=", ".join(names)) if names else words.say("sign.unwitnessed")
    for one in facts.signatories:
        if one.refused_reason is not None:
            who = entered(one.name) or words.say(f"sign.{one.capacity}_plain")
            reason = sentence_end(entered(one.refused_reason) or words.say("sign.no_reason"), ".")
            blocks.append(Paragraph(words.say("sign.refusal", who=who, reason=reason, witness=seen), "signing"))
    return blocks


def _signatures(facts: MinutesFacts, words: Words) -> SignatureBlock:
    given = facts.signatories or (
        SignatoryFacts("agency"),
        SignatoryFacts("secretary"),
        SignatoryFacts("leader"),
    )
    first = [one for capacity in _ORDER for one in given if one.capacity == capacity]
    others = [one for one in given if one.capacity not in _ORDER]
    taken: Counter[str] = Counter()
    made = []
    for one in [*first, *others]:
        place = _PLACES.get(one.capacity, one.capacity)
        taken[place] += 1
        made.append(_signatory(one, words, place if taken[place] == 1 else f"{place}{taken[place]}"))
    return SignatureBlock(tuple(made))


def _signatory(one: SignatoryFacts, words: Words, place: str) -> Signatory:
    position = entered(one.position).upper() if one.capacity == "agency" else ""
    return Signatory(
        title=words.say(f"sign.{one.capacity}"),
        position=position,
        hint=words.say("sign.hint_agency" if one.capacity == "agency" else "sign.hint"),
        name=entered(one.name),
        note=words.say("sign.refused") if one.refused_reason is not None else "",
        place=place,
        drawing=_drawing(one) if one.refused_reason is None else None,
    )


def _drawing(one: SignatoryFacts) -> Drawing | None:
    """Return the strokes as drawn, kept within their box; what is no number is left out."""
    strokes = tuple(
        tuple((min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)) for x, y in stroke if isfinite(x) and isfinite(y))
        for stroke in one.strokes
    )
    drawn = tuple(stroke for stroke in strokes if stroke)
    if not drawn:
        return None
    return Drawing(drawn, min(max(one.aspect, 0.2), 10.0) if isfinite(one.aspect) else 2.0)
