import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.card.stage import CardStage, Running, running
from tests.patience import MILLISECONDS


@pytest.fixture
def stage():
    with running(CardStage()) as started:
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
