"""What a condition and a weight do to an audit: its counts and gaps, the rest, the conclusion, the papers."""

from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.account import Account
from iso_audit.domain.checklist import Condition
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Audit
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.conducting import caucus
from iso_audit.workflow.conducting.recording import record_fields
from iso_audit.workflow.reporting import drafting
from iso_audit.workflow.reporting.paper import PaperKind, papers
from tests.asked_cases import change_items
from tests.conftest import AT
from tests.workflow.minutes_ready import fill, lock
from tests.workflow.test_paper import text_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WHEN_CONFORMING = {"asked_when": Condition("P01", ("conformity", "good_practice"))}


def known(database: Database, audit: Audit, by: Account) -> Visit:
    return visit(database, audit.id, reader=by)


def judge(database: Database, audit: Audit, by: Account, **grades: str | None) -> None:
    seen = known(database, audit, by).opened.journal
    changes = [(f"item:{item}", "grade", grade) for item, grade in grades.items()]
    record_fields(database, audit.id, changes, journal=seen, by=by, device="t", at=AT)


def unanswered(database: Database, audit: Audit, by: Account) -> set[str]:
    return {gap.item_id for gap in known(database, audit, by).gaps if gap.code == "unanswered"}


def text(database: Database, audit: Audit, by: Account) -> str:
    made = drafting.draft(database, known(database, audit, by), language="vi", zone=ZONE, by=by, at=AT)
    return canonical_text(made.document)


def blank(database: Database, audit: Audit, by: Account, language) -> str:
    seen = known(database, audit, by)
    (paper,) = papers(database, seen, PaperKind.CHECKLIST, language=language, zone=ZONE, by=by, at=AT)
    return " ".join(text_of(paper.pdf).split())


def test_an_item_is_missing_only_once_it_is_asked_and_stays_once_it_was_judged(
    database: Database, audit: Audit, leader: Account
) -> None:
    change_items(database, audit.id, P02=WHEN_CONFORMING)
    assert (known(database, audit, leader).completion.total, "P02" in unanswered(database, audit, leader)) == (
        114,
        False,
    )
    judge(database, audit, leader, P01="conformity")
    assert (known(database, audit, leader).completion.total, "P02" in unanswered(database, audit, leader)) == (
        115,
        True,
    )
    judge(database, audit, leader, P01="observation")
    assert "P02" not in unanswered(database, audit, leader)
    judge(database, audit, leader, P01="conformity")
    judge(database, audit, leader, P02="conformity", P01="observation")
    assert known(database, audit, leader).completion.total == 115


def test_the_rest_leaves_alone_what_is_not_asked(database: Database, audit: Audit, leader: Account) -> None:
    change_items(database, audit.id, P02=WHEN_CONFORMING)
    marked = caucus.decide_rest(
        database, audit.id, Grade.NOT_CHECKED, ["P01", "P02"], reason="hết giờ", by=leader, device="caucus", at=AT
    )
    assert marked == 1
    assert known(database, audit, leader).opened.journal.value("item:P02", "grade") is None


def test_score_and_coverage_go_by_weights_and_by_what_is_asked(
    database: Database, audit: Audit, leader: Account
) -> None:
    checklist = known(database, audit, leader).opened.checklist
    dropped = {item.id: WHEN_CONFORMING for item in checklist.items if item.id not in {"P01", "P02", "P03"}}
    change_items(database, audit.id, **dropped, P02={"weight": 6, "starred": False}, P01={"starred": False})
    judge(database, audit, leader, P01="major_nonconformity", P02="conformity")
    proposal = known(database, audit, leader).proposal
    assert (proposal.score, proposal.coverage) == (pytest.approx(600 / 7), pytest.approx(2 / 3))


def test_minutes_can_be_locked_without_what_is_not_asked_and_leave_it_out(
    database: Database, audit: Audit, leader: Account
) -> None:
    change_items(database, audit.id, P01={"weight": 3}, P02={"asked_when": Condition("P01", ("observation",))})
    fill(database, audit, leader)
    judge(database, audit, leader, P02=None)
    said = text(database, audit, leader)
    assert "P01" in said
    assert "(hệ số 3)" in said
    assert "P02" not in said
    assert lock(database, audit, leader, "07/BB-ĐKT").number == "07/BB-ĐKT"


def test_a_section_of_which_nothing_is_asked_is_left_out(database: Database, audit: Audit, leader: Account) -> None:
    checklist = known(database, audit, leader).opened.checklist
    section = next(one for one in checklist.sections if "P04" in one.items)
    change_items(database, audit.id, **dict.fromkeys(section.items, WHEN_CONFORMING))
    assert section.title.vi not in text(database, audit, leader)
    judge(database, audit, leader, P01="conformity")
    assert section.title.vi in text(database, audit, leader)


@pytest.mark.parametrize(
    ("language", "condition", "weight"),
    [
        ("vi", "Chỉ hỏi khi nội dung P01 được ghi PH hoặc ĐM.", "(hệ số 3)"),
        ("en", "Asked only if P01 is marked C or GP.", "(counts 3 times)"),
    ],
)
def test_the_blank_checklist_prints_everything_with_its_condition_and_weight(
    database: Database, audit: Audit, leader: Account, language: str, condition: str, weight: str
) -> None:
    change_items(database, audit.id, P02={**WHEN_CONFORMING, "weight": 3})
    said = blank(database, audit, leader, language)
    assert condition in said
    assert weight in said


def test_a_weight_of_one_is_counted_as_one(database: Database, audit: Audit, leader: Account) -> None:
    change_items(database, audit.id, P01={"starred": True, "weight": 1})
    assert "(counts 1 time)" in blank(database, audit, leader, "en")


def test_a_weight_that_the_star_says_already_is_not_told(database: Database, audit: Audit, leader: Account) -> None:
    change_items(database, audit.id, P01={"starred": True, "weight": 2}, P02={"starred": False, "weight": 1})
    assert "hệ số" not in blank(database, audit, leader, "vi")
