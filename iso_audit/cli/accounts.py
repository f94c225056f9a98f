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


def _make(arguments: Namespace, console: Console) -> bool:
    with console.database(existing=False) as database:
        account = administering.make_account(
            database,
            username=arguments.username,
            name=arguments.name,
            role=Role(arguments.role),
            password=_password(arguments, console),
            by=None,
            at=console.now(),
        )
    console.say("accounts.created", username=account.username)
    return True


def _set(arguments: Namespace, console: Console) -> bool:
    with console.database() as database:
        administering.set_password(database, arguments.username, _password(arguments, console), at=console.now())
    console.say("accounts.reset_done", username=arguments.username)
    return True


def _password(arguments: Namespace, console: Console) -> str:
    """Return the password: the first line of the input where asked so, else typed twice, unseen."""
    if arguments.password_stdin:
        line = sys.stdin.buffer.readline().decode("utf-8", "replace")
        return line.removesuffix("\n").removesuffix("\r")
    first = getpass.getpass(translate(console.language, "cli.password"))
    if getpass.getpass(translate(console.language, "cli.password_again")) != first:
        raise RuleBroken("passwords_differ")
    return first
