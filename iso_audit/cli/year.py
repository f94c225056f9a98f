"""summary and demo: the year in one line as the province's report words it, and the sample years."""

from argparse import Namespace

from iso_audit.checklists import load_banks
from iso_audit.cli.console import Console
from iso_audit.cli.parser import Parsers
from iso_audit.domain.account import CONSOLE
from iso_audit.domain.errors import NotFound
from iso_audit.i18n import translate
from iso_audit.presenting import year_words
from iso_audit.sample import loading
from iso_audit.storage.queries import overview


def add(parsers: Parsers) -> None:
    """Add the commands."""
    summary = parsers.command("summary", _summary)
    summary.add_argument("--year", type=int, metavar="YEAR", help=parsers.say("summary.year"))
    demo = parsers.command("demo", _demo)
    others = demo.add_mutually_exclusive_group()
    others.add_argument("--harder", action="store_true", help=parsers.say("demo.harder"))
    others.add_argument("--editions", action="store_true", help=parsers.say("demo.editions"))


def _summary(arguments: Namespace, console: Console) -> bool:
    with console.reading() as database:
        programmes = overview.years(database, reader=CONSOLE)
        if arguments.year is not None:
            programmes = tuple(one for one in programmes if one.year == arguments.year)
            if not programmes:
                raise NotFound("year_not_planned", year=arguments.year)
        year = overview.year(database, programmes[0].id, reader=CONSOLE) if programmes else None
    if year is not None and year.programme.is_sample:
        console.complain(translate(console.language, "words.sample_explained"))
    console.print(year_words.summary(year, console.language))
    return True


def _demo(arguments: Namespace, console: Console) -> bool:
    banks, at = load_banks(console.settings.checklists), console.now()
    bank = banks.of(loading.STANDARD)
    with console.database(existing=False) as database:
        if arguments.editions:
            loading.load_editions(database, banks, by=None, at=at)
        else:
            (loading.load_harder if arguments.harder else loading.load)(database, bank, by=None, at=at)
    done = "editions_done" if arguments.editions else "harder_done" if arguments.harder else "done"
    console.say(f"cli.demo.{done}", path=console.settings.database)
    return True
