"""The caucus: settling, wording and merging findings, and deciding about the rest."""

import json

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.errors import Conflict, Forbidden, RuleBroken
from iso_audit.domain.finding import Finding
from iso_audit.domain.grade import Grade
from iso_audit.domain.programme import Audit
from iso_audit.minutes.fingerprint import canonical_text
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries.conducting import open_audit
from iso_audit.storage.queries.visit import Visit, visit
from iso_audit.workflow.conducting import caucus, together
from iso_audit.workflow.conducting.recording import NewEvent, record, record_fields
from iso_audit.workflow.ids import new_id
from iso_audit.workflow.reporting import drafting
from tests.conftest import AT, make_account, plan_audit, reread
from tests.workflow.minutes_ready import ZONE


def judge(database: Database, audit: Audit, by: Account, item: str, grade: str, evidence: str = "") -> None:
    fields = [("grade", grade), *([("evidence", evidence)] if evidence else [])]
    events = [NewEvent(new_id(AT), audit.id, f"item:{item}", name, value, AT) for name, value in fields]
    assert not record(database, events, by=by, device="t", at=AT).refused


def regrade(database: Database, audit: Audit, by: Account, item: str, grade: str) -> None:
    seen = known(database, audit, by).opened.journal
    record_fields(database, audit.id, [(f"item:{item}", "grade", grade)], journal=seen, by=by, device="t", at=AT)


def known(database: Database, audit: Audit, by: Account) -> Visit:
    return visit(database, audit.id, reader=by)


def test_the_leader_settles_by_choosing_one_head(database: Database, bank: Bank, leader: Account) -> None:
    member = make_account(database, "member", Role.MEMBER)
    audit = plan_audit(database, bank, leader, member)
    judge(database, audit, reread(database, member), "P01", "observation")
    judge(database, audit, leader, "P01", "conformity")
    state = open_audit(database, audit.id, reader=leader).journal.fields[("item:P01", "grade")]
    chosen = next(head for head in state.heads if head.value == "observation")
    caucus.settle(database, audit.id, state, event_id=chosen.id, by=leader, device="caucus", at=AT)
    journal = open_audit(database, audit.id, reader=leader).journal
    assert (journal.value("item:P01", "grade"), journal.disputed("item:P01", "grade")) == ("observation", False)


def test_who_wrote_no_head_and_does_not_lead_cannot_settle(database: Database, audit: Audit, leader: Account) -> None:
    judge(database, audit, leader, "P01", "conformity")
    state = open_audit(database, audit.id, reader=leader).journal.fields[("item:P01", "grade")]
    other = make_account(database, "thu-ky", Role.SECRETARY)
    with pytest.raises(Forbidden):
        caucus.settle(database, audit.id, state, event_id=state.current.id, by=other, device="caucus", at=AT)
    with pytest.raises(Conflict):
        caucus.settle(database, audit.id, state, event_id="gone", by=leader, device="caucus", at=AT)


def test_wording_a_draft_leaves_the_inspectors_evidence_untouched(
    database: Database, audit: Audit, leader: Account
) -> None:
    judge(database, audit, leader, "P05", "minor_nonconformity", "chưa niêm yết")
    before = known(database, audit, leader)
    caucus.write_finding(
        database,
        before.opened,
        before.findings[0],
        {"evidence": "Bản công bố chưa niêm yết."},
        by=leader,
        device="caucus",
        at=AT,
    )
    after = known(database, audit, leader)
    assert [(f.is_draft, f.evidence) for f in after.findings] == [(False, "Bản công bố chưa niêm yết.")]
    assert after.opened.journal.value("item:P05", "evidence") == "chưa niêm yết"


def test_one_finding_may_rest_on_several_items(database: Database, audit: Audit, leader: Account) -> None:
    for item in ("P05", "P06"):
        judge(database, audit, leader, item, "minor_nonconformity", "x")
    before = known(database, audit, leader)
    merged = {"items": json.dumps(["P05", "P06"]), "gap": "chung một lỗi"}
    caucus.write_finding(database, before.opened, before.findings[0], merged, by=leader, device="caucus", at=AT)
    assert [f.item_ids for f in known(database, audit, leader).findings] == [("P05", "P06")]


def write(database: Database, audit: Audit, by: Account, finding: Finding, **values: str) -> None:
    opened = known(database, audit, by).opened
    caucus.write_finding(database, opened, finding, values, by=by, device="caucus", at=AT)


def grades(told: Visit, *items: str) -> list[str]:
    return [told.opened.journal.value(f"item:{item}", "grade") or "" for item in items]


