"""Every screen in English: thumbs, size of words and width on a phone and a tablet held across."""

import pytest

from tests.browser.every_screen import Year, faults
from tests.screens import EVERY_PAGE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["phone", "landscape"])
def test_nothing_is_too_small_or_too_wide(year: Year, size: str) -> None:
    page, wrong = year.page("en", size), {}
    for name in EVERY_PAGE:
        found = faults(year, page, name)
        if found:
            wrong[name] = found
    page.context.close()
    assert wrong == {}
