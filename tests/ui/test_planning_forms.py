"""The forms of planning ask in the order in which people read decisions and agencies."""

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from tests.conftest import make_account, plan_audit
from tests.ui.conftest import open_page


def test_a_decision_is_asked_for_by_number_then_day_and_an_agency_by_name_then_kind(
    empty: Installation, bank: Bank
) -> None:
    leader = make_account(empty.database, "leader", Role.LEADER)
    plan_audit(empty.database, bank, leader)
    page = open_page("planning", leader)
    asked = [one.label for one in page.main if getattr(one, "label", None)]
    number = asked.index("Số quyết định")
    assert asked[number : number + 4] == ["Số quyết định", "Ngày ban hành", "Cơ quan ban hành", "Về việc"]
    name = asked.index("Tên cơ quan, đơn vị")
    assert asked[name : name + 2] == ["Tên cơ quan, đơn vị", "Loại"]
