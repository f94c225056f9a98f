"""Security headers on every answer: one policy for our own pages, one that Streamlit's pages can live with."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope, Send

from iso_audit.settings import Settings
from iso_audit.web.paths import is_api, is_open
from iso_audit.web.visitor import is_https

OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
STREAMLITS = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' data: blob:; connect-src 'self' blob: data:; worker-src 'self' blob:; "
    "frame-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
STRICT_TRANSPORT = "max-age=31536000"


def secured(scope: Scope, send: Send, settings: Settings) -> Send:
    """Return a `send` that adds the headers to the answer of `scope`."""
    path = scope["path"]
    ours = is_open(path) or is_api(path)

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            message.setdefault("headers", [])
            add_headers(MutableHeaders(scope=message), ours=ours, https=is_https(scope, settings))
        await send(message)

    return send_with_headers


def add_headers(headers: MutableHeaders, *, ours: bool, https: bool) -> None:
    """Write the security headers into `headers`."""
    for name, value in ALWAYS.items():
        headers[name] = value
    headers.setdefault("Content-Security-Policy", OURS if ours else STREAMLITS)
    if ours:
        headers.setdefault("Cache-Control", "no-store")
    if https:
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT
