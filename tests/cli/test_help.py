"""docs/commands.md says what every command's own help says, in both languages; renewed by --update-golden."""

import re
from pathlib import Path

import pytest

from iso_audit.cli import parsers
from iso_audit.domain.text import Language

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HELP = re.compile(r"(?m)^<!-- help (vi|en) ([a-z-]+) -->\n```text\n(.*?)^```$", re.DOTALL)


def help_of(language: Language, name: str) -> str:
    made = parsers(language)
    return made.whole.format_help() if name == "all" else made.commands[name].format_help()


def words(text: str) -> list[str]:
    return text.split()


def test_the_page_has_the_help_of_every_command(request: pytest.FixtureRequest) -> None:
    page = PAGE.read_text("utf-8")
    if request.config.getoption("--update-golden"):
        page = HELP.sub(lambda m: f"<!-- help {m[1]} {m[2]} -->\n```text\n{help_of(m[1], m[2])}```", page)
        PAGE.write_text(page, "utf-8")
    found = {(language, name): words(text) for language, name, text in HELP.findall(page)}
    names = ["all", *parsers("vi").commands]
    assert list(found) == [(language, name) for language in ("vi", "en") for name in names]
    assert {key: words(help_of(*key)) for key in found} == found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_says_what_every_argument_is(language: Language) -> None:
    for parser in parsers(language).commands.values():
        assert [action.dest for action in parser._actions if not action.help] == []
