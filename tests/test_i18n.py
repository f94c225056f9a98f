"""How words are filled in: counts choose between one and many, dates are read one way only."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from iso_audit.i18n import translate, words, writing


@pytest.mark.parametrize(("count", "said"), [(1, "1 observation"), (2, "2 observations"), (0, "0 observations")])
def test_a_count_chooses_between_one_and_many(count: int, said: str) -> None:
    assert translate("en", "words.grades.observation", count=count) == said


def test_an_english_date_is_read_as_no_other() -> None:
    assert writing.day(date(2026, 12, 3), "en") == "3 Dec 2026"
    assert (
        writing.moment(datetime(2026, 12, 3, 2, 5, tzinfo=UTC), ZoneInfo("Asia/Ho_Chi_Minh"), "en")
        == "3 Dec 2026 09:05"
    )


def test_papers_write_a_nought_only_before_the_first_two_months() -> None:
    assert [writing.paper_day(date(2017, month, 5), "vi") for month in (2, 9)] == ["05/02/2017", "05/9/2017"]


COUNTED = [
    "items",
    "rows",
    "files",
    "findings",
    "days",
    "entries",
    "photos",
    "tables",
    "cautions",
    "faults",
    "fields",
    "blocks",
    "parts",
    "pages",
    "copies",
    "slips",
    "drafts",
    "agencies",
    "hours",
    "minutes",
    "seconds",
    "attachments",
    "lines",
    "clauses",
    "kinds",
    "versions",
    "procedures",
    "audits",
    "accounts",
    "tablets",
    "observations",
    "nonconformities",
    "disagreements",
]
BOUNDS = {"longest", "shortest", "most", "least", "fewest", "largest", "number"}
"""Values that are never one, or are no count."""
MINUTES_AS_PAPERS = {"signing.zip.done"}
"""In “{count} minutes” the minutes are papers, which English has in the plural only."""


def test_no_english_count_has_one_of_many() -> None:
    plural = re.compile(rf"\{{(\w+)\}} (?:[a-z]+ ){{0,2}}?({'|'.join(COUNTED)})\b(?!\|)")
    counts = {
        (key, match[0])
        for key, text in words("en").items()
        if key not in MINUTES_AS_PAPERS
        for match in plural.finditer(text)
        if match[1] not in BOUNDS
    }
    assert counts == set()
