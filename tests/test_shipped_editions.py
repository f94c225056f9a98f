"""What the shipped bank of TCVN ISO 9001:2015 made of that of 2008: nothing lost, nothing changed by the way."""

from collections import Counter

import pytest

from iso_audit.checklists import load_banks
from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Item
from iso_audit.domain.composition import compose

pytestmark = pytest.mark.one_zone("question banks are read")

DROPPED = {"4.2.2-2", "5.5.2-1", "5.5.2-2", "8.5.3-1"}
NEW = [
    *("4.1-01", "4.2-01", "4.2-02", "6.1-01", "6.1-02", "6.1-03", "6.3-02", "7.1.6-01", "7.3-01", "8.2.4-01"),
    *("8.5.5-01", "8.5.6-01"),
]


@pytest.fixture(scope="module")
def before() -> Bank:
    return load_banks().of("TCVN ISO 9001:2008")


@pytest.fixture(scope="module")
def after() -> Bank:
    return load_banks().of("TCVN ISO 9001:2015")


def own(bank: Bank) -> dict[str, Item]:
    return {item.id: item for item in bank.items if item.block == "ISO"}


def continued(before: Bank, after: Bank) -> list[tuple[Item, Item]]:
    return [(own(before)[name], item) for item in own(after).values() for name in item.former]


def test_every_question_of_2008_is_continued_once_or_was_dropped(before: Bank, after: Bank) -> None:
    times = Counter(name for item in after.items for name in item.former)
    assert times == {name: 1 for name in own(before) if name not in DROPPED}


def test_twelve_questions_of_2015_are_new(after: Bank) -> None:
    assert [item.id for item in own(after).values() if not item.former] == NEW
    assert len(own(after)) == 96


def test_a_continued_question_is_weighed_and_looked_into_as_before(before: Bank, after: Bank) -> None:
    kept = ("starred", "decides", "methods", "kinds", "weight")
    changed = [(was.id, field) for was, now in continued(before, after) for field in kept if differs(was, now, field)]
    assert changed == []


def differs(was: Item, now: Item, field: str) -> bool:
    return bool(getattr(was, field) != getattr(now, field))


def test_a_continued_question_stands_at_a_clause_that_continues_its_own(before: Bank, after: Bank) -> None:
    former = {clause.number: clause.former for clause in after.clauses}
    pairs = continued(before, after)
    assert len(pairs) == 84
    assert [now.id for was, now in pairs if was.clause not in former[now.clause]] == []


def test_every_last_clause_of_2008_became_one_of_2015(before: Bank, after: Bank) -> None:
    parents = {clause.parent for clause in before.clauses}
    leaves = {one.number for one in before.clauses if one.standard == "iso9001-2008" and one.number not in parents}
    assert leaves - {number for clause in after.clauses for number in clause.former} == set()


def test_no_question_has_one_id_in_both_editions(before: Bank, after: Bank) -> None:
    assert own(before).keys() & own(after).keys() == set()


def test_both_editions_offer_the_same_forms_and_the_starred_one_asks_the_same(before: Bank, after: Bank) -> None:
    assert [form.id for form in after.forms] == [form.id for form in before.forms]
    asked = [compose(bank, kind="department", form="half-day").items for bank in (before, after)]
    was, now = ([name for item in items for name in item.former or (item.id,)] for items in asked)
    assert sorted(now) == sorted(was)


def test_the_texts_of_2015_stand_in_both_languages(after: Bank) -> None:
    texts = [text for item in after.items for text in (item.question, item.evidence)]
    assert [text for text in texts if text.vi == text.en] == []
    slots = [(phrase.id, text) for phrase in after.phrases for text in (phrase.statement, phrase.request)]
    assert [name for name, text in slots if text.vi.count("[") != text.en.count("[") or "[" not in text.vi] == []
