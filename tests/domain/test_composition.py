from dataclasses import replace

import pytest

from iso_audit.domain.bank import AgencyKind, Bank, Form
from iso_audit.domain.checklist import Block, Checklist, Clause, Item, Section
from iso_audit.domain.composition import compose, excludable
from iso_audit.domain.errors import NotFound, RuleBroken
from iso_audit.domain.text import Text

NUMBERS = ("4.1", "7", "7.3", "7.3.4", "7.5", "7.5.1", "7.5.2")


def text(words: str) -> Text:
    return Text(words, words)


def item(item_id: str, clause: str, *, block: str = "ISO", starred: bool = False, kinds=()) -> Item:
    return Item(item_id, block, clause, starred, text("?"), text("."), ("document",), kinds)


ITEMS = (
    item("4.1-1", "4.1", starred=True),
    item("4.1-2", "4.1", kinds=("department",)),
    item("7.3-1", "7.3"),
    item("7.5.1-1", "7.5.1", starred=True),
    item("7.5.1-2", "7.5.1"),
    item("7.5.2-1", "7.5.2"),
    item("M01", "M.1", block="M"),
)


def kind(kind_id: str, blocks: tuple[str, ...]) -> AgencyKind:
    return AgencyKind(kind_id, text(kind_id), "province", blocks, "full", 5, 10, 1, 2)


def bank() -> Bank:
    iso = Section("all", text("All"), tuple(i.id for i in ITEMS if i.block == "ISO"))
    desk = Section("desk", text("Desk"), ("M01",))
    parents = {number: number.rsplit(".", 1)[0] for number in NUMBERS if number not in ("7", "4.1")}
    return Bank(
        id="small",
        version="3",
        edition=text("Edition"),
        blocks=(
            Block("ISO", text("ISO"), text("ISO"), (iso,)),
            Block("M", text("M"), text("M"), (desk,)),
        ),
        clauses=tuple(Clause(number, text(number), parents.get(number), "iso") for number in NUMBERS),
        items=ITEMS,
        kinds=(kind("department", ("M", "ISO")), kind("commune", ("ISO",))),
        forms=(
            Form("full", text("Full"), everything=True),
            Form("half-day", text("Half"), starred=True),
            Form("chosen", text("Chosen"), blocks=("M",), clauses=("7.5",), items=("4.1-1",)),
        ),
        phrases=(),
        grade_help=(),
    )


def composed(agency_kind: str = "commune", form: str = "full", **excluded: str) -> Checklist:
    return compose(bank(), kind=agency_kind, form=form, exclusions=excluded)


def ids(checklist: Checklist) -> list[str]:
    return [each.id for each in checklist.items]


def test_a_kind_is_asked_the_items_that_fit_it_in_the_order_of_its_blocks():
    assert ids(composed("department")) == ["M01", "4.1-1", "4.1-2", "7.3-1", "7.5.1-1", "7.5.1-2", "7.5.2-1"]


def test_items_of_another_kind_and_of_blocks_it_lacks_are_left_out():
    assert ids(composed("commune")) == ["4.1-1", "7.3-1", "7.5.1-1", "7.5.1-2", "7.5.2-1"]


def test_the_half_day_form_keeps_the_starred_items():
    assert ids(composed(form="half-day")) == ["4.1-1", "7.5.1-1"]


def test_a_form_takes_blocks_and_clauses_with_all_below_them_and_single_items():
    assert ids(composed("department", "chosen")) == ["M01", "4.1-1", "7.5.1-1", "7.5.1-2", "7.5.2-1"]


def test_sections_keep_only_what_is_asked():
    assert composed(form="half-day").sections[0].items == ("4.1-1", "7.5.1-1")


def test_a_block_with_nothing_left_disappears():
    assert [block.id for block in composed("department", "half-day").blocks] == ["ISO"]


def test_an_excluded_clause_keeps_only_its_first_item():
    checklist = composed(**{"7.5.1": "Không có"})
    assert ids(checklist) == ["4.1-1", "7.3-1", "7.5.1-1", "7.5.2-1"]
    assert checklist.exclusion_of("7.5.1-1") == "Không có"


def test_an_excluded_clause_with_one_item_keeps_it():
    assert "7.3-1" in ids(composed(**{"7.3": "Không thiết kế"}))


def test_an_excluded_clause_without_an_item_is_judged_by_the_item_of_the_clause_above():
    checklist = composed(form="half-day", **{"7.3.4": "Không thiết kế"})
    assert ids(checklist) == ["4.1-1", "7.3-1", "7.5.1-1"]
    assert checklist.exclusion_of("7.3-1") == "Không thiết kế"


def test_the_question_that_judges_an_exclusion_is_asked_even_in_a_short_form():
    assert ids(composed(form="half-day", **{"7.5.2": "Không có"})) == ["4.1-1", "7.5.1-1", "7.5.2-1"]


def test_excluding_a_clause_with_clauses_below_leaves_one_question_for_all():
    assert ids(composed(**{"7.5": "Không có"})) == ["4.1-1", "7.3-1", "7.5.1-1"]


def test_a_reason_is_kept_without_outer_space():
    assert composed(**{"7.3": "  Không thiết kế "}).excluded == {"7.3": "Không thiết kế"}


@pytest.mark.parametrize("number", ["4.1", "7", "7.9", "8.2", ""])
def test_only_clauses_inside_clause_7_can_be_excluded(number):
    with pytest.raises(RuleBroken, match="exclusion_not_allowed"):
        composed(**{number: "Vì sao"})


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_exclusion_needs_a_reason(reason):
    with pytest.raises(RuleBroken, match="exclusion_without_reason"):
        composed(**{"7.3": reason})


def test_the_clauses_offered_for_exclusion_lie_inside_clause_7():
    assert [clause.number for clause in excludable(bank())] == [
        "7.3",
        "7.3.4",
        "7.5",
        "7.5.1",
        "7.5.2",
    ]


def test_an_unknown_kind_is_not_found():
    with pytest.raises(NotFound, match="agency_kind_unknown"):
        composed("embassy")


def test_an_unknown_form_is_not_found():
    with pytest.raises(NotFound, match="form_unknown"):
        composed(form="brief")


def test_the_checklist_names_the_bank_kind_form_and_version_it_comes_from():
    checklist = composed("department", "half-day")
    assert (checklist.id, checklist.version) == ("small/department/half-day", "3")


def test_composing_twice_gives_the_same_hash():
    assert composed().content_hash() == composed().content_hash()


def test_an_edition_that_names_no_clauses_lets_any_clause_be_declared_not_applicable():
    anywhere = replace(bank(), excludable=())
    assert "4.1" in [clause.number for clause in excludable(anywhere)]
    checklist = compose(anywhere, kind="department", form="full", exclusions={"4.1": "Không có"})
    assert (checklist.excluded, checklist.excludable) == ({"4.1": "Không có"}, ())


def test_a_checklist_says_by_which_edition_it_asks():
    assert compose(replace(bank(), standard="ISO next"), kind="department", form="full").standard == "ISO next"
