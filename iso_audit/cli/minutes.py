"""minutes: the minutes of one audit or of all, as PDF: what was issued, else a draft."""

from argparse import Namespace
from pathlib import Path

from iso_audit.cli.console import Console, write_whole
from iso_audit.cli.parser import Parsers
from iso_audit.domain.account import CONSOLE
from iso_audit.domain.errors import IsoAuditError, RuleBroken
from iso_audit.domain.programme import Audit
from iso_audit.domain.text import language_of
from iso_audit.i18n import sentence
from iso_audit.minutes.pdf import render
from iso_audit.storage.engine.database import Database
from iso_audit.storage.queries import overview
from iso_audit.storage.queries.planning import audit_by_code
from iso_audit.storage.queries.visit import visit
from iso_audit.workflow.reporting import drafting, reading


def add(parsers: Parsers) -> None:
    """Add the command."""
    command = parsers.command("minutes", _minutes)
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--audit", metavar="CODE", help=parsers.say("minutes.audit"))
    which.add_argument("--all", action="store_true", help=parsers.say("minutes.all"))
    command.add_argument("--out", required=True, metavar="PATH", help=parsers.say("minutes.out"))


def _minutes(arguments: Namespace, console: Console) -> bool:
    out = Path(arguments.out)
    with console.reading() as database:
        if arguments.all:
            return _all(database, out, arguments, console)
        if out.is_dir():
            raise RuleBroken("file_is_folder", path=out)
        audit = audit_by_code(database, arguments.audit, reader=CONSOLE)
        _write(database, audit, out, arguments, console)
    return True


def _all(database: Database, folder: Path, arguments: Namespace, console: Console) -> bool:
    if folder.exists() and not folder.is_dir():
        raise RuleBroken("folder_is_file", path=folder)
    folder.mkdir(parents=True, exist_ok=True)
    right = True
    for programme in overview.years(database, reader=CONSOLE):
        year = overview.year(database, programme.id, reader=CONSOLE)
        for line in year.counted if year else ():
            try:
                _write(database, line.audit, folder, arguments, console)
            except IsoAuditError as error:
                right = False
                console.complain(f"{line.audit.code}: {sentence(console.language, error)}")
    return right


def _write(database: Database, audit: Audit, out: Path, arguments: Namespace, console: Console) -> None:
    """Write the newest issued version (or its edition in the language asked for), else the draft."""
    version = next(iter(reading.versions(database, audit.id, reader=CONSOLE)), None)
    opened = visit(database, audit.id, reader=CONSOLE)
    if version is not None:
        language = language_of(arguments.language or version.language)
        if language == version.language:
            pdf = reading.issued_pdf(database, version, reader=CONSOLE)
        else:
            pdf = render(reading.text_in(database, version, language, reader=CONSOLE)).pdf
        name, state, number = reading.file_name(opened, version, language), "issued", version.number
    else:
        draft = drafting.draft(
            database,
            opened,
            language=console.language,
            zone=console.settings.zone,
            by=CONSOLE,
            at=console.now(),
        )
        pdf, name, state, number = draft.rendered().pdf, draft.file_name, "draft", ""
    path = out / name if out.is_dir() else out
    write_whole(path, pdf)
    console.say(f"cli.minutes.{state}", code=audit.code, path=path, number=number)