def test_regrading_a_finding_regrades_its_items_and_the_rule_follows(
    database: Database, audit: Audit, leader: Account
) -> None:
    for item in ("P05", "P06"):
        judge(database, audit, leader, item, "minor_nonconformity", "x")
    judge(database, audit, leader, "P08", "conformity")
    merged, major = json.dumps(["P05", "P06", "P08"]), "major_nonconformity"
    write(database, audit, leader, known(database, audit, leader).findings[0], items=merged, grade=major)
    after = known(database, audit, leader)
    assert grades(after, "P05", "P06", "P08") == [major, major, "conformity"]
    assert [gap.item_id for gap in after.gaps if gap.code == "finding_differs"] == ["P08"]
    caucus.grade_items(database, after.opened, after.findings[0], by=leader, device="caucus", at=AT)
    after = known(database, audit, leader)
    assert grades(after, "P08") == [major]
    assert not [gap for gap in after.gaps if gap.code == "finding_differs"]
    assert after.proposal.score == 0


def test_a_new_finding_grades_the_one_item_it_stands_on(database: Database, audit: Audit, leader: Account) -> None:
    judge(database, audit, leader, "P05", "conformity", "x")
    new = Finding("", (), Grade.MINOR, "", "", "", is_draft=True)
    write(database, audit, leader, new, items=json.dumps(["P05"]), grade="observation", gap="y")
    after = known(database, audit, leader)
    assert (grades(after, "P05"), after.findings[0].grade) == (["observation"], Grade.OBSERVATION)


def test_an_item_graded_otherwise_later_is_a_gap_that_words_alone_do_not_close(
    database: Database, audit: Audit, leader: Account
) -> None:
    judge(database, audit, leader, "P05", "major_nonconformity", "x")
    write(database, audit, leader, known(database, audit, leader).findings[0], gap="y")
    regrade(database, audit, leader, "P05", "conformity")
    (finding,) = known(database, audit, leader).findings
    write(database, audit, leader, finding, gap="viết lại", grade=finding.grade.value)
    after = known(database, audit, leader)
    assert grades(after, "P05") == ["conformity"]
    assert [gap.item_id for gap in after.gaps if gap.code == "finding_differs"] == ["P05"]
    assert after.proposal.score == 0


def test_an_item_under_two_findings_is_graded_as_the_worse(database: Database, audit: Audit, leader: Account) -> None:
    judge(database, audit, leader, "P05", "major_nonconformity", "x")
    write(database, audit, leader, known(database, audit, leader).findings[0], gap="y")
    new = Finding("", (), Grade.MINOR, "", "", "", is_draft=True)
    write(database, audit, leader, new, items=json.dumps(["P05"]), grade="minor_nonconformity", gap="z")
    after = known(database, audit, leader)
    assert grades(after, "P05") == ["major_nonconformity"]
    assert not [gap for gap in after.gaps if gap.code == "finding_differs"]


def test_a_finding_is_withdrawn_with_a_reason(database: Database, audit: Audit, leader: Account) -> None:
    judge(database, audit, leader, "P05", "minor_nonconformity", "x")
    first = known(database, audit, leader)
    caucus.write_finding(database, first.opened, first.findings[0], {"gap": "y"}, by=leader, device="caucus", at=AT)
    written = known(database, audit, leader)
    with pytest.raises(RuleBroken):
        caucus.withdraw_finding(
            database, written.opened, written.findings[0], reason=" ", by=leader, device="caucus", at=AT
        )
    caucus.withdraw_finding(
        database, written.opened, written.findings[0], reason="nhầm", by=leader, device="caucus", at=AT
    )
    assert [f.is_draft for f in known(database, audit, leader).findings] == [True]


def test_the_rest_is_marked_not_checked_with_one_reason(database: Database, audit: Audit, leader: Account) -> None:
    judge(database, audit, leader, "P05", "conformity")
    all_items = [one.item_id for one in known(database, audit, leader).judgements]
    marked = caucus.decide_rest(
        database, audit.id, Grade.NOT_CHECKED, all_items, reason="hết giờ", by=leader, device="caucus", at=AT
    )
    after = known(database, audit, leader)
    assert (marked, after.completion.not_checked, after.completion.judged) == (114, 114, 1)
    assert not [gap for gap in after.gaps if gap.item_id]


def test_the_rest_cannot_be_marked_without_a_reason_or_as_a_nonconformity(
    database: Database, audit: Audit, leader: Account
) -> None:
    with pytest.raises(RuleBroken):
        caucus.decide_rest(database, audit.id, Grade.NOT_CHECKED, ["P05"], reason="", by=leader, device="caucus", at=AT)
    with pytest.raises(RuleBroken):
        caucus.decide_rest(database, audit.id, Grade.MAJOR, ["P05"], reason="x", by=leader, device="caucus", at=AT)


