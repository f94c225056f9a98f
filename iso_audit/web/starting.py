"""Starting and stopping: the installation, logs, the mends for Streamlit, and what the console says."""

import gc
import importlib
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from iso_audit.bootstrap import installation
from iso_audit.checklists.faults import BankFaulty, sentence_of
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.text import LANGUAGES
from iso_audit.i18n import sentence
from iso_audit.web import connection, console, logs
from iso_audit.web.desk import desk
from iso_audit.workflow.accounts import passwords
from iso_audit.workflow.accounts.signing_in import needs_setup
from iso_audit.workflow.operation import losses

HEAVY = ("pandas", "pyarrow", "reportlab.platypus", "PIL.Image", "openpyxl", "docx", "altair")

AddressSource = Callable[[], tuple[object, object]]
Lifespan = Callable[[object], AbstractAsyncContextManager[None]]


def lifespan(address_source: AddressSource) -> Lifespan:
    """Return the application's lifespan; `address_source` tells the address and port that Streamlit listens at."""

    @asynccontextmanager
    async def run(_: object) -> AsyncIterator[None]:
        here = await to_thread.run_sync(desk)
        logs.set_up(here.installation.settings.log_folder)
        await to_thread.run_sync(_import_heavy)
        await to_thread.run_sync(passwords.prepare)
        # Streamlit collects all generations after every script run: two thirds of a tap's processor time went into
        # looking at the objects of imported libraries. Frozen ones are not looked at.
        gc.collect()
        gc.freeze()
        address, port = address_source()
        token = here.setup_token if needs_setup(here.installation.database) else None
        https = here.installation.settings.public_https
        console.announce(console.listening(sys.argv, address, port), token, https=https)
        loss = losses.pending(here.installation.database)
        if loss is not None:
            console.announce_loss(loss)
        yield
        installation().database.close()

    return run


async def told_plainly(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Run `app`'s lifespan; where it cannot start for a reason we know, the console gets the sentence, not a trace."""
    failures: list[Message] = []

    async def hold_failure(message: Message) -> None:
        if message["type"] == "lifespan.startup.failed":
            failures.append(message)
            return
        if message["type"] == "lifespan.startup.complete":
            connection.hang(receive, desk().installation.settings)
        await send(message)

    try:
        await app(scope, receive, hold_failure)
    except IsoAuditError as error:
        console.say("\n".join(["", *why_not_started(error), ""]))
        await send({"type": "lifespan.startup.failed", "message": str(error.code)})
    except BaseException:
        if failures:
            await send(failures[0])
        raise


def why_not_started(error: IsoAuditError) -> list[str]:
    """Return the sentences for the console, in both languages; every fault of a question bank by itself."""
    sentences = [sentence(language, error) for language in LANGUAGES]
    if isinstance(error, BankFaulty):
        sentences += [sentence_of(fault, language) for language in LANGUAGES for fault in error.faults]
    return sentences


def _import_heavy() -> None:
    """Import what pages need sooner or later, so that nobody's tap waits for it."""
    for name in HEAVY:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
