"""A tablet as the server sees it: requests with a sign-in's cookie, events as the card sends them, ids it keeps."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2

from benchmarks.world import Person
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.ids import new_id


def now() -> int:
    """Return the present moment in milliseconds since the epoch."""
    return int(time.time() * 1000)


@dataclass
class Tablet:
    """One person's tablet on one audit; `acknowledged` are the events the server said it keeps."""

    address: str
    person: Person
    audit_id: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    heads: dict[tuple[str, str], str] = field(default_factory=dict)
    position: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """Return what every request carries."""
        return {
            "Cookie": f"{COOKIE}={self.person.token}",
            "Origin": self.address,
            "X-Account": self.person.account.id,
        }

    def event(self, subject: str, name: str, value: str | None) -> dict[str, Any]:
        """Return a new event that replaces this tablet's own last one of the field."""
        event_id = new_id(datetime.now(UTC))
        before = self.heads.get((subject, name))
        self.heads[(subject, name)] = event_id
        return {
            "id": event_id,
            "audit": self.audit_id,
            "subject": subject,
            "field": name,
            "value": value,
            "made_at": now(),
            "replaces": [before] if before else [],
        }

    def body(self, events: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the body of a request that sends `events`."""
        return {"device": f"bench-{self.person.account.username}", "events": events}

    def note(self, answer: httpx2.Response) -> None:
        """Write down what the server acknowledged."""
        told = answer.json()
        self.acknowledged += told.get("accepted", [])
        self.refused += [one["id"] for one in told.get("refused", [])]
