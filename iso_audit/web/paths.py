"""Which paths are open, which are pages, and which address a person may be led to after signing in."""

from urllib.parse import quote, urlsplit

from iso_audit import assets

SIGN_IN, SIGN_OUT, SET_UP, HEALTH = "/login", "/logout", "/setup", "/healthz"
STYLE, GUARD, GUARD_STYLE, PASSWORD_SCRIPT = "/door.css", "/guard.js", "/guard.css", "/door.js"
WORDS = "/words.js"
OPEN = frozenset({SIGN_IN, SIGN_OUT, SET_UP, HEALTH, STYLE, GUARD, GUARD_STYLE, WORDS, PASSWORD_SCRIPT, "/favicon.png"})
API = "/api/"
ASSETS = assets.START
CORE, SOCKET = "/_stcore/", "/_stcore/stream"
CORE_IN_USE = (SOCKET, "/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/", "/_stcore/bidi-components/")

_RESOURCES = (
    "/api",
    "/assets",
    "/_stcore",
    "/media",
    "/component",
    "/static",
    "/app/static",
    "/vendor",
    "/oauth2callback",
)
_LONGEST_NEXT = 2_000


def is_open(path: str) -> bool:
    """Tell whether `path` is answered without a session; everything else is not.

    Our scripts are: they hold nothing of anybody, and are the same for all who have the release.
    """
    return path in OPEN or assets.named(path) is not None


def is_api(path: str) -> bool:
    """Tell whether `path` is answered in JSON."""
    return path.startswith(API) or path == "/api"


def is_page(path: str, method: str) -> bool:
    """Tell whether a person looks at what `path` answers, so that leading them to sign-in makes sense."""
    resource = any(path == start or path.startswith(start + "/") for start in _RESOURCES)
    return method in {"GET", "HEAD"} and not resource and "/_stcore/" not in path


def is_closed(path: str) -> bool:
    """Tell whether `path` is one of Streamlit's own that no page of ours needs: metrics, the agent API and others."""
    return path.startswith(CORE) and not path.startswith(CORE_IN_USE)


def safe_next(wanted: str) -> str:
    """Return `wanted` when it is a page of our own, `/` in every other case."""
    if not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > _LONGEST_NEXT:
        return "/"
    if "\\" in wanted or any(ord(c) <= 0x20 or 0x7F <= ord(c) <= 0xA0 or 0xD800 <= ord(c) <= 0xDFFF for c in wanted):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    if parts.scheme or parts.netloc or is_open(parts.path) or not is_page(parts.path, "GET"):
        return "/"
    return wanted


def sign_in_address(path: str, query: str, reason: str) -> str:
    """Return the address of the sign-in page that leads back to `path` and says why one came there."""
    wanted = safe_next(f"{quote(path, safe='/%:@-._~!$&()*+,;=')}{'?' + query if query else ''}")
    address = f"{SIGN_IN}?next={quote(wanted, safe='')}"
    return address if reason == "none" else f"{address}&reason={quote(reason, safe='')}"
