"""add-account and set-password: accounts from the server's console, for the first one and for a forgotten one."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from iso_audit.cli.console import Console
from iso_audit.cli.parser import Parsers
from iso_audit.domain.account import Role
from iso_audit.domain.errors import RuleBroken
from iso_audit.i18n import translate
from iso_audit.workflow.accounts import administering


def add(parsers: Parsers) -> None:
    """Add the commands."""
    making = parsers.command("add-account", _make)
    making.add_argument("--username", required=True, metavar="NAME", help=parsers.say("username"))
    making.add_argument("--name", required=True, metavar="TEXT", help=parsers.say("add-account.name"))
    making.add_argument(
        "--role", required=True, choices=[role.value for role in Role], help=parsers.say("add-account.role")
    )
    _add_password(parsers, making)
    setting = parsers.command("set-password", _set)
    setting.add_argument("--username", required=True, metavar="NAME", help=parsers.say("username"))
    _add_password(parsers, setting)


def _add_password(parsers: Parsers, command: ArgumentParser) -> None:
    command.add_argument("--password-stdin", action="store_true", help=parsers.say("password_stdin"))


def _make(given: Namespace, console: Console) -> bool:
    with console.database(existing=False) as database:
        made = administering.make_account(
            database,
            username=given.username,
            name=given.name,
            role=Role(given.role),
            password=_password(given, console),
            by=None,
            at=console.now(),
        )
    console.say("accounts.created", username=made.username)
    return True


def _set(given: Namespace, console: Console) -> bool:
    with console.database() as database:
        administering.set_password(database, given.username, _password(given, console), at=console.now())
    console.say("accounts.reset_done", username=given.username)
    return True


def _password(given: Namespace, console: Console) -> str:
    """Return the password: the first line of the input where asked so, else typed twice, unseen."""
    if given.password_stdin:
        line = sys.stdin.buffer.readline().decode("utf-8", "replace")
        return line.removesuffix("\n").removesuffix("\r")
    first = getpass.getpass(translate(console.language, "cli.password"))
    if getpass.getpass(translate(console.language, "cli.password_again")) != first:
        raise RuleBroken("passwords_differ")
    return first
