from dataclasses import replace

from iso_audit.domain.checklist import Checklist, Clause, Item
from iso_audit.domain.counterparts import Counterparts
from iso_audit.domain.text import Text

WORDS = Text("một", "one")


def clause(number: str, standard: str = "2008", former: tuple[str, ...] = ()) -> Clause:
    return Clause(number, WORDS, None, standard, former)


def item(item_id: str, former: tuple[str, ...] = ()) -> Item:
    return Item(item_id, "ISO", "", False, WORDS, WORDS, ("document",), former=former)


OLD = Checklist(
    "old", "1", WORDS, (), (clause("7.2.1"), clause("8.2.2"), clause("5.5.2"), clause("P.1", "law")),
    (item("7.2.1-1"), item("8.2.2-1"), item("5.5.2-1"), item("P01")),
)  # fmt: skip
NEW = Checklist(
    "new", "1", WORDS, (),
    (clause("8.2.2", "2015", ("7.2.1",)), clause("9.2", "2015", ("8.2.2",)), clause("P.1", "law")),
    (item("8.2.2-01", ("7.2.1-1",)), item("9.2-01", ("8.2.2-1",)), item("4.1-01"), item("P01")),
    standard="TCVN ISO 9001:2015",
)  # fmt: skip


def test_a_question_is_found_again_in_the_next_edition_under_its_new_name():
    assert Counterparts.between(OLD, NEW).items(["7.2.1-1", "P01"]) == ("8.2.2-01", "P01")


def test_and_in_the_edition_before_under_its_old_one():
    assert Counterparts.between(NEW, OLD).items(["8.2.2-01", "9.2-01", "4.1-01"]) == ("7.2.1-1", "8.2.2-1")


def test_the_same_number_in_another_edition_is_another_clause():
    assert Counterparts.between(OLD, NEW).clauses(["8.2.2"]) == ("9.2",)
    assert Counterparts.between(NEW, OLD).clauses(["8.2.2"]) == ("7.2.1",)


def test_a_point_of_a_law_stays_what_it_is():
    assert Counterparts.between(OLD, NEW).clauses(["P.1"]) == ("P.1",)


def test_what_was_dropped_has_no_counterpart():
    counterparts = Counterparts.between(OLD, NEW)
    assert (counterparts.items(["5.5.2-1"]), counterparts.clauses(["5.5.2"])) == ((), ())


def test_within_one_edition_everything_is_itself():
    shorter = replace(OLD, items=OLD.items[:1])
    assert Counterparts.between(OLD, shorter).items(["7.2.1-1", "8.2.2-1"]) == ("7.2.1-1",)
