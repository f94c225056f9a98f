"""The layers and the other import contracts of pyproject.toml, and what may be loaded by what."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from iso_audit.ui import main
from tests.screens import EVERY_PAGE, IN_AN_AUDIT

pytestmark = pytest.mark.one_zone("the source is read")

ROOT = Path(__file__).parent.parent


def test_every_import_contract_is_kept() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("package", ["iso_audit.domain", "iso_audit.workflow.conducting", "iso_audit.minutes.content"])
def test_a_fresh_interpreter_loads_no_streamlit_or_pandas(package: str) -> None:
    script = f"import sys, {package}; print([m for m in ('streamlit', 'pandas') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_every_domain_module_stays_in_the_standard_library() -> None:
    script = (
        "import sys, pkgutil, importlib, iso_audit.domain as d; before = set(sys.stdlib_module_names);"
        "[importlib.import_module(f'iso_audit.domain.{m.name}') for m in pkgutil.iter_modules(d.__path__)];"
        "roots = {name.partition('.')[0] for name in sys.modules};"
        "print(sorted(r for r in roots if r not in before and r not in {'iso_audit', '__main__', 'sitecustomize'}"
        " and not r.startswith(('_', 'distutils'))))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


MODULES = sorted((ROOT / "iso_audit").rglob("*.py"))


def test_no_module_is_longer_than_300_lines() -> None:
    long = {str(m.relative_to(ROOT)): n for m in MODULES if (n := len(m.read_text("utf-8").splitlines())) > 300}
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = {}
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    long[f"{module.relative_to(ROOT)}:{node.name}"] = lines
    assert long == {}


def test_no_page_is_longer_than_120_lines() -> None:
    pages = (ROOT / "iso_audit" / "ui" / "pages").glob("*.py")
    long = {m.name: n for m in pages if (n := len(m.read_text("utf-8").splitlines())) > 120}
    assert long == {}


def test_the_page_on_architecture_shows_the_house_as_its_imports_draw_it() -> None:
    command = [sys.executable, ".ci/draw_layers.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"{result.stderr} Draw it again: python .ci/draw_layers.py --write"


def test_every_page_is_reached_from_the_navigation() -> None:
    named = {node.value for node in ast.walk(ast.parse(inspect.getsource(main))) if isinstance(node, ast.Constant)}
    assert sorted(set(EVERY_PAGE) - {*IN_AN_AUDIT, *named}) == []
    assert sorted(set(IN_AN_AUDIT) - set(EVERY_PAGE)) == []


def test_markup_on_a_page_is_filled_by_what_escapes_it() -> None:
    allowed = {
        "markup.py",
        "style.py",
        "tables.py",
        "preview.py",
    }  # our style sheets, and the minutes as they were rendered
    files = [file for file in (ROOT / "iso_audit" / "ui").rglob("*.py") if file.name not in allowed]
    assert [
        file.name
        for file in files
        if "st.html(" in file.read_text("utf-8") or "unsafe_allow_html" in file.read_text("utf-8")
    ] == []


def test_what_loads_slowly_is_not_waited_for_at_a_start() -> None:
    """A command and the app start in less than half the time when signatures, workbooks and Word wait for their use."""
    slow = {"pyhanko", "openpyxl", "docx", "pandas"}
    script = f"import sys, app, iso_audit.cli; print(sorted({slow!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
