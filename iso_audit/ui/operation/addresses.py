"""The addresses at which tablets find this machine, each as text and as a QR code to scan."""

import io
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

import ifaddr
import segno
import streamlit as st

from iso_audit.ui import alerts
from iso_audit.ui.session import Session
from iso_audit.ui.shared.show import plain

Address = IPv4Address | IPv6Address
_PIXELS = 8


def show(session: Session) -> None:
    """Show the address in use and those of this machine, one of which the reader picks for the QR code."""
    urls = listed(
        here=st.context.url or "",
        port=int(st.get_option("server.port") or 8501),
        machine=machine_addresses(),
        only_here=session.installation.settings.public_https,
    )
    if not urls:
        alerts.info(session.say("operation.addresses.none"))
        return
    st.caption(session.say("operation.addresses.hint"))
    choice = st.radio(
        session.say("operation.addresses.choose"),
        list(urls),
        format_func=lambda url: plain(f"{url.partition('//')[2]} ({urls[url]})"),
    )
    url = choice or next(iter(urls))
    st.image(picture(url), width=280)
    st.markdown(f"**{plain(url)}**")


def machine_addresses() -> dict[str, str]:
    """Return every address of this machine's network adapters with the adapter's name."""
    return {
        str(one.ip if one.is_IPv4 else one.ip[0]): adapter.nice_name
        for adapter in ifaddr.get_adapters()
        for one in adapter.ips
    }


def listed(*, here: str, port: int, machine: dict[str, str], only_here: bool) -> dict[str, str]:
    """Return the URLs to offer with a name each: the page's own address, then the machine's, best guess first.

    `here` is the URL of the open page; loopback addresses are no use to a tablet and are left out, as are IPv6
    addresses that need a zone. Behind a public HTTPS address (`only_here`) the machine's own ones are not reachable.
    """
    parts = urlsplit(here)
    port = parts.port or port if not only_here else port
    urls: dict[str, str] = {}
    if parts.hostname and not _is_loopback(parts.hostname):
        urls[f"{parts.scheme}://{parts.netloc}"] = parts.hostname
    if only_here:
        return urls
    for address in sorted(_reachable(machine), key=_rank):
        host = f"[{address}]" if address.version == 6 else str(address)
        urls.setdefault(f"http://{host}:{port}", machine[str(address)])
    return urls


def picture(text: str) -> bytes:
    """Return the QR code of `text` as PNG, with its quiet zone."""
    file = io.BytesIO()
    segno.make(text, error="m", micro=False).save(file, kind="png", scale=_PIXELS, border=4)
    return file.getvalue()


def _reachable(machine: Iterable[str]) -> list[Address]:
    addresses = [ip_address(text) for text in machine]
    return [one for one in addresses if not one.is_loopback and not (one.version == 6 and one.is_link_local)]


def _rank(address: Address) -> tuple[bool, bool, bool, int]:
    """Order private IPv4 first, then others; an address that a machine gave itself comes last of its kind."""
    return (address.version == 6, address.is_link_local, not address.is_private, int(address))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
