from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from iso_audit.domain.bank import Bank
from tests.card.stage import CardStage, Running, fill, running
from tests.databases import Filled, filled_once
from tests.patience import MILLISECONDS


@pytest.fixture(scope="session")
def planned_card(bank: Bank, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """The audit of five people that the card shows."""
    return filled_once(tmp_path_factory, "card", lambda database: fill(database, bank))


@pytest.fixture
def stage(planned_card: Filled, bank: Bank) -> Iterator[Running]:
    with planned_card.in_memory() as database, running(CardStage(database, bank)) as started:
        yield started


@pytest.fixture
def tablet(chromium: Browser, stage: Running):
    """Give a function that opens the card on a tablet of its own, as somebody."""
    contexts: list[BrowserContext] = []

    def opened(name: str, *, size: tuple[int, int] = (820, 1180), **more: str) -> Page:
        context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, has_touch=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        page.goto(stage.url(name, **more))
        page.wait_for_selector(".item")
        return page

    yield opened
    for context in contexts:
        context.close()
