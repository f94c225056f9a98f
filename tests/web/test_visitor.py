"""What a request says of who sends it is believed only where it should be."""

import pytest

from iso_audit.domain.errors import Forbidden
from iso_audit.settings import read_settings
from iso_audit.web.visitor import address_of, check_origin, is_https, network_of, page_language, token_of

PLAIN = read_settings({})
PROXIED = read_settings({"ISO_AUDIT_TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1"})


def request(*headers, peer="10.0.0.1", scheme="http", query=b""):
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    return {"type": "http", "headers": raw, "client": (peer, 1), "scheme": scheme, "query_string": query, "path": "/"}


@pytest.mark.parametrize(
    ("settings", "peer", "forwarded", "address"),
    [
        (PLAIN, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (PROXIED, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (PROXIED, "192.0.2.1", "203.0.113.9, 10.1.1.1", "203.0.113.9"),
        (PROXIED, "192.0.2.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (PROXIED, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (PROXIED, "10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_only_a_trusted_proxy_is_believed_about_the_address(settings, peer, forwarded, address):
    assert address_of(request(("X-Forwarded-For", forwarded), peer=peer), settings) == address


@pytest.mark.parametrize(
    ("settings", "peer", "scheme", "told", "https"),
    [
        (PLAIN, "10.0.0.1", "http", "https", False),
        (PROXIED, "10.0.0.1", "http", "https", True),
        (PROXIED, "203.0.113.7", "http", "https", False),
        (PLAIN, "10.0.0.1", "https", "", True),
        (read_settings({"ISO_AUDIT_HTTPS": "1"}), "10.0.0.1", "http", "", True),
    ],
)
def test_https_is_known_from_setting_socket_or_trusted_proxy(settings, peer, scheme, told, https):
    assert is_https(request(("X-Forwarded-Proto", told), peer=peer, scheme=scheme), settings) is https


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://kiemtra.lan:8501", "kiemtra.lan:8501"),
        ("http://kiemtra.lan", "kiemtra.lan"),
        ("http://KIEMTRA.lan:80", "kiemtra.lan"),
        ("https://kiemtra.lan", "kiemtra.lan"),
        ("http://[::1]:8501", "[::1]:8501"),
    ],
)
def test_our_own_origin_passes(origin, host):
    check_origin(request(("Origin", origin), ("Host", host)), PLAIN)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://evil.example", "kiemtra.lan"),
        ("http://kiemtra.lan:8502", "kiemtra.lan:8501"),
        ("http://kiemtra.lan.evil.example", "kiemtra.lan"),
        ("http://kiemtra.lan:x", "kiemtra.lan"),
        ("null", "kiemtra.lan"),
        ("file://", "kiemtra.lan"),
        ("http://", ""),
        ("ftp://kiemtra.lan", "kiemtra.lan"),
        ("http://[kiemtra", "kiemtra.lan"),
    ],
)
def test_any_other_origin_is_refused(origin, host):
    with pytest.raises(Forbidden, match="origin_refused"):
        check_origin(request(("Origin", origin), ("Host", host)), PLAIN)


def test_two_origins_are_refused():
    twice = request(("Origin", "http://a.lan"), ("Origin", "http://evil.example"), ("Host", "a.lan"))
    with pytest.raises(Forbidden, match="origin_refused"):
        check_origin(twice, PLAIN)


def test_behind_https_a_plain_page_of_the_same_host_is_not_ours():
    with pytest.raises(Forbidden, match="origin_refused"):
        check_origin(request(("Origin", "http://a.lan"), ("Host", "a.lan"), scheme="https"), PLAIN)


def test_a_token_longer_than_any_of_ours_is_none():
    assert token_of(request(("Cookie", f"iso_audit_session={'x' * 201}"))) == ""


@pytest.mark.parametrize(
    ("query", "cookie", "language"), [(b"lang=en", "", "en"), (b"", "en", "en"), (b"lang=fr", "x", "vi")]
)
def test_the_language_is_asked_for_or_chosen_before_or_vietnamese(query, cookie, language):
    assert page_language(request(("Cookie", f"iso_audit_language={cookie}"), query=query), PLAIN) == language


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::7", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_device_that_chooses_its_own_ipv6_address_stays_one_place(address, network):
    assert network_of(address) == network
