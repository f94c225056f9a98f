"""What is shown as data: sentences around what people entered read as one wrote them."""

from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose
from iso_audit.presenting.card import checklist_data


def test_the_reason_of_an_exclusion_brings_no_full_stop_of_its_own(bank: Bank) -> None:
    checklist = compose(bank, kind="department", form="full", exclusions={"7.3": "Sở không thiết kế dịch vụ."})
    shown = str(checklist_data(checklist, "vi"))
    assert "'Sở không thiết kế dịch vụ'" in shown
    assert "dịch vụ." not in shown
