"""What a request says of who sends it: session token, address, scheme, device, origin, wished language."""

from collections.abc import Collection
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from iso_audit.domain.errors import Forbidden
from iso_audit.domain.text import Language, language_of
from iso_audit.settings import Settings

COOKIE = "iso_audit_session"
LANGUAGE_COOKIE = "iso_audit_language"
TABLET_COOKIE = "iso_audit_tablet"
A_YEAR = 365 * 24 * 3600
LONGEST_TOKEN = 200
_PORTS = {"http": 80, "https": 443}


def token_of(scope: Scope) -> str:
    """Return the session token a request carries, empty where there is none."""
    token = HTTPConnection(scope).cookies.get(COOKIE, "")
    return token if len(token) <= LONGEST_TOKEN else ""


def address_of(scope: Scope, settings: Settings) -> str:
    """Return the address a request comes from: the peer's, or what a trusted proxy says of it."""
    peer = scope["client"][0] if scope.get("client") else ""
    hops = HTTPConnection(scope).headers.get("x-forwarded-for", "")
    for hop in [hop.strip() for hop in reversed(hops.split(","))]:
        if not hop or not is_trusted(peer, settings.trusted_proxies):
            break
        peer = hop[:64]
    return str(peer)


def network_of(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the 64 bits of IPv6 within which a device chooses freely."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    return str(ip_network(f"{ip}/64", strict=False)) if isinstance(ip, IPv6Address) else str(ip)


def is_https(scope: Scope, settings: Settings) -> bool:
    """Tell whether the person's browser speaks HTTPS: by setting, by the socket, or as a trusted proxy says."""
    if settings.public_https or scope.get("scheme") in {"https", "wss"}:
        return True
    peer = scope["client"][0] if scope.get("client") else ""
    protocol = HTTPConnection(scope).headers.get("x-forwarded-proto", "")
    return protocol.strip().lower() == "https" and is_trusted(peer, settings.trusted_proxies)


def device_of(scope: Scope) -> str:
    """Return what the browser calls itself."""
    return HTTPConnection(scope).headers.get("user-agent", "")[:200]


def check_origin(scope: Scope, settings: Settings) -> None:
    """Raise Forbidden `origin_refused` unless the request was sent by a page of ours.

    An https page of the same host is ours also where a proxy hides from us that it speaks HTTPS.
    """
    headers = HTTPConnection(scope).headers
    origins, hosts = headers.getlist("origin"), headers.getlist("host")
    try:
        origin = urlsplit(origins[0] if len(origins) == 1 else "")
        ours = urlsplit(f"//{hosts[0] if len(hosts) == 1 else ''}")
        schemes = {"https"} if is_https(scope, settings) else {"http", "https"}
        port = _PORTS["https" if is_https(scope, settings) else "http"]
        same = (origin.hostname or "?") == (ours.hostname or "") and origin.scheme in schemes
        same = same and (
            (origin.port or _PORTS.get(origin.scheme)) == (ours.port or port)
            or (ours.port is None and origin.port is None)
        )
    except ValueError:
        same = False
    if not same:
        raise Forbidden("origin_refused")


def page_language(scope: Scope, settings: Settings) -> Language:
    """Return the language of a page for somebody not yet signed in: asked for, chosen before, or the setting."""
    connection = HTTPConnection(scope)
    code = connection.query_params.get("lang") or connection.cookies.get(LANGUAGE_COOKIE)
    if code in {"vi", "en"}:
        return language_of(code)
    return settings.language


def is_trusted(address: str, proxies: Collection[str]) -> bool:
    """Tell whether `address` is a proxy that is believed about whom it speaks for."""
    try:
        ip = ip_address(address)
        return any(ip in ip_network(proxy, strict=False) for proxy in proxies)
    except ValueError:
        return address in proxies
