"""My audits: how far one's own part is, and one link to where to go on."""

from dataclasses import replace

import pytest

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.storage import audits, programmes
from iso_audit.storage.engine.database import Database
from iso_audit.workflow.conducting.recording import NewEvent, record
from tests.conftest import AT, make_account, plan_audit, reread
from tests.ui.conftest import installed, open_page, read, shown


@pytest.fixture
def lan(database: Database, bank: Bank) -> Account:
    """A member who has the first section of an audit, and answered its first item."""
    leader, lan = make_account(database, "leader", Role.LEADER), make_account(database, "lan", Role.MEMBER)
    audit = plan_audit(database, bank, leader, lan)
    with database.write() as cursor:
        checklist = audits.checklist(cursor, audit.id)
        assert checklist is not None
        member = next(one for one in programmes.team(cursor, audit.programme_id) if one.account_id == lan.id)
        audits.save(cursor, replace(audit, sections={checklist.sections[0].id: member.id}))
    lan = reread(database, lan)
    first = checklist.sections[0].items[0]
    event = NewEvent("first", audit.id, f"item:{first}", "grade", "conformity", AT)
    assert not record(database, [event], by=lan, device="t", at=AT).refused
    return lan


def test_a_member_sees_their_part_and_goes_on_where_they_were(database: Database, bank: Bank, lan: Account) -> None:
    installed(database, bank)
    app = open_page("my_audits", lan)
    assert not app.exception
    with database.read() as cursor:
        audit = audits.by_code(cursor, "2017-01")
        assert audit is not None
        checklist = audits.checklist(cursor, audit.id)
    assert checklist is not None
    items = checklist.sections[0].items
    assert f"Phần của tôi: 1/{len(items)}" in shown(app)
    links = {read(one.proto.label): one.proto.query_string for one in app.get("page_link")}
    assert links[f"Tiếp tục ở {items[1]} :gray[Cơ quan thử]"] == f"audit={audit.id}&item={items[1]}"
