"""Pages under AppTest: a process with a database in memory, and an app opened as somebody in a language."""

import gc
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from iso_audit import bootstrap
from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank, Banks
from iso_audit.domain.text import Language
from iso_audit.settings import read_settings
from iso_audit.storage import accounts
from iso_audit.storage.engine.database import Database
from tests.conftest import AT, make_account
from tests.databases import Filled
from tests.patience import SECONDS

APP = str(Path(__file__).parents[2] / "app.py")
Open = Callable[..., AppTest]


def installed(database: Database, bank: Bank, *, at: datetime = AT) -> Installation:
    next_edition = replace(bank, standard="TCVN ISO 9001:2015", excludable=(), withdrawn_on=None)
    expected = replace(bank, standard="TCVN ISO 9001:2026", items=())
    made = Installation(
        read_settings({}),
        database,
        Banks((bank, next_edition, expected)),
        lambda: at,
    )
    bootstrap.use(made)
    return made


@pytest.fixture(scope="session", autouse=True)
def old_objects_stay_out_of_collections() -> None:
    """Streamlit collects garbage after every run, through all of every library: what is imported is set aside first."""
    gc.collect()
    gc.freeze()


@cache
def components() -> BidiComponentManager:
    """Return the components of the installed packages, which AppTest would look for anew for each page."""
    manager = BidiComponentManager()
    manager.discover_and_register_components(start_file_watching=False)
    return manager


def app_of(file: str, account: Account) -> AppTest:
    """Return an app at `file`, used by `account`, not yet run."""
    app = AppTest.from_file(file, default_timeout=SECONDS)
    app._bidi_component_manager = components()
    app.user = {"account": account.id}
    return app


def open_page(page: str, account: Account, **query: str) -> AppTest:
    app = app_of(APP, account)
    app.switch_page(f"iso_audit/ui/pages/{page}.py")
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def speaking(database: Database, account: Account, language: Language) -> Account:
    changed = replace(account, language=language)
    with database.write() as cursor:
        accounts.save(cursor, changed)
    return changed


@pytest.fixture
def empty(database: Database, bank: Bank) -> Installation:
    """A process on a database nobody has used."""
    return installed(database, bank)


@pytest.fixture
def sample_year(sample_database: Database, bank: Bank) -> Installation:
    """A process on the sample year."""
    return installed(sample_database, bank)


@pytest.fixture
def own_sample_year(year_2017: Filled, bank: Bank) -> Iterator[Installation]:
    """A process on a sample year that a test may change."""
    with year_2017.in_memory() as database:
        yield installed(database, bank)


@pytest.fixture(scope="module")
def sample_database(year_2017: Filled) -> Iterator[Database]:
    """The sample year, shared by the tests of one module; they only read."""
    with year_2017.in_memory() as database:
        make_account(database, "leader", Role.LEADER)
        yield database


def read(text: str) -> str:
    """Return a text as a person reads it: the signs that keep Markdown away are not seen."""
    return re.sub(r"\\([^\w\s])", r"\1", text)


def shown(app: AppTest) -> str:
    """Return everything a page shows, as one text, as a person reads it."""
    return read(source(app))


def source(app: AppTest) -> str:
    """Return everything a page shows, as one text, as Streamlit is given it."""
    parts = [
        *app.title,
        *app.header,
        *app.markdown,
        *app.subheader,
        *app.caption,
        *app.info,
        *app.warning,
        *app.error,
        *app.success,
    ]
    texts = [str(part.value) for part in parts] + [str(part.proto.body) for part in app.get("html")]
    links = [str(one.proto.label) for one in app.get("page_link")]
    labels = [str(one.label) for kind in ("button", "text_input", "selectbox", "radio") for one in app.get(kind)]
    return "\n".join([*texts, *labels, *links])
