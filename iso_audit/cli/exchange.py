"""export-audit and import-audit: one audit in one file, from one database to another."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from iso_audit.cli.console import Console
from iso_audit.cli.parser import Parsers
from iso_audit.domain.errors import Conflict
from iso_audit.i18n import translate
from iso_audit.presenting import taken_in
from iso_audit.storage.engine.database import Database
from iso_audit.workflow import exchange


def add(parsers: Parsers) -> None:
    """Add the commands."""
    out = parsers.command("export-audit", _export)
    out.add_argument("code", metavar="CODE", help=parsers.say("export-audit.code"))
    out.add_argument("file", metavar="FILE", help=parsers.say("export-audit.file"))
    out.add_argument("--replace", action="store_true", help=parsers.say("export-audit.replace"))
    taking = parsers.command("import-audit", _import)
    taking.add_argument("file", metavar="FILE", help=parsers.say("import-audit.file"))


def _export(arguments: Namespace, console: Console) -> bool:
    target = Path(arguments.file)
    with _database(console, existing=True) as database:
        manifest = exchange.export_audit(
            database, arguments.code, target, by=None, at=console.now(), replace=arguments.replace
        )
    size = target.stat().st_size
    figures = {"path": target, "events": manifest.rows("event"), "files": manifest.files, "size": size}
    console.say("exchange.told.exported", code=manifest.code, **figures)
    if manifest.is_sample:
        console.complain(translate(console.language, "words.sample_explained"))
    return True


def _import(arguments: Namespace, console: Console) -> bool:
    source = Path(arguments.file)
    exchange.look(source)
    with _database(console, existing=False) as database:
        outcome = exchange.import_audit(database, source, by=None, at=console.now())
    language = console.language
    for line in taken_in.told(outcome, language, console.settings.zone):
        console.print(line)
    if outcome.differences:
        console.say("exchange.told.differences", count=len(outcome.differences))
    for one in outcome.differences:
        sides = {"here": taken_in.value(one, one.here, language), "there": taken_in.value(one, one.there, language)}
        console.print(f"- {taken_in.place(one, language)}: " + translate(language, "exchange.told.sides", **sides))
    console.say("exchange.told.into", path=console.settings.database)
    if outcome.is_sample:
        console.complain(translate(language, "words.sample_explained"))
    return True


@contextmanager
def _database(console: Console, *, existing: bool) -> Iterator[Database]:
    try:
        with console.database(existing=existing) as database:
            yield database
    except Conflict as error:
        if error.code == "database_in_use":
            raise Conflict("carry_while_running", **error.details) from error
        raise
