"""Every screen in English: thumbs, size of words and width on a tablet held across and on a phone."""

import pytest

from tests.browser.every_screen import Year, faults, turned
from tests.screens import EVERY_PAGE

pytestmark = pytest.mark.browser


def test_nothing_is_too_small_or_too_wide(year: Year) -> None:
    page, wrong = year.page("en", "landscape"), {}
    for name in EVERY_PAGE:
        turned(page, "landscape")
        year.open(page, name)
        found = {"landscape": faults(page)}
        turned(page, "phone")
        found["phone"] = faults(page)
        if any(found.values()):
            wrong[name] = found
    page.context.close()
    assert wrong == {}
