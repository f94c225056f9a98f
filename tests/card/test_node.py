"""The model of the card without a browser: its tests in Node, and that it is told what the server holds."""

import json
import os
import shutil
import subprocess

import pytest

from iso_audit.domain.grade import Grade
from iso_audit.domain.subjects import item_texts
from iso_audit.presenting.card import grade_data
from tests.conftest import ROOT

MEANINGS = json.loads((ROOT / "tests" / "cases" / "meanings.json").read_text("utf-8"))


@pytest.mark.one_zone("the card's model gets its zone from the data")
def test_the_model_of_the_card_keeps_its_promises() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI") == "true":
            pytest.fail("node is needed (apt-get install nodejs)")
        pytest.skip("node is not installed")
    done = subprocess.run([node, "--test", "tests/card/node/"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:]
    assert "# pass 0" not in done.stdout


def test_the_shared_cases_hold_the_grades_and_texts_that_the_card_is_given() -> None:
    told = [grade_data(grade, "vi") for grade in Grade]
    assert [
        {name: grade[name] for name in one} for one, grade in zip(MEANINGS["grades"], told, strict=True)
    ] == MEANINGS["grades"]
    assert item_texts() == MEANINGS["item_texts"]
