"""What the console says at the start: the addresses for this machine and its network, and the set-up link."""

import socket
import sys
from collections.abc import Sequence
from itertools import pairwise

from iso_audit.domain.text import LANGUAGES
from iso_audit.i18n import translate
from iso_audit.web.paths import SET_UP
from iso_audit.workflow.operation.losses import Loss, told

EVERYWHERE = {"", "0.0.0.0", "::"}
_NOWHERE = ("192.0.2.1", 9)


def listening(arguments: Sequence[str], address: object, port: object) -> tuple[str, int]:
    """Return host (empty: every one) and port of the process: what uvicorn was told, or Streamlit's settings."""
    options = dict(pairwise(arguments))
    options |= dict(one.split("=", 1) for one in arguments if one.startswith("--") and "=" in one)
    if arguments and "uvicorn" in arguments[0]:
        return options.get("--host", "127.0.0.1"), int(options.get("--port", "8000"))
    return str(address or ""), int(str(port))


def announce(at: tuple[str, int], setup_token: str | None, *, https: bool = False) -> None:
    """Print where the app is found, in both languages, and on the first start the link that opens it.

    Where every address of the machine is listened at and no proxy brings HTTPS, it says for whom that is fit.
    """
    host, port = at
    hosts = [host] if host not in EVERYWHERE else ["localhost", *_own_address()]
    for language in LANGUAGES:
        lines = [translate(language, "web.console.running")]
        lines += [f"    http://{name}:{port}" for name in hosts]
        if host in EVERYWHERE and not https:
            lines.append(translate(language, "web.console.everywhere"))
        if setup_token is not None:
            lines.append(translate(language, "web.console.first_start"))
            lines += [f"    http://{name}:{port}{SET_UP}?token={setup_token}" for name in hosts]
        say("\n".join(["", *lines]))
    say("")


def announce_loss(loss: Loss) -> None:
    """Print, in both languages, what had been acknowledged and is gone."""
    for language in LANGUAGES:
        say("\n".join(["", translate(language, "web.console.loss", what=told(loss, language))]))


def say(text: str) -> None:
    """Print `text` in UTF-8 whatever the console's own encoding is."""
    sys.stdout.flush()
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        print(text)
        return
    stream.write(f"{text}\n".encode())
    stream.flush()


def _own_address() -> list[str]:
    """Return this machine's address in its network; asking the system for the way out sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_NOWHERE)
            address = str(probe.getsockname()[0])
        except OSError:
            return []
    return [] if address.startswith(("127.", "0.")) else [address]
