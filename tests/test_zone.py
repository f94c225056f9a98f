"""The zone of the machine is asked nowhere in the app; what may not run in a second zone says why.

`.ci/run` runs the tests a second time in another zone: all but those of browsers and those marked `one_zone`.
"""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = sorted([ROOT / "app.py", *(ROOT / "iso_audit").rglob("*.py")])
ALWAYS_LOCAL = {"localtime", "ctime", "asctime", "mktime", "tzset", "today", "utcnow", "utcfromtimestamp"}
ARGUMENTS_FOR_A_ZONE = {"astimezone": 1, "now": 1, "fromtimestamp": 2}


def local(source: str) -> list[str]:
    """Return the calls in `source` that take the zone of the machine."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if isinstance(call.func, ast.Attribute) and _is_local(call, call.func)]


def _is_local(call: ast.Call, name: ast.Attribute) -> bool:
    if name.attr in ALWAYS_LOCAL or ast.unparse(name) == "time.strftime":
        return True
    if name.attr == "now" and ast.unparse(name.value) not in {"datetime", "datetime.datetime"}:
        return False
    return len(call.args) + len(call.keywords) < ARGUMENTS_FOR_A_ZONE.get(name.attr, 0)


def test_no_module_takes_the_zone_of_the_machine() -> None:
    found = {str(module.relative_to(ROOT)): calls for module in CODE if (calls := local(module.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "call",
    [
        "datetime.now()",
        "datetime.datetime.now()",
        "datetime.today()",
        "date.today()",
        "at.astimezone()",
        "datetime.fromtimestamp(5)",
        "datetime.utcnow()",
        "time.localtime()",
        "time.strftime('%H')",
        "time.ctime(5)",
    ],
)
def test_taking_the_zone_of_the_machine_is_found(call: str) -> None:
    assert local(call) == [call]


def test_what_runs_in_one_zone_alone_says_why() -> None:
    unexplained = re.compile(r'mark\.one_zone(?!\("\w)')
    tests = [module for module in (ROOT / "tests").rglob("*.py") if module != Path(__file__)]
    assert [module.name for module in tests if unexplained.search(module.read_text("utf-8"))] == []


GIVEN = ["datetime.now(UTC)", "at.astimezone(zone)", "datetime.fromtimestamp(5, UTC)", "here.now()"]


@pytest.mark.parametrize("call", GIVEN)
def test_a_zone_that_is_given_is_no_fault(call: str) -> None:
    assert local(call) == []
