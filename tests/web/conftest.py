"""The real application behind Starlette's TestClient, over a database in memory and a clock the test sets."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from iso_audit import bootstrap
from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank, Banks
from iso_audit.settings import read_settings
from iso_audit.storage.engine.database import Database
from iso_audit.storage.opening import open_database
from iso_audit.web.visitor import COOKIE
from iso_audit.workflow.accounts import administering, signing_in

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "bốn con mèo nhỏ"
ORIGIN = {"Origin": "http://testserver"}


@dataclass
class House:
    """What a test stands in: the installation, the client, and a clock that moves when told."""

    installed: Installation
    client: TestClient
    leader: Account
    moments: list[datetime] = field(default_factory=list)
    seconds: list[float] = field(default_factory=lambda: [0.0])

    @property
    def database(self) -> Database:
        return self.installed.database

    @property
    def at(self) -> datetime:
        return self.moments[0]

    def later(self, **passed: float) -> datetime:
        self.seconds[0] += timedelta(**passed).total_seconds()
        return self.set_clock(**passed)

    def set_clock(self, **ahead: float) -> datetime:
        """Set the machine's clock ahead or back, without any time passing."""
        self.moments[0] += timedelta(**ahead)
        return self.moments[0]

    def account(self, username: str, role: Role) -> Account:
        return administering.make_account(
            self.database,
            username=username,
            name=username,
            role=role,
            password=PASSWORD,
            by=None,
            at=self.at,
            hasher=CHEAP,
        )

    def sign_in(self, account: Account) -> str:
        token = signing_in.sign_in(
            self.database, account.username, PASSWORD, device="a tablet", address="192.0.2.7", at=self.at, hasher=CHEAP
        )
        self.carry(token)
        return token

    def carry(self, token: str) -> None:
        self.client.cookies.set(COOKIE, token, domain="testserver.local", path="/")

    def post_form(self, path: str, **fields: str):
        return self.client.post(path, data=fields, headers=ORIGIN, follow_redirects=False)


@pytest.fixture(scope="session")
def served(bank: Bank) -> Iterator[TestClient]:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    at = datetime.fromisoformat("2017-07-11T01:00:00+00:00")
    bootstrap.use(Installation(read_settings({}), open_database(":memory:", at=at), Banks((bank,)), lambda: at))
    from app import app

    with TestClient(app) as client:
        yield client


@pytest.fixture
def house(served: TestClient, database: Database, bank: Bank, leader: Account, at: datetime) -> Iterator[House]:
    """The application with one leader who can sign in, nobody signed in yet."""
    before = bootstrap.installation()
    moments, seconds = [at], [1_000.0]
    installed = Installation(read_settings({}), database, Banks((bank,)), lambda: moments[0], lambda: seconds[0])
    bootstrap.use(installed)
    administering.set_password(database, leader.username, PASSWORD, at=at, hasher=CHEAP)
    served.cookies.clear()
    yield House(installed, served, leader, moments, seconds)
    bootstrap.use(before)
