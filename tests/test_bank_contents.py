"""The question bank as plain data: as versions and drafts hold it, changed part by part, compared."""

from typing import Any

import pytest

from iso_audit.checklists import FOLDER, contents, load_banks
from iso_audit.checklists.contents import Contents
from iso_audit.checklists.tables import read_tables


@pytest.fixture(scope="module")
def shipped() -> dict[str, list[dict[str, Any]]]:
    rows, _ = read_tables([*sorted(FOLDER.glob("*.toml")), *sorted((FOLDER / "iso9001-2008").glob("*.toml"))])
    return contents.contents_of(rows)


def entry(of: Contents, part: str) -> dict[str, Any]:
    return dict(contents.parts_of(of)[part])


def test_data_gives_the_bank_that_the_files_give(shipped: Contents) -> None:
    text = contents.to_json(shipped)
    assert contents.bank_from(contents.from_json(text)) == load_banks().of("TCVN ISO 9001:2008")
    assert contents.to_json(contents.from_json(text)) == text


def test_a_changed_part_stays_in_its_place(shipped: Contents) -> None:
    question = entry(shipped, "item:4.1-2") | {"starred": True}
    after = contents.changed(shipped, {"item:4.1-2": question})
    assert [one["id"] for one in after["item"]] == [one["id"] for one in shipped["item"]]
    assert [(one.part, one.fields) for one in contents.differences(shipped, after)] == [("item:4.1-2", ("starred",))]


def test_a_new_part_comes_last_and_a_dropped_one_is_gone(shipped: Contents) -> None:
    new = entry(shipped, "item:P01") | {"id": "P21"}
    after = contents.changed(shipped, {"item:P21": new, "form:half-day": None})
    assert after["item"][-1]["id"] == "P21"
    told = [(one.part, one.before is None, one.after is None) for one in contents.differences(shipped, after)]
    assert told == [("form:half-day", False, True), ("item:P21", True, False)]


def test_a_fault_is_told_by_its_entry_and_field(shipped: Contents) -> None:
    faulty = entry(shipped, "item:4.1-2") | {"clause": "4.9", "question": {"vi": "Có?", "en": " "}}
    faults = contents.faults_of(contents.changed(shipped, {"item:4.1-2": faulty}))
    assert {(one.where, one.details["field"], one.code) for one in faults} == {
        ("4.1-2", "question.en", "empty_field"),
        ("4.1-2", "clause", "unknown_clause"),
    }


@pytest.mark.parametrize("item_id", ["7.2.1-1", "M03", "8.5.3-1"])
def test_an_item_is_taken_out_wherever_it_is_named(shipped: Contents, item_id: str) -> None:
    after = contents.changed(shipped, contents.without_item(shipped, item_id))
    assert f'"{item_id}"' not in contents.to_json(after)
    assert contents.faults_of(after) == []


def test_what_was_asked_only_after_an_item_taken_out_is_asked_always(shipped: Contents) -> None:
    asked = entry(shipped, "item:4.1-2") | {"asked_when": {"item": "4.2.1-1", "grades": ["conformity"]}}
    conditional = contents.changed(shipped, {"item:4.1-2": asked})
    assert contents.faults_of(conditional) == []
    after = contents.changed(conditional, contents.without_item(conditional, "4.2.1-1"))
    assert "asked_when" not in entry(after, "item:4.1-2")


def test_two_blocks_of_one_standard_stay_two(shipped: Contents) -> None:
    clause = {**entry(shipped, "clause:P.1"), "number": "X.1"}
    block = entry(shipped, "block:P") | {"standard": "iso9001-2008"}
    item = entry(shipped, "item:P01") | {"clause": "X.1"}
    tables = contents.changed(shipped, {"clause:X.1": clause, "item:P01": item, "block:P": block})
    again = contents.contents_from(contents.bank_from(tables))
    assert {one["number"]: one["block"] for one in again["clause"]}["X.1"] == "P"
    assert {one["number"]: one["block"] for one in again["clause"]}["4.1"] == "ISO"
