"""The first steps of a year tick themselves, lead to where they are taken, and go once all are done."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.planning import establishing
from tests.conftest import AT, make_account
from tests.ui.conftest import installed, open_page, read


def steps(app: AppTest) -> list[tuple[str, bool]]:
    """Return the page each step leads to, and whether it is ticked."""
    assert not app.exception
    links = [one.proto for one in app.get("page_link")]
    return [
        (one.page, "check_circle" in one.icon) for one in links if read(one.label)[:2] in {f"{n}." for n in range(6)}
    ]


def test_steps_tick_themselves(empty: Installation) -> None:
    database, leader = empty.database, make_account(empty.database, "leader", Role.LEADER)
    pages = ["planning", "accounts", "planning", "planning", "planning"]
    assert steps(open_page("overview", leader)) == [(page, False) for page in pages]
    programme = replace(establishing.new_programme(2017), parent_body="UBND", issuing_body="Đoàn", place="Vũng Tàu")
    establishing.save_programme(database, programme, by=leader, at=AT)
    assert [done for _, done in steps(open_page("overview", leader))] == [True, False, False, False, False]
    make_account(database, "lan", Role.MEMBER)
    assert [done for _, done in steps(open_page("overview", leader))] == [True, True, False, False, False]


def test_only_who_plans_is_shown_steps_and_only_while_one_is_left(
    database: Database, bank: Bank, audit: Audit, leader: Account
) -> None:
    installed(database, bank)
    assert [done for _, done in steps(open_page("overview", leader))] == [True, False, True, True, True]
    viewer = make_account(database, "viewer", Role.VIEWER)
    assert steps(open_page("overview", viewer)) == []
    assert steps(open_page("overview", leader)) == []
