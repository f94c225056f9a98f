"""The activity log names what each act concerned: whose password, which audit, which minutes, and why."""

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import activity
from iso_audit.workflow.accounts import administering
from iso_audit.workflow.planning import establishing
from tests.conftest import AT, make_account
from tests.ui.conftest import installed, open_page, shown
from tests.workflow.minutes_ready import fill, lock


def test_each_act_names_its_object(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    installed(database, bank)
    lan = make_account(database, "lan", Role.MEMBER)
    administering.reset_password(database, lan.id, "mot cau de nho", by=leader, at=AT)
    administering.change_role(database, lan.id, Role.SECRETARY, role_before=Role.MEMBER, by=leader, at=AT)
    fill(database, audit, leader)
    lock(database, audit, leader)
    log = shown(open_page("accounts", leader))
    assert "<td>Đặt lại mật khẩu</td><td>tài khoản Lan (lan)</td>" in log
    assert "<td>Đổi vai trò</td><td>tài khoản Lan (lan); Thư ký</td>" in log
    assert "<td>Khóa biên bản</td><td>cuộc kiểm tra 2017-01 · Cơ quan thử; Biên bản 01/BB-ĐKT</td>" in log
    assert "<td>Lưu chương trình năm</td><td>chương trình 2017</td>" in log


def test_a_reason_stands_beside_the_act(database: Database, bank: Bank, audit: Audit, leader: Account) -> None:
    installed(database, bank)
    establishing.cancel_audit(database, audit.id, reason="sáp nhập", by=leader, at=AT)
    assert "2017-01 · Cơ quan thử; lý do: sáp nhập</td>" in shown(open_page("accounts", leader))


def test_the_log_costs_three_statements(database: Database, audit: Audit, leader: Account) -> None:
    with database.statements() as heard:
        acts = activity.latest(database, reader=leader)
    assert audit.code in {act.about[:7] for act in acts}
    assert len(heard) <= 3
