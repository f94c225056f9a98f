"""The vocabulary holds: what its page names is in the code, and no name in the code says a word the page rules out."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_zone("the source is read")

ROOT = Path(__file__).parent.parent
APP = ROOT / "iso_audit"
Rows = list[list[str]]


def tables() -> dict[str, Rows]:
    """Return the rows of the page's tables, split into cells, by what stands over the first column."""
    found: dict[str, Rows] = defaultdict(list)
    heading = ""
    lines = (ROOT / "docs" / "vocabulary.md").read_text("utf-8").splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if below.startswith("|---"):
            heading = cells[0]
        elif line.startswith("|") and not line.startswith("|---"):
            found[heading].append(cells)
    return found


def terms(cell: str) -> list[str]:
    return [one for one in (part.strip(" `") for part in cell.split(",")) if one and not one.startswith("(")]


@cache
def sorted_names() -> list[tuple[str, str, str]]:
    return sorted(set(names()))


def names() -> Iterator[tuple[str, str, str]]:
    """Give every class, public function, module, parameter and field: what it is, its name, and where it stands."""
    for file in sorted(APP.rglob("*.py")):
        place = file.relative_to(APP).as_posix()
        yield "module", file.parent.name if file.stem == "__init__" else file.stem, place
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.arg):
                yield "parameter", node.arg, place
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield "function", node.name, place
            elif isinstance(node, ast.ClassDef):
                yield "class", node.name, place
                for one in node.body:
                    if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
                        yield "field", one.target.id, place


TABLES = tables()
OWN = [one for row in TABLES["in code"] for one in terms(row[0])]
"""What the page names as ours."""
RULED_OUT = {one for row in TABLES["in code"] for one in terms(row[3])} - {one.lower() for one in OWN}
"""Words not used; one that another row has as its own is a noun of ours in that row's meaning."""
OTHERWISE = [(row[0], folder) for row in TABLES["word"] for folder in terms(row[1])]
"""Words that are ruled out for one thing, each with a place where it means another."""


@cache
def parts_of(name: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name))


def says(name: str, word: str) -> bool:
    """Tell whether a name says a word, or several as they follow each other, also in the plural."""
    parts = parts_of(name)
    *first, last = re.split(r"[ -]", word)
    ends = {last, f"{last}s", f"{last}es", re.sub("y$", "ies", last)}
    size = len(first) + 1
    runs = (parts[at : at + size] for at in range(len(parts) - size + 1))
    return any(run[:-1] == tuple(first) and run[-1] in ends for run in runs)


def stands_in(place: str, folder: str) -> bool:
    return folder == place or place.startswith(f"{folder}/")


def test_a_word_is_found_in_a_name_whole_and_in_the_plural() -> None:
    assert all(says(name, "audit log") for name in ("audit_log", "AuditLogs", "_old_audit_log_of"))
    assert all(says(name, "library") for name in ("Library", "libraries", "open_library"))
    assert not any(says(name, "log") for name in ("login", "catalog", "Logged", "journal"))


def test_no_name_says_a_word_that_the_vocabulary_rules_out() -> None:
    assert len(RULED_OUT) > 60
    said = [
        f"{place}: {kind} {name} says {word!r}"
        for word in sorted(RULED_OUT)
        for kind, name, place in sorted_names()
        if says(name, word) and not any(one == word and stands_in(place, folder) for one, folder in OTHERWISE)
    ]
    assert said == []


def test_every_exception_of_the_vocabulary_is_needed() -> None:
    idle = [
        (word, folder)
        for word, folder in OTHERWISE
        if word not in RULED_OUT
        or not any(says(name, word) and stands_in(place, folder) for _, name, place in sorted_names())
    ]
    assert idle == []


def test_every_public_class_of_the_domain_is_in_the_vocabulary() -> None:
    domain = {name for kind, name, place in sorted_names() if kind == "class" and place.startswith("domain/")}
    assert sorted(name for name in domain - set(OWN) if not name.startswith("_")) == []


def test_what_the_vocabulary_names_is_in_the_code() -> None:
    assert sorted(set(OWN) - {name for _, name, _ in sorted_names()}) == []


def test_what_shares_a_name_is_listed() -> None:
    places = defaultdict(set)
    for kind, name, place in sorted_names():
        if kind == "class" and not name.startswith("_"):
            places[name].add(place)
    shared = {name: sorted(where) for name, where in places.items() if len(where) > 1}
    assert {row[0]: sorted(terms(row[1])) for row in TABLES["shared name"]} == shared
    assert sorted({name for name in OWN if OWN.count(name) > 1} - set(shared)) == []
