"""What a damaged log lost stands on every page of whoever leads, until one of them takes notice."""

import json

import pytest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Role
from iso_audit.domain.text import Language
from iso_audit.storage import activity
from iso_audit.storage.file import losses
from tests.conftest import AT, make_account
from tests.ui.conftest import open_page, shown, speaking


@pytest.fixture
def damaged(empty: Installation) -> Installation:
    """A process whose last start found that twelve events were gone."""
    told = {"events": 12, "acts": 0, "twice": 0, "found_at": AT.isoformat(), "seen": False}
    with empty.database.write() as cursor:
        cursor.execute("insert into setting values (?, ?)", [losses.KEY, json.dumps(told)])
    return empty


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "Ít nhất 12 nội dung đã báo “Đã lưu”"), ("en", "are gone: at least 12.")]
)
@pytest.mark.parametrize("page", ["overview", "operation"])
def test_a_leader_is_told_on_every_page(damaged: Installation, page: str, language: Language, said: str) -> None:
    leader = speaking(damaged.database, make_account(damaged.database, "an", Role.LEADER), language)
    app = open_page(page, leader)
    assert not app.exception
    assert said in shown(app)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.VIEWER])
def test_others_are_not(damaged: Installation, role: Role) -> None:
    app = open_page("me", make_account(damaged.database, "an", role))
    assert "Ít nhất 12" not in shown(app)


def test_it_goes_once_a_leader_takes_notice_which_is_in_the_activity_log(damaged: Installation) -> None:
    deputy = make_account(damaged.database, "an", Role.DEPUTY)
    app = open_page("overview", deputy)
    app.button(key="operation.loss.noticed").click().run()
    assert not app.exception
    assert "Ít nhất 12" not in shown(app)
    assert "Ít nhất 12" not in shown(open_page("overview", make_account(damaged.database, "binh", Role.LEADER)))
    with damaged.database.read() as cursor:
        [act] = activity.latest(cursor)
    assert (act.action, act.account_id, act.detail["events"]) == ("loss_noticed", deputy.id, 12)
