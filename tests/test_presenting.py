"""What is shown as data: sentences around what people entered read as one wrote them."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from iso_audit.domain.bank import Bank
from iso_audit.domain.checklist import Condition
from iso_audit.domain.composition import compose
from iso_audit.domain.text import Language
from iso_audit.presenting.card import checklist_data
from iso_audit.presenting.card_preview import preview_data


def test_the_reason_of_an_exclusion_brings_no_full_stop_of_its_own(bank: Bank) -> None:
    checklist = compose(bank, kind="department", form="full", exclusions={"7.3": "Sở không thiết kế dịch vụ."})
    shown = str(checklist_data(checklist, "vi"))
    assert "'Sở không thiết kế dịch vụ'" in shown
    assert "dịch vụ." not in shown


@pytest.mark.parametrize(
    ("language", "name", "mark", "label"),
    [("vi", "Xem trước", "Bấm thử, không lưu", "Phù hợp"), ("en", "Preview", "Tried, not kept", "Conformity")],
)
def test_a_preview_speaks_of_nobody_and_says_that_nothing_is_kept(
    bank: Bank, language: Language, name: str, mark: str, label: str
) -> None:
    checklist = compose(bank, kind="department", form="full")
    noon = datetime(2017, 11, 8, 5, tzinfo=UTC)
    data = preview_data(bank, checklist, language=language, zone=ZoneInfo("Asia/Ho_Chi_Minh"), now=noon)
    assert data["preview"]
    assert (data["account"]["name"], data["words"]["saved_at"], data["grades"][0]["label"]) == (name, mark, label)
    assert (data["fields"], data["mine"], data["owners"], data["earlier"], data["minutes"]) == ([], [], {}, {}, None)
    assert (data["zone"], data["server_time"]) == ("Asia/Ho_Chi_Minh", 1510117200000)


def test_a_preview_asks_an_item_under_the_condition_of_the_draft(bank: Bank) -> None:
    checklist = compose(bank, kind="department", form="full")
    hanging = Condition("P01", ("conformity", "observation"))
    items = tuple(replace(item, asked_when=hanging) if item.id == "P03" else item for item in checklist.items)
    noon = datetime(2017, 11, 8, 5, tzinfo=UTC)
    data = preview_data(bank, replace(checklist, items=items), language="en", zone=ZoneInfo("UTC"), now=noon)
    asked = {item["id"]: item["asked_when"] for section in data["checklist"]["sections"] for item in section["items"]}
    assert asked["P03"] == {"item": "P01", "grades": ["conformity", "observation"]}
    assert asked["P01"] is None
