"""The frame around every page: an address that leads nowhere is said, one that leads somewhere is not."""

import pytest

from iso_audit.ui.main import leads_nowhere

PAGES = ["", "my_audits", "me", "conducting"]


@pytest.mark.parametrize(
    ("url", "nowhere"),
    [
        ("http://localhost:8501/", False),
        ("http://localhost:8501/me", False),
        ("http://localhost:8501/conducting?audit=1&item=P01", False),
        ("http://localhost:8501/planning", True),
        ("https://iso.example.vn/nothing/here", True),
        ("", False),
    ],
)
def test_an_address_of_no_page_leads_nowhere(url: str, nowhere: bool) -> None:
    assert leads_nowhere(url, PAGES) is nowhere
