"""A form of a hundred questions in three languages: read alike in every way it may be written, and no row unsaid."""

from collections import Counter
from collections.abc import Callable

import pytest

from iso_audit.checklist_formats.notices import sentences_of
from iso_audit.domain.grade import Grade
from tests.checklist_formats.big_form import QUESTION_COUNT, TOPICS, odd_headings, old_words, own_way, single_colon
from tests.checklist_formats.forms import Sheets, faults_in, items_of, read

pytestmark = pytest.mark.one_zone("cells are read as they stand")


def test_every_question_is_an_item_under_the_clause_of_its_group() -> None:
    conversion = read(own_way())
    tables = conversion.tables
    assert faults_in(tables) == []
    assert QUESTION_COUNT == len(tables["item"]) == 101
    assert [len(tables[table]) for table in ("block", "section", "clause")] == [1, 21, 11]
    assert Counter(item["clause"] for item in tables["item"])["4.1"] == 10
    assert tables["section"][2]["title"]["en"] == "4.1 Documentation – More"
    assert items_of(conversion)["c4_6"]["asked_when"] == {
        "item": "c4_5",
        "grades": [Grade.MINOR.value, Grade.OBSERVATION.value],
    }


def test_no_row_is_passed_over_in_silence() -> None:
    conversion = read(own_way())
    taken = {*items_of(conversion), *(section["id"] for section in conversion.tables["section"])}
    told = {one.row for one in conversion.notices if one.sheet == "survey"}
    silent = [
        line
        for number, line in enumerate(own_way()["survey"], start=1)
        if number > 1 and line[0] != "end_group" and line[1] not in taken and number not in told
    ]
    assert silent == []


def test_what_is_told_is_few_sentences_for_many_rows() -> None:
    conversion = read(own_way())
    assert len(conversion.notices) > 100
    assert len(sentences_of(conversion.notices, "vi")) < 80
    counts = Counter(one.code for one in conversion.notices)
    assert (counts["covered"], counts["language_left_out"]) == (4 * len(TOPICS), 2)


@pytest.mark.parametrize("way", [odd_headings, single_colon, old_words])
def test_written_in_another_way_it_is_the_same_checklist(way: Callable[[], Sheets]) -> None:
    conversion = read(way())
    assert conversion.tables == read(own_way()).tables
    assert Counter(one.code for one in conversion.notices) == Counter(one.code for one in read(own_way()).notices)
