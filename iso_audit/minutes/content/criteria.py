"""What a finding is measured by, named as people outside the team know it: a text, a clause, a duty and its law."""

from iso_audit.minutes.content.words import Words, entered
from iso_audit.minutes.facts import DutyFacts, FindingFacts


def criterion(finding: FindingFacts, words: Words) -> str:
    """Return the criterion as entered with the items it was judged by, else `points`."""
    text = entered(finding.criterion)
    if not text:
        return "; ".join(points(finding, words))
    item_ids = [item_id for duty in finding.duties for item_id in duty.item_ids]
    return f"{text} ({words.say('items', items=', '.join(item_ids))})" if item_ids else text


def points(finding: FindingFacts, words: Words) -> list[str]:
    """Return the clauses of the standard and the duties that the finding's items stand for."""
    clauses = [words.say("clauses", clauses=", ".join(finding.clauses))] if finding.clauses else []
    return clauses + [_duty(duty, words) for duty in finding.duties]


def _duty(duty: DutyFacts, words: Words) -> str:
    """Return a duty behind the first law its block rests on, unless its own title names that law."""
    title, sources = (text.in_language(words.language) for text in (duty.title, duty.source))
    law = sources.split(",")[0]
    name = title if law in title else f"{law} \u2013 {_lowered(title)}"
    return f"{name} ({words.say('items', items=', '.join(duty.item_ids))})"


def _lowered(title: str) -> str:
    """Return a title as it stands inside a sentence; an abbreviation stays as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title
