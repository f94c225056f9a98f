"""Every paper of both samples, looked through for every kind of fault."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from iso_audit.domain.account import CONSOLE
from iso_audit.domain.errors import NotFound
from iso_audit.domain.text import LANGUAGES
from iso_audit.sample.planning import ZONE
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.reporting import drafting, reading
from iso_audit.workflow.reporting.paper import PaperKind, papers
from tests.databases import Filled
from tests.papers.faults import faults
from tests.papers.reading import read

pytestmark = pytest.mark.one_zone("counts and places on paper are looked at; tests/minutes reads the days and hours")

AT = datetime(2021, 12, 1, 1, 0, tzinfo=UTC)
KNOWN: dict[str, dict[str, tuple[str, ...]]] = {"year_2017": {}, "harder_years": {}}
"""Faults that still stand, by sample and kind, and the papers that have them: what is mended must leave the table."""


def papers_of(database: Database, one: Visit, *, first: bool) -> Iterator[tuple[str, bytes]]:
    """Give every paper that can be printed of an audit, by what it is.

    Drafts only where nothing is issued yet, which says the same, and of the `first`, as with the blank checklist.
    """
    versions = reading.versions(database, one.opened.audit.id, reader=CONSOLE)
    for version in versions:
        yield "issued", reading.issued_pdf(database, version, reader=CONSOLE)
        yield "edition", reading.edition_pdf(database, version, "en", reader=CONSOLE)
    for language in sorted(LANGUAGES):
        if first or not versions:
            draft = drafting.draft(database, one, language=language, zone=ZONE, by=CONSOLE, at=AT)
            yield f"draft {language}", draft.rendered().pdf
        for kind in PaperKind:
            if first or kind is not PaperKind.CHECKLIST:
                with suppress(NotFound):
                    made = papers(database, one, kind, language=language, zone=ZONE, by=CONSOLE, at=AT)
                    yield from ((f"{kind.value} {language}", paper.pdf) for paper in made)


def faults_of(database: Database) -> dict[str, dict[str, list[str]]]:
    """Return the faults of every paper in a database, by their kind and what the paper is, each with its audit."""
    places: dict[str, dict[str, list[str]]] = {}
    forms: set[str] = set()
    for programme in overview.years(database, reader=CONSOLE):
        year = overview.year(database, programme.id, reader=CONSOLE)
        assert year is not None
        for line in year.lines:
            one, form = visit(database, line.audit.id, reader=CONSOLE), line.audit.checklist_form
            for name, pdf in papers_of(database, one, first=form not in forms):
                for kind, texts in faults(read(pdf)).items():
                    listed = places.setdefault(kind, {}).setdefault(name, [])
                    listed += [f"{line.audit.code}: {text}" for text in texts]
            forms.add(form)
    return places


@pytest.mark.parametrize("sample", sorted(KNOWN))
def test_no_paper_has_faults_but_those_that_are_known(sample: str, request: pytest.FixtureRequest) -> None:
    filled: Filled = request.getfixturevalue(sample)
    with filled.in_memory() as database:
        places = faults_of(database)
    kept = {(kind, name) for kind, names in KNOWN[sample].items() for name in names}
    new = {(kind, name): texts for kind, of in places.items() for name, texts in of.items() if (kind, name) not in kept}
    assert new == {}, "faults that are not known"
    mended = {(kind, name) for kind, name in kept if name not in places.get(kind, {})}
    assert mended == set(), "mended: to be taken out of the table"
