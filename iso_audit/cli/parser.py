"""The commands' arguments: standard argparse, with help in the reader's language."""

import argparse
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from iso_audit.cli.console import Console
from iso_audit.domain.text import LANGUAGES, Language, language_of
from iso_audit.i18n import translate

PROGRAM = "python -m iso_audit"
WIDTH = 100

Run = Callable[[argparse.Namespace, Console], bool]


class Parsers:
    """Every command by its name; each takes `--database` and `--language` after its name."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.whole = _Parser(language, prog=PROGRAM, description=translate(language, "cli.about"))
        self._commands = self.whole.add_subparsers(
            metavar=translate(language, "cli.command"), title=translate(language, "cli.commands"), required=True
        )
        self.commands: dict[str, argparse.ArgumentParser] = {}

    def command(self, name: str, run: Run) -> argparse.ArgumentParser:
        """Add the command `name`, which does `run`, and return its parser for further arguments."""
        help_text = self.say(f"{name}.help")
        parser = self._commands.add_parser(
            name, language=self.language, prog=f"{PROGRAM} {name}", help=help_text, description=help_text
        )
        parser.add_argument("--database", metavar="PATH", help=self.say("database"))
        parser.add_argument("--language", choices=LANGUAGES, help=self.say("language"))
        parser.set_defaults(run=run)
        self.commands[name] = parser
        return parser

    def say(self, key: str) -> str:
        """Return the words `cli.<key>`, with the percent signs that argparse would read doubled."""
        return translate(self.language, f"cli.{key}").replace("%", "%%")

    def parse(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Return what was given; ends the process with code 2 where it is wrong, with 0 after help."""
        return self.whole.parse_args(list(arguments))


class _Parser(argparse.ArgumentParser):
    """A parser whose own words are in `language`."""

    def __init__(self, language: Language, **options: Any) -> None:
        super().__init__(**options, formatter_class=_formatter(language), add_help=False, allow_abbrev=False)
        self.color = False
        self._language: Language = language
        self._positionals.title = translate(language, "cli.positionals")
        self._optionals.title = translate(language, "cli.options")
        self.add_argument("-h", "--help", action="help", help=translate(language, "cli.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments and end with code 2."""
        sentence = translate(self._language, "cli.wrong_arguments", message=message, program=self.prog)
        self.exit(2, f"{self.format_usage()}{sentence}\n")


def _formatter(language: Language) -> Any:
    class Formatter(argparse.HelpFormatter):
        def __init__(self, prog: str) -> None:
            super().__init__(prog, width=WIDTH, max_help_position=30)

        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, translate(language, "cli.usage") if prefix is None else prefix)

    return Formatter


def given_language(text: str) -> Language:
    """Return the language that the environment names: Vietnamese unless it says English."""
    return language_of(text)
