"""No test waits by a limit of its own: small ones fail on a machine with much to do, and a passing test needs none."""

import re
from pathlib import Path

import pytest

LIMIT = re.compile(r"(?<!wait_for_)(?<!set)timeout\w*\s*[=(]\s*\d")
TESTS = sorted(Path(__file__).parent.rglob("*.py"))


def test_every_limit_is_the_one_of_all() -> None:
    found = {module.name: limits for module in TESTS if (limits := LIMIT.findall(module.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize("code", ["to_have_text('x', timeout" + "=5)", "page.set_default_timeout" + "(8_000)"])
def test_a_limit_of_its_own_is_found(code: str) -> None:
    assert LIMIT.search(code)
