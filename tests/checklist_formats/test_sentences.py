"""Every notice and fault has a sentence in both languages, and every sentence a code that is told and tested."""

import ast
import re
from pathlib import Path

import pytest

from iso_audit.checklist_formats.xlsform.questions import TOLD_CELLS
from iso_audit.i18n import words, words_under

pytestmark = pytest.mark.one_zone("the source is read")

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "iso_audit" / "checklist_formats").rglob("*.py"))
TESTS = sorted(Path(__file__).parent.glob("*.py"))


def texts(files: list[Path]) -> set[str]:
    """Return every text in the files, and whole what is put together of one beginning."""
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


CODES = {code for table in ("notices", "faults") for code in words_under("en", f"formats.{table}")}
TOLD = texts(CODE) | {f"{base}_left_out" for base in TOLD_CELLS} | {"no_type_column", "no_name_column"}


def test_every_sentence_has_a_code_that_is_told() -> None:
    assert sorted(CODES - TOLD) == []


def test_every_code_that_is_told_has_a_sentence() -> None:
    calls = "\n".join(file.read_text("utf-8") for file in CODE)
    told = set(re.findall(r'\.(?:tell|fault)\([^"]*?"([a-z_]+)"', calls))
    assert len(told) > 30
    assert sorted(one for one in told if one.count("_") and one not in CODES and f'"{one}"' not in STRINGS) == []


STRINGS = {'"allow_choice_duplicates"', '"guidance_hint"', '"is_mandatory"'}


def test_every_code_is_tested() -> None:
    tested = "\n".join(texts(TESTS))
    assert sorted(code for code in CODES if not re.search(rf"\b{code}\b", tested)) == []


def test_both_languages_say_something_of_every_code() -> None:
    assert {key for key in words("vi") if key.startswith("formats.")} == {
        key for key in words("en") if key.startswith("formats.")
    }
