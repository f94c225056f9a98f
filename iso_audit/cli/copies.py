"""backup, restore, check-database and rebuild-heads: copies of the database, and whether it is whole."""

from argparse import Namespace
from pathlib import Path

from iso_audit.cli.console import Console
from iso_audit.cli.parser import Parsers
from iso_audit.domain.errors import Conflict
from iso_audit.i18n import translate, writing
from iso_audit.workflow.operation import copies
from iso_audit.workflow.operation.copies import Manifest


def add(parsers: Parsers) -> None:
    """Add the commands."""
    backup = parsers.command("backup", _backup)
    backup.add_argument("file", metavar="FILE", help=parsers.say("backup.file"))
    backup.add_argument("--replace", action="store_true", help=parsers.say("backup.replace"))
    restore = parsers.command("restore", _restore)
    restore.add_argument("file", metavar="FILE", help=parsers.say("restore.file"))
    which = restore.add_mutually_exclusive_group()
    which.add_argument("--replace", action="store_true", help=parsers.say("restore.replace"))
    which.add_argument("--check", action="store_true", help=parsers.say("restore.check"))
    parsers.command("check-database", _check_database)
    parsers.command("rebuild-heads", _rebuild_heads)


def _backup(arguments: Namespace, console: Console) -> bool:
    target, at = Path(arguments.file), console.now()
    try:
        with console.database() as database:
            manifest = copies.make_copy(database, target, by=None, at=at, replace=arguments.replace)
    except Conflict as error:
        if error.code == "database_in_use":
            raise Conflict("backup_while_running", **error.details) from error
        if error.code != "database_read_only":
            raise
        source = console.settings.database
        manifest = copies.make_copy_of_read_only(source, target, at=at, replace=arguments.replace)
    console.say("cli.backup.done", path=target, **_counts(manifest, console))
    return True


def _restore(arguments: Namespace, console: Console) -> bool:
    copy = Path(arguments.file)
    if arguments.check:
        _say_tables(copies.check_copy(copy), console)
        console.say("cli.restore.right", path=copy)
        return True
    target = console.settings.database
    try:
        manifest, earlier_files = copies.restore_copy(copy, target, replace=arguments.replace, at=console.now())
    except Conflict as error:
        if error.code == "database_in_use":
            raise Conflict("restore_while_running", **error.details) from error
        raise
    console.say("cli.restore.done", path=target, **_counts(manifest, console))
    for path in earlier_files:
        console.say("cli.restore.kept", path=path)
    return True


def _check_database(_: Namespace, console: Console) -> bool:
    with console.reading() as database:
        faults = copies.check_database(database)
    for fault in faults:
        console.complain(translate(console.language, f"cli.fault.{fault.code}", **{"_": "", **fault.details}))
    if faults:
        console.complain(translate(console.language, "cli.check-database.faults", count=len(faults)))
    else:
        console.say("cli.check-database.right", path=console.settings.database)
    return not faults


def _rebuild_heads(_: Namespace, console: Console) -> bool:
    with console.database() as database:
        console.say("cli.rebuild-heads.done", count=copies.rebuild_heads(database, at=console.now()))
    return True


def _counts(manifest: Manifest, console: Console) -> dict[str, object]:
    made_at = writing.moment(manifest.made_at, console.settings.zone, console.language)
    return {"tables": len(manifest.tables), "rows": manifest.rows, "made_at": made_at}


def _say_tables(manifest: Manifest, console: Console) -> None:
    console.say("cli.restore.made", **_counts(manifest, console))
    for table in manifest.tables:
        console.print(f"  {table.name}: {table.rows}")