TERMS = {"deadline": "2017-08-10", "request": "sửa lại"}


def test_all_drafts_are_written_out_at_once_and_keep_their_words(
    database: Database, audit: Audit, leader: Account
) -> None:
    for item in ("P05", "P06"):
        judge(database, audit, leader, item, "minor_nonconformity", f"thấy ở {item}")
    before = known(database, audit, leader)
    assert together.write_out(database, before.opened, before.findings, by=leader, device="caucus", at=AT) == 2
    regrade(database, audit, leader, "P05", "conformity")
    after = known(database, audit, leader)
    assert [(one.is_draft, one.evidence) for one in after.findings] == [
        (False, "thấy ở P05"), (False, "thấy ở P06"),
    ]  # fmt: skip


def test_one_deadline_and_one_request_go_to_those_that_have_none(
    database: Database, audit: Audit, leader: Account
) -> None:
    for item in ("P05", "P06", "P08"):
        judge(database, audit, leader, item, "minor_nonconformity", "x")
    write(database, audit, leader, known(database, audit, leader).findings[0], gap="y", **TERMS)
    write(database, audit, leader, known(database, audit, leader).findings[1], gap="y", deadline="2017-09-01")
    before = known(database, audit, leader)
    by = {"by": leader, "device": "caucus", "at": AT}
    given = {"deadline": "2017-07-31", "request": "làm ngay"}
    assert together.complete(database, before.opened, before.findings, **given, **by) == 2
    after = [(one.deadline, one.request, one.is_draft) for one in known(database, audit, leader).findings]
    assert after == [
        ("2017-08-10", "sửa lại", False), ("2017-09-01", "làm ngay", False), ("2017-07-31", "làm ngay", True),
    ]  # fmt: skip


def test_merging_makes_one_finding_of_the_worst_grade_with_all_items_and_words(
    database: Database, audit: Audit, leader: Account
) -> None:
    for item, grade in (("P05", "minor_nonconformity"), ("P06", "major_nonconformity"), ("P08", "observation")):
        judge(database, audit, leader, item, grade, f"thấy ở {item}")
    minor = next(one for one in known(database, audit, leader).findings if one.item_ids == ("P05",))
    write(database, audit, leader, minor, gap="thiếu", **TERMS)
    before = known(database, audit, leader)
    by = {"by": leader, "device": "caucus", "at": AT}
    chosen = [one for one in before.findings if one.item_ids != ("P08",)]
    together.merge(database, before.opened, chosen, reason="gộp", **by)
    after = known(database, audit, leader)
    merged = after.findings[0]
    assert (merged.item_ids, merged.grade, merged.gap) == (("P06", "P05"), Grade.MAJOR, "thiếu")
    assert (merged.evidence, merged.deadline) == ("thấy ở P06.\nthấy ở P05.", "2017-08-10")
    assert [one.item_ids for one in after.findings[1:]] == [("P08",)]
    assert grades(after, "P05", "P06") == ["major_nonconformity"] * 2
    assert not [gap for gap in after.gaps if gap.code == "finding_differs"]
    with pytest.raises(RuleBroken, match="merge_needs_two"):
        together.merge(database, after.opened, after.findings[:1], reason="gộp", **by)


def test_what_the_caucus_decides_is_what_every_section_of_the_minutes_counts(
    database: Database, audit: Audit, leader: Account
) -> None:
    for item in ("4.2.3-1", "7.6-1", "P05"):
        judge(database, audit, leader, item, "minor_nonconformity", f"thấy ở {item}")
    before = known(database, audit, leader)
    by = {"by": leader, "device": "caucus", "at": AT}
    chosen = [one for one in before.findings if one.item_ids != ("P05",)]
    merged = together.merge(database, before.opened, chosen, reason="gộp", **by)
    finding = next(one for one in known(database, audit, leader).findings if one.id == merged)
    write(database, audit, leader, finding, grade="major_nonconformity", gap="chung một lỗi")
    after = known(database, audit, leader)
    text = canonical_text(drafting.draft(database, after, language="vi", zone=ZONE, by=leader, at=AT).document)
    assert (
        "Có 02 điểm không phù hợp (nặng: 01; nhẹ: 01), ghi đầy đủ tại Phụ lục II; "
        "03 nội dung không phù hợp được gộp thành 02 điểm:"
    ) in text
    assert [one.grade for one in after.judgements if one.grade] == [Grade.MINOR, Grade.MAJOR, Grade.MAJOR]
    assert after.proposal.score == 25
