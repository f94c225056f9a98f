"""docs/deployment.md and deploy/ keep up with the settings and with each other."""

import re
import tomllib
from pathlib import Path

from iso_audit import images
from iso_audit.web import bodies

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


def sizes_of(pattern: str, file: str) -> dict[str, int]:
    """Return what a proxy's model lets through, in bytes by place."""
    found = re.findall(pattern, (ROOT / "deploy" / file).read_text("utf-8"))
    return {place: int(megabytes) * 1024 * 1024 for place, megabytes in found}


def test_the_models_let_through_what_each_place_takes_and_not_much_more() -> None:
    nginx = sizes_of(r"location =? ?(\S+) \{\s+client_max_body_size (\d+)m;", "nginx.conf")
    caddy = sizes_of(r"path (\S+)\n\trequest_body @\w+ \{\n\t\tmax_size (\d+)MiB", "Caddyfile")
    uploads = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["server"]["maxUploadSize"]
    for sizes in (nginx, {place.removesuffix("*"): size for place, size in caddy.items()}):
        assert 0 < sizes["/_stcore/upload_file/"] - uploads * 1024 * 1024 <= 4 * 1024 * 1024
        assert 0 < sizes["/api/photos"] - images.LARGEST_FILE <= 4 * 1024 * 1024


def test_nothing_else_is_let_through_that_the_api_would_not_take() -> None:
    default = re.search(r"(?m)^    client_max_body_size +(\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text("utf-8"))
    assert default is not None
    assert bodies.LARGEST_JSON < int(default[1]) * 1024 * 1024 <= 4 * bodies.LARGEST_JSON


def test_the_service_bounds_open_files_and_memory_and_says_so() -> None:
    service = (ROOT / "deploy" / "iso-audit.service").read_text("utf-8")
    for name in ("LimitNOFILE", "MemoryMax"):
        assert re.search(rf"(?m)^{name}=\d+G?$", service)
        assert PAGE.count(f"`{name}`") == 2
