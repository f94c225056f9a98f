"""Whoever asks for changes is told of minutes whose text is fixed, at no further statement."""

import pytest

from iso_audit.storage.queries import conducting
from iso_audit.workflow.reporting import locking
from tests.web.test_budgets import cost


@pytest.fixture
def starts_from(issued_minutes):
    return issued_minutes


def told(house, audit, since):
    answer = house.client.get(f"/api/audits/{audit.id}/changes?since={since}", headers={"X-Background": "1"})
    return answer.json()


def test_issued_minutes_are_told_with_every_answer_and_no_more_once_reopened(house, audit):
    house.sign_in(house.leader)
    first = told(house, audit, 0)
    assert (first["minutes"]["state"], first["minutes"]["number"]) == ("issued", "01/BB-ĐKT")
    again = told(house, audit, first["position"])
    assert (again["fields"], again["minutes"]) == ([], first["minutes"])
    assert len(cost(house, lambda: house.client.get(f"/api/audits/{audit.id}/changes?since={first['position']}"))) <= 3
    locking.reopen(house.database, audit.id, reason="sai tên", by=house.leader, at=house.at)
    assert told(house, audit, 0)["minutes"] is None
    assert conducting.changes(house.database, audit.id, since=0, reader=house.leader).minutes is None
