"""How words are filled in: counts choose between one and many, dates are read one way only."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from iso_audit.i18n import translate, writing


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
