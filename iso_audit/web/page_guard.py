"""Streamlit's page, made ours: language, title, the guard's script and style, and a policy for its scripts."""

import base64
import hashlib
import json
import re
from html import escape
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iso_audit.domain.text import LANGUAGES, Language
from iso_audit.i18n import translate, words_under
from iso_audit.web.headers import STREAMLITS
from iso_audit.web.paths import GUARD, GUARD_STYLE, WORDS

LARGEST_PAGE = 1_000_000
_UNWANTED = {b"accept-encoding", b"if-none-match", b"if-modified-since", b"range", b"if-range"}
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_WORDS = ("lost", "lost_here", "back", "ended", "opening")
_EMPTY = '<div id="root"></div>'
"""Where Streamlit puts its page, once its script is there."""


async def guarded(app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, language: Language) -> None:
    """Run `app` and rewrite its answer where that is a whole HTML page."""
    scope["headers"] = [(name, value) for name, value in scope["headers"] if name.lower() not in _UNWANTED]
    scope["extensions"] = {}
    messages: list[Message] = []
    content = bytearray()

    async def rewrite(message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            messages.append(message)
        elif message["type"] == "http.response.body" and messages:
            content.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await _send_page(messages[0], bytes(content), scope, send, language)
        else:
            await send(message)

    await app(scope, receive, rewrite)


def rewritten(html: str, language: Language) -> str:
    """Return Streamlit's page with our language, title, style and script.

    It asks not to be translated: a browser that replaces texts breaks what Streamlit draws; we have both languages.
    """
    title = translate(language, "web.title")
    words = "".join(
        f' data-{one}-{word.replace("_", "-")}="{escape(translate(one, f"web.guard.{word}"))}"'
        for one in LANGUAGES
        for word in _WORDS
    )
    ours = (
        '<meta name="google" content="notranslate" />'
        f'<link rel="stylesheet" href="{GUARD_STYLE}" /><script src="{GUARD}" defer{words}></script>'
        f'<script src="{WORDS}" defer data-words="{escape(json.dumps(streamlit_words()))}"></script>'
    )
    html = re.sub(r"<html lang=\"[^\"]*\"", f'<html lang="{language}" translate="no"', html, count=1)
    html = re.sub(r"<title>.*?</title>", lambda _: f"<title>{title}</title>", html, count=1, flags=re.DOTALL)
    html = re.sub(r"\s*<link rel=\"service-desc\"[^>]*>", "", html, count=1)
    opening = translate(language, "web.guard.opening")
    html = html.replace(_EMPTY, f'<div id="root"><p class="iso-audit-opening">{opening}</p></div>', 1)
    return html.replace("</head>", f"{ours}</head>", 1)


def streamlit_words() -> dict[str, dict[str, str]]:
    """Return Streamlit's own English words and what to show instead: whole, at the start, at the end."""
    return {
        place: {
            english: translate("vi", f"streamlit.{place}.{name}")
            for name, english in words_under("en", f"streamlit.{place}").items()
        }
        for place in ("whole", "start", "end")
    }


def policy_for(html: str) -> str:
    """Return the content policy of a page: of inline scripts only those that stand in it."""
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in _INLINE.findall(html)]
    return STREAMLITS.replace("script-src 'self'", " ".join(["script-src 'self'", *(f"'sha256-{h}'" for h in hashes)]))


def static_file(name: str) -> Path:
    """Return where one of our own script or style files is."""
    return Path(__file__).parent / "static" / name


def _is_page(message: Message) -> bool:
    headers = MutableHeaders(scope=message)
    short = int(headers.get("content-length", "0")) <= LARGEST_PAGE
    return message["status"] == 200 and headers.get("content-type", "").startswith("text/html") and short


async def _send_page(start: Message, content: bytes, scope: Scope, send: Send, language: Language) -> None:
    headers = MutableHeaders(scope=start)
    html = content.decode("utf-8")
    body = rewritten(html, language).encode() if content else b""
    del headers["etag"]
    del headers["last-modified"]
    headers["cache-control"] = "no-store"
    headers["content-length"] = str(len(body))
    headers["content-security-policy"] = policy_for(html)
    await send(start)
    await send({"type": "http.response.body", "body": body})
