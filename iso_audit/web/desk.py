"""What the web layer of this process remembers beside the installation: attempts to sign in, the set-up token."""

import os
import secrets
import threading
from dataclasses import dataclass

from iso_audit.bootstrap import Installation, installation
from iso_audit.domain.attempts import Attempts
from iso_audit.web.turns import Turns
from iso_audit.workflow.accounts import needs_setup


@dataclass(frozen=True, slots=True)
class Desk:
    """The installation, and what is forgotten when the process ends."""

    installed: Installation
    attempts: Attempts
    setup_token: str
    passwords: Turns

    def opens_setup(self, token: str) -> bool:
        """Tell whether `token` opens the set-up page: it is this start's, and nobody can lead yet."""
        same = secrets.compare_digest(token.encode("utf-8", "replace"), self.setup_token.encode())
        return same and needs_setup(self.installed.database)


_lock = threading.Lock()
_desks: list[Desk] = []

_CORES = os.cpu_count() or 1
PASSWORDS_AT_ONCE = 1 if _CORES < 4 else 2
MOST_PASSWORDS_WAITING = 200
MOST_PASSWORDS_WAITING_OF_ONE = 80


def desk() -> Desk:
    """Return the desk of the process's installation, made when that is new."""
    installed = installation()
    with _lock:
        if not _desks or _desks[0].installed is not installed:
            _desks[:] = [Desk(installed, Attempts(), secrets.token_urlsafe(24), _passwords())]
        return _desks[0]


def _passwords() -> Turns:
    """Return the turns at checking a password: half the cores at most, so that taps have the other half."""
    return Turns(
        all_at_once=PASSWORDS_AT_ONCE,
        one_at_once=PASSWORDS_AT_ONCE,
        all_waiting=MOST_PASSWORDS_WAITING,
        one_waiting=MOST_PASSWORDS_WAITING_OF_ONE,
    )
