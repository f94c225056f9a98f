"""How many SQL statements a request may cost: the same whatever stands in the database."""

import pytest

from iso_audit.storage.queries import conducting
from tests.web.test_api import event, send


@pytest.fixture
def item(audit, bank, house):
    house.sign_in(house.leader)
    return conducting.open_audit(house.database, audit.id, reader=house.leader).checklist.items[0].id


@pytest.fixture
def first(house, audit, item):
    one = event(audit, item)
    send(house, one)
    return one


def cost(house, ask) -> list[str]:
    with house.database.statements() as heard:
        assert ask().status_code == 200
    return heard


def poll(house, audit, since: int):
    headers = {"X-Background": "1"}
    return lambda: house.client.get(f"/api/audits/{audit.id}/changes?since={since}", headers=headers)


def test_a_tap_that_replaces_another_costs_six(house, audit, item, first):
    second = event(audit, item, value="observation", replaces=[first["id"]])
    assert len(cost(house, lambda: send(house, second))) == 6


def test_a_hundred_taps_at_once_cost_no_more(house, audit, bank, item, first):
    items = [one.id for one in conducting.open_audit(house.database, audit.id, reader=house.leader).checklist.items]
    taps = [event(audit, one) for one in items[1:101]]
    send(house, *taps)
    again = [
        event(audit, one, value="observation", replaces=[tap["id"]])
        for one, tap in zip(items[1:101], taps, strict=True)
    ]
    assert len(again) == 100
    assert len(cost(house, lambda: send(house, *again))) == 6


def test_a_poll_without_news_costs_two_and_with_news_three(house, audit, first):
    assert len(cost(house, poll(house, audit, 0))) == 3
    assert len(cost(house, poll(house, audit, 1))) == 2
