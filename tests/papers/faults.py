"""Every kind of fault by its name, and looking for all of them."""

from collections.abc import Callable, Iterator

from tests.papers import counts, days, layout, sense, wording
from tests.papers.reading import Paper


def unread(paper: Paper) -> Iterator[str]:
    """Tell of what minutes must say and the looking does not find: then their wording has changed, or theirs here."""
    if not paper.is_minutes:
        return
    table, results = counts.table_of(paper), counts.results_of(paper)
    places = {
        "the table of counts": table,
        "the items of the annex": table and results.total() == table.total[0] and "?" not in results,
        "the sentences below the table": counts.JUDGED.search(paper.text) or paper.is_draft,
        "the table of findings": bool(counts.finding_numbers(paper)) == bool(counts.FINDINGS.search(paper.text)),
        "the copies": counts.given_out(paper),
        "the extent": counts.EXTENT.search(paper.text),
        "the day": days.visit_day(paper),
        "the opening": days.OPENED.search(paper.text) or paper.is_draft,
        "the closing": days.CLOSED.search(paper.text) or paper.is_draft,
    }
    yield from (name for name, is_there in places.items() if not is_there)


KINDS: dict[str, Callable[[Paper], Iterator[str]]] = {
    "not found": unread,
    "counts differ": counts.differing,
    "a number stands twice": counts.numbered_twice,
    "copies do not add up": counts.copies,
    "pages are others": counts.extent,
    "says two things": sense.contradicting,
    "due too early": days.too_early,
    "closed before opened": days.closed_before_opened,
    "alone on a page": layout.lonely,
    "recipients alone": layout.recipients_alone,
    "outside the margins": layout.outside,
    "parted by a line": layout.parted,
    "left empty": wording.empty,
    "brackets": wording.brackets,
    "abbreviation unexplained": wording.abbreviations,
    "a programmer's word": wording.programmers_words,
}


def faults(paper: Paper) -> dict[str, list[str]]:
    """Return what is wrong with a paper by its kind, nothing where nothing is."""
    return {kind: places for kind, look in KINDS.items() if (places := list(look(paper)))}
