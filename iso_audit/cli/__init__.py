"""The command line, `python -m iso_audit COMMAND`: which commands there are, and how each one ends.

Exit codes: 0 done; 1 refused or faults found, told in one sentence each on stderr; 2 wrong arguments.
"""

import os
import sys
from collections.abc import Mapping, Sequence

from iso_audit.bootstrap import Clock, clock
from iso_audit.checklists.faults import BankFaulty, sentence_of
from iso_audit.cli import accounts, checklists, copies, exchange, minutes, signing, year
from iso_audit.cli.console import Console, write_utf8
from iso_audit.cli.parser import Parsers, given_language
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.text import Language
from iso_audit.i18n import sentence, translate
from iso_audit.settings import read_settings

DONE, REFUSED, WRONG_ARGUMENTS = 0, 1, 2
GROUPS = (checklists, year, minutes, accounts, copies, exchange, signing)


def parsers(language: Language) -> Parsers:
    """Return the parser of every command, with help in `language`."""
    commands = Parsers(language)
    for group in GROUPS:
        group.add(commands)
    return commands


def main(
    arguments: Sequence[str] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    now: Clock = clock,
) -> int:
    """Run one command and return its exit code; raises SystemExit for `--help` and wrong arguments."""
    write_utf8()
    variables = dict(os.environ if environment is None else environment)
    language = given_language(variables.get("ISO_AUDIT_LANGUAGE", ""))
    namespace = parsers(language).parse(sys.argv[1:] if arguments is None else arguments)
    if namespace.language:
        variables["ISO_AUDIT_LANGUAGE"] = language = namespace.language
    if namespace.database:
        variables["ISO_AUDIT_DATABASE"] = namespace.database
    try:
        is_done: bool = namespace.run(namespace, Console(read_settings(variables), language, now))
    except BankFaulty as faulty:
        return _refused(sentence(language, faulty), *(sentence_of(one, language) for one in faulty.faults))
    except IsoAuditError as error:
        return _refused(sentence(language, error))
    except OSError as error:
        name = error.filename or ""
        return _refused(translate(language, "cli.file_refused", path=name, reason=error.strerror or error))
    except KeyboardInterrupt:
        return _refused(translate(language, "cli.interrupted"))
    except Exception as error:
        kind = type(error).__name__
        return _refused(translate(language, "cli.unexpected", kind=kind, reason=" ".join(str(error).split())))
    return DONE if is_done else REFUSED


def _refused(*sentences: str) -> int:
    for line in sentences:
        print(line, file=sys.stderr)
    return REFUSED
