"""check-checklists: the question bank's files, with every fault at once."""

from argparse import Namespace
from pathlib import Path

from iso_audit.checklists import check
from iso_audit.cli.console import Console
from iso_audit.cli.parser import Parsers


def add(parsers: Parsers) -> None:
    """Add the command."""
    command = parsers.command("check-checklists", _check)
    command.add_argument("path", nargs="*", metavar="PATH", help=parsers.say("check-checklists.path"))


def _check(arguments: Namespace, console: Console) -> bool:
    paths = [Path(path) for path in arguments.path] or [console.settings.checklists]
    lines, right = check(paths, console.language)
    for line in lines:
        (console.print if right else console.complain)(line)
    return right
