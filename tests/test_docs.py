"""The documents keep up with the code: map, links, words of both languages, error codes."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path
from string import Formatter

import pytest

from iso_audit.i18n import words

pytestmark = pytest.mark.one_zone("the source and the pages are read")

ROOT = Path(__file__).parent.parent
CODE = [*sorted((ROOT / "iso_audit").rglob("*.py")), ROOT / "app.py"]


def test_the_map_names_only_what_is_there() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("Bản đồ")[2].partition("Docs:")[0]
    places = re.findall(r"`([^`]+)`", table)
    assert len(places) > 15
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_readme_links_to_pages_that_are_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_both_languages_have_the_same_words_and_none_is_empty() -> None:
    vietnamese, english = words("vi"), words("en")
    assert sorted(set(vietnamese) ^ set(english)) == []
    assert [key for both in (vietnamese, english) for key, text in both.items() if not text.strip()] == []


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_fill_in_the_same_values() -> None:
    vietnamese, english = words("vi"), words("en")
    differing = [key for key in vietnamese if _places(vietnamese[key]) != _places(english.get(key, ""))]
    assert [key for key in differing if not key.startswith("minutes.")] == []


def _texts(files: Iterable[Path]) -> set[str]:
    """Return every text that files hold as a value: neither what they say of themselves nor a remark."""
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8")))]
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in said)
    return {node.value for node in constants if isinstance(node.value, str)}


def _error_classes(code: str) -> set[str]:
    """Return the names of IsoAuditError and of every class that is one."""
    names, bases = {"IsoAuditError"}, re.findall(r"^class (\w+)\((\w+)\):", code, re.MULTILINE)
    while more := {name for name, base in bases if base in names} - names:
        names |= more
    return names


def test_every_error_code_has_a_sentence() -> None:
    code = "\n".join(file.read_text("utf-8") for file in CODE)
    errors = _error_classes(code)
    assert {"TooSoon", "BankFaulty", "BodyInvalid"} <= errors
    raised = set(re.findall(rf'\b(?:{"|".join(sorted(errors))})\(\s*"([a-z_0-9]+)"', code))
    assert len(raised) > 150
    assert sorted(one for one in raised if f"errors.{one}" not in words("vi")) == []


def test_every_sentence_of_an_error_has_a_code_that_is_raised_and_tested() -> None:
    code, tests = _texts(CODE), "\n".join(_texts(sorted((ROOT / "tests").rglob("*.py"))))
    codes = [key.removeprefix("errors.") for key in words("vi") if key.startswith("errors.") and key.count(".") == 1]
    assert [one for one in codes if one not in code] == []
    assert [one for one in codes if not re.search(rf"\b{one}\b", tests)] == []


VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE)


@pytest.mark.parametrize("language", ["vi"])
def test_no_vietnamese_sentence_stands_in_the_code(language: str) -> None:
    found = []
    for file in CODE:
        code = re.sub(r'"""(?:.|\n)*?"""', "", file.read_text("utf-8"))
        code = re.sub(r"#.*", "", code)
        if VIETNAMESE.search(code):
            found.append(str(file.relative_to(ROOT)))
    assert found == ["iso_audit/domain/old_letters.py", "iso_audit/domain/text.py"]


def test_no_english_word_is_left_vietnamese() -> None:
    allowed = ("words.language.", "accounts.language", "web.", "words.minutes_symbol")
    left = [key for key, text in words("en").items() if VIETNAMESE.search(text) and not key.startswith(allowed)]
    assert [key for key in left if not key.startswith(("minutes.", "errors.", "checklists."))] == []
