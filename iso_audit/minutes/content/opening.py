"""The first sections: head, bases, time and place, people, what was to be checked, the agency's system."""

from collections.abc import Iterable, Mapping

from iso_audit.domain.bank import FULL
from iso_audit.domain.programme import Decision
from iso_audit.minutes.content.words import Words, entered, sentence_end, told
from iso_audit.minutes.facts import MinutesFacts, Person, Side
from iso_audit.minutes.tree import Block, Header, Heading, KeyValues, Paragraph


def header(facts: MinutesFacts, words: Words) -> Header:
    """Return the letterhead; both bodies stand in capitals, as the layout rules ask."""
    return Header(
        parent=entered(facts.parent_body).upper(),
        issuer=entered(facts.issuing_body).upper(),
        number=words.say("number_line", number=number_of(facts, words)),
        country=words.say("country"),
        motto=words.say("motto"),
        place_and_date=words.say("place_and_date", place=entered(facts.place), date=words.long_date(facts.dated)),
    )


def number_of(facts: MinutesFacts, words: Words) -> str:
    """Return the number, or dots where it will stand."""
    return entered(facts.number) or words.say("number_blank")


def bases(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return the legal bases and the decisions, one a line."""
    lines = [words.say("basis.law_1"), words.say("basis.law_2")]
    lines += [_cited(decision, words) for decision in (facts.plan, facts.team)]
    ends = [";"] * (len(lines) - 1) + ["."]
    return [
        Paragraph(words.say("basis.line", text=line.rstrip(".;,") + end), "basis")
        for line, end in zip(lines, ends, strict=True)
    ]


def _cited(decision: Decision, words: Words) -> str:
    cited = words.say("basis.decision", number=entered(decision.number))
    if decision.issued_on:
        cited += words.say("basis.dated", date=words.short_date(decision.issued_on))
    if decision.issuer:
        cited += words.say("basis.issued_by", issuer=entered(decision.issuer))
    return cited + words.say("basis.about", about=entered(decision.about)) if decision.about else cited


def time_and_place(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return the sentence that opens the minutes."""
    return [
        Paragraph(
            words.say(
                f"opened.{facts.form.value}",
                moment=words.moment(facts.opened_at),
                place=entered(facts.meeting_place or facts.agency.name),
                agency=entered(facts.agency.name),
                standard=entered(facts.standard),
                team=entered(facts.team.number),
            )
        )
    ]


def people(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return who took part, side by side, and who was absent and why."""
    blocks: list[Block] = []
    sides: tuple[Side, ...] = ("team", "agency", "observer")
    shown = [side for side in sides if side != "observer" or _on(facts.people, side)]
    for position, side in enumerate(shown, 1):
        title = words.say(f"people.{side}", agency=entered(facts.agency.name))
        blocks.append(Heading(f"{position}. {title}", 2))
        present = _on(facts.people, side)
        if not present:
            blocks.append(Paragraph(words.say("people.nobody")))
        for place, person in enumerate(present, 1):
            sign = "." if place == len(present) else ";"
            blocks.append(Paragraph(f"- {_person(person, words)}{sign}", "item"))
    return blocks


def _on(everybody: Iterable[Person], side: Side) -> list[Person]:
    return [person for person in everybody if person.side == side]


def _person(person: Person, words: Words) -> str:
    parts = [entered(part) for part in (person.name, person.position) if part.strip()]
    line = ", ".join(parts)
    if person.role:
        line += f" \u2013 {words.role(person.role)}"
    if person.absent_reason is not None:
        reason = entered(person.absent_reason) or words.say("people.no_reason")
        line += words.say("people.absent", reason=reason.rstrip(".;"))
    return line


def frame(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return purpose, scope, criteria, method and period."""
    told_of = {
        "purpose": words.say("frame.purpose_is", standard=entered(facts.standard)),
        "scope": _scope(facts, words),
        "criteria": words.say("frame.criteria_is", standard=entered(facts.standard)),
        "method": words.say(f"frame.method_{facts.form.value}"),
        "period": facts.period.strip(),
    }
    blocks: list[Block] = []
    for place, (name, text) in enumerate(told_of.items(), 1):
        if text:
            blocks += told(sentence_end(text, "."), lead=f"{place}. {words.say(f'frame.{name}')}:")
    return blocks


_FORMS = ("half-day", "commune", "one-stop")


def _scope(facts: MinutesFacts, words: Words) -> str:
    """Return the scope, and where the checklist is not the full one, which part of it was asked."""
    scope = words.say("frame.scope_is", agency=entered(facts.agency.name))
    if facts.checklist_form == FULL:
        return scope
    name = facts.checklist_form if facts.checklist_form in _FORMS else "other"
    form = words.say(f"frame.form_{name.replace('-', '_')}", items=words.count(len(facts.items)))
    return f"{scope}. {form}"


def agency(facts: MinutesFacts, words: Words) -> list[Block]:
    """Return what is known of the agency and its system; nothing where nothing is known."""
    about = facts.agency
    rows = _texts({"address": about.address}, words)
    rows += _counts({"departments": about.departments, "staff": about.staff}, words)
    procedures = {
        "procedures_published": about.procedures_published,
        "procedures_in_system": about.procedures_in_system,
    }
    rows += _counts(procedures, words)
    texts = {
        "declared": about.declared,
        "declared_again": about.declared_again,
        "documents": about.documents,
    }
    rows += _texts(texts, words)
    word = "agency.not_applicable" if about.declares_not_applicable else "agency.excluded"
    for exclusion in about.exclusions:
        title = exclusion.title.in_language(words.language)
        label = words.say(word, clause=exclusion.clause, title=title)
        rows.append((label, sentence_end(entered(exclusion.reason), ";")))
    if not rows:
        return []
    label, value = rows[-1]
    return [KeyValues((*rows[:-1], (label, value.rstrip(";") + ("" if value.endswith(".") else "."))))]


def _texts(texts: Mapping[str, str], words: Words) -> list[tuple[str, str]]:
    return [
        (words.say(f"agency.{name}"), sentence_end(entered(text), ";")) for name, text in texts.items() if text.strip()
    ]


def _counts(counts: Mapping[str, int | None], words: Words) -> list[tuple[str, str]]:
    """Return the counts that are known on one line."""
    known = [(words.say(f"agency.{name}"), words.count(value)) for name, value in counts.items() if value is not None]
    if not known:
        return []
    (label, first), *others = known
    return [(label, "; ".join([first, *(f"{name[0].lower()}{name[1:]}: {count}" for name, count in others)]) + ";")]
