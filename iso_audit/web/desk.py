"""What the web layer of this process remembers beside the installation: attempts, turns, what was given to whom."""

import secrets
import threading
from collections import Counter
from dataclasses import dataclass, field

from iso_audit.bootstrap import Installation, installation
from iso_audit.domain.attempts import Attempts
from iso_audit.web.given import Given
from iso_audit.web.turns import Turns
from iso_audit.web.uploads import MEGABYTE, Uploads
from iso_audit.workflow.accounts.signing_in import needs_setup

PASSWORDS_AT_ONCE = 2
MOST_PASSWORDS_WAITING = 200
MOST_PASSWORDS_WAITING_OF_ONE = 80


def _passwords() -> Turns:
    """Turns at checking a password; with two an office signs in twice as fast as with one, and taps wait no longer."""
    at_once = PASSWORDS_AT_ONCE
    waiting, of_one = MOST_PASSWORDS_WAITING, MOST_PASSWORDS_WAITING_OF_ONE
    return Turns(all_at_once=at_once, one_at_once=at_once, all_waiting=waiting, one_waiting=of_one)


def _requests() -> Turns:
    """Turns at the API: one account never has every thread."""
    return Turns(all_at_once=10_000, one_at_once=24, all_waiting=10_000, one_waiting=100)


def _json_bytes() -> Turns:
    """Room for bodies of JSON while they are read, in bytes."""
    return Turns(all_at_once=64_000_000, one_at_once=8_000_000, all_waiting=1_000, one_waiting=50)


def _file_bytes() -> Turns:
    """Room for photographs while they are read and worked on, in bytes."""
    return Turns(all_at_once=200 * MEGABYTE, one_at_once=50 * MEGABYTE, all_waiting=500, one_waiting=20)


@dataclass(frozen=True, slots=True)
class Desk:
    """The installation, and what is forgotten when the process ends."""

    installation: Installation
    uploads: Uploads
    attempts: Attempts = field(default_factory=Attempts)
    setup_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    passwords: Turns = field(default_factory=_passwords)
    requests: Turns = field(default_factory=_requests)
    json_bytes: Turns = field(default_factory=_json_bytes)
    file_bytes: Turns = field(default_factory=_file_bytes)
    given_addresses: Given = field(default_factory=Given)
    sockets: Counter[str] = field(default_factory=Counter)

    def opens_setup(self, token: str) -> bool:
        """Tell whether `token` opens the set-up page: it is this start's, and nobody can lead yet."""
        same = secrets.compare_digest(token.encode("utf-8", "replace"), self.setup_token.encode())
        return same and needs_setup(self.installation.database)


_lock = threading.Lock()
_desks: list[Desk] = []


def desk() -> Desk:
    """Return the desk of the process's installation, made when that is new."""
    current = installation()
    with _lock:
        if not _desks or _desks[0].installation is not current:
            _desks[:] = [Desk(current, Uploads(current.stopwatch))]
        return _desks[0]
