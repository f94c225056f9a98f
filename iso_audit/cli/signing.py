"""verify and sign: whether a PDF is minutes as issued, and signing one of its fields digitally."""

import sys
from argparse import Namespace
from getpass import getpass
from pathlib import Path

from iso_audit.cli.console import Console, write_whole
from iso_audit.cli.parser import Parsers
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.signature import PLACES
from iso_audit.i18n import translate
from iso_audit.presenting import verdicts
from iso_audit.workflow.reporting import digital, verifying

LARGEST_FILE = 100_000_000


def add(parsers: Parsers) -> None:
    """Add the commands."""
    verify = parsers.command("verify", _verify)
    verify.add_argument("file", metavar="FILE", help=parsers.say("verify.file"))
    verify.add_argument("--root", action="append", default=[], metavar="CERT", help=parsers.say("verify.root"))
    sign = parsers.command("sign", _sign)
    sign.add_argument("file", metavar="FILE", help=parsers.say("sign.file"))
    fields = [place.value for place in PLACES]
    sign.add_argument("--field", required=True, choices=fields, help=parsers.say("sign.field"))
    sign.add_argument("--p12", required=True, metavar="FILE", help=parsers.say("sign.p12"))
    sign.add_argument("--password-stdin", action="store_true", help=parsers.say("sign.password_stdin"))
    sign.add_argument("--out", required=True, metavar="FILE", help=parsers.say("sign.out"))


def _verify(arguments: Namespace, console: Console) -> bool:
    content = _read(Path(arguments.file))
    roots = [_read(Path(path)) for path in arguments.root]
    with console.reading() as database:
        verdict = verifying.verify(database, content, roots=roots, largest=LARGEST_FILE)
    console.print(verdicts.headline(verdict, console.language))
    for line in verdicts.details(verdict, console.language, console.settings.zone):
        console.print(line)
    return verdict.genuine_and_current


def _sign(arguments: Namespace, console: Console) -> bool:
    pdf, key_file = _read(Path(arguments.file)), _read(Path(arguments.p12))
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = getpass(f"{translate(console.language, 'signing.digital.password')}: ")
    signed_pdf = digital.sign_file(
        pdf,
        field=arguments.field,
        key=(key_file, password),
        language=console.language,
        zone=console.settings.zone,
        at=console.now(),
    )
    write_whole(Path(arguments.out), signed_pdf)
    place = translate(console.language, f"signing.place.{arguments.field}")
    console.say("cli.sign.done", path=arguments.out, place=place)
    return True


def _read(path: Path) -> bytes:
    if path.is_file() and path.stat().st_size > LARGEST_FILE:
        raise RuleBroken("attachment_too_large", largest=LARGEST_FILE // 1_000_000)
    return path.read_bytes()
