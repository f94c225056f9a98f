"""Which paths are pages, and where a person may be led."""

import pytest

from iso_audit.web.paths import is_open, is_page, safe_next, sign_in_address


@pytest.mark.parametrize("wanted", ["/", "/conducting?audit=a&item=P01", "/visit?x=https://a.example/", "/tổng-quan"])
def test_our_own_pages_are_led_to(wanted):
    assert safe_next(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "//a.example",
        "/\\a.example",
        "https://a.example",
        "/\u00a0/a",
        "/login",
        "/healthz",
        "/media/x",
        "\ud800",
        "/\ud800",
    ],
)
def test_everything_else_leads_to_the_first_page(wanted):
    assert safe_next(wanted) == "/"


@pytest.mark.parametrize("path", ["/Login", "/login/", "/login/x", "/healthz/", "//login", "/api", "/guard.js/"])
def test_what_only_looks_like_an_open_path_is_closed(path):
    assert not is_open(path)


@pytest.mark.parametrize(
    ("path", "method", "page"),
    [
        ("/", "GET", True),
        ("/x", "HEAD", True),
        ("/x", "POST", False),
        ("/media/x", "GET", False),
        ("/mediation", "GET", True),
    ],
)
def test_a_page_is_what_a_person_looks_at(path, method, page):
    assert is_page(path, method) is page


def test_the_address_of_sign_in_carries_the_way_back_and_the_reason():
    address = sign_in_address("/conducting", "item=P01&x=%C3%A1", "expired")
    assert address == "/login?next=%2Fconducting%3Fitem%3DP01%26x%3D%25C3%25A1&reason=expired"
