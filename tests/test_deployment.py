"""docs/deployment.md and deploy/ keep up with the settings and with each other."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
VARIABLE = re.compile(r"ISO_AUDIT_[A-Z_]*[A-Z]")


def read_by_the_code() -> set[str]:
    files = [*(ROOT / "iso_audit").rglob("*.py"), ROOT / "app.py"]
    return {name for file in files for name in VARIABLE.findall(file.read_text("utf-8"))}


def test_every_setting_is_in_the_table_of_both_languages() -> None:
    rows = re.findall(r"(?m)^\| `(ISO_AUDIT_[A-Z_]+)` \|", PAGE)
    assert sorted(rows) == sorted([*read_by_the_code()] * 2)


def test_the_settings_read_nothing_else() -> None:
    text = (ROOT / "iso_audit" / "settings.py").read_text("utf-8")
    assert set(VARIABLE.findall(text)) == read_by_the_code()


def test_the_services_set_only_what_is_read() -> None:
    set_there = {name for file in (ROOT / "deploy").iterdir() for name in VARIABLE.findall(file.read_text("utf-8"))}
    assert set_there <= read_by_the_code()
    assert len(set_there) >= 4


def test_the_page_names_every_file_of_deploy_and_no_other() -> None:
    files = {file.name for file in (ROOT / "deploy").iterdir()}
    assert {name for name in files if f"`{name}`" not in PAGE} == set()


def test_the_page_names_only_commands_that_there_are() -> None:
    from iso_audit.cli import parsers

    named = set(re.findall(r"python -m iso_audit ([a-z-]+)", PAGE))
    assert named <= set(parsers("vi").commands)
    assert len(named) >= 4
