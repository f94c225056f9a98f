"""Every requirement is locked with its hashes, belongs to a pin that has its reason, and is what is installed."""

import os
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = sorted(file.stem for file in ROOT.glob("requirements*.in"))
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def logical_lines(file: Path) -> list[str]:
    """Return the lines that say something, continued ones as one, without comments."""
    text = re.sub(r"(?m)^\s*#.*\n?", "", file.read_text("utf-8"))
    return [" ".join(line.split()) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def locked(name: str) -> dict[Requirement, list[str]]:
    """Return the requirements of a lock, each with its hashes."""
    lines = logical_lines(ROOT / f"{name}.txt")
    return {Requirement(HASH.sub("", line).strip()): HASH.findall(line) for line in lines}


def pinned(name: str) -> Iterator[Requirement]:
    """Yield the direct requirements of an .in file and of those it names."""
    for line in logical_lines(ROOT / f"{name}.in"):
        if line.startswith("-r "):
            yield from pinned(Path(line[3:]).stem)
        elif not line.startswith("-c "):
            yield Requirement(line)


def key(requirement: Requirement) -> tuple[str, str]:
    return str(canonicalize_name(requirement.name)), str(requirement.specifier)


def test_every_lock_has_its_in_file_and_every_in_file_its_lock():
    assert LOCKS == ["requirements", "requirements-bench", "requirements-dev"]
    assert sorted(file.stem for file in ROOT.glob("requirements*.txt")) == LOCKS


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_one_version_with_hashes_and_names_no_other_place(name):
    requirements = locked(name)
    assert len(requirements) > 60
    assert [one for one in requirements if not re.fullmatch(r"==[^,*]+", str(one.specifier)) or one.url] == []
    assert [one for one, hashes in requirements.items() if not hashes] == []
    assert not re.search(
        r"https?:|file:|\bgit\+|--[a-z-]*(?:index|links|host)", (ROOT / f"{name}.txt").read_text("utf-8")
    )


@pytest.mark.parametrize("name", LOCKS)
def test_every_direct_pin_is_locked_at_its_version(name):
    pins = [key(one) for one in pinned(name)]
    assert len(pins) > 20
    assert sorted(set(pins) - {key(one) for one in locked(name)}) == []


def test_tests_run_with_the_very_files_that_people_install():
    app, tests = locked("requirements"), locked("requirements-dev")
    assert [one for one, hashes in app.items() if tests.get(one) != hashes] == []


def test_every_direct_pin_has_its_reason_and_every_reason_its_pin():
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    header, *reasons = re.findall(r"(?m)^\| ([a-z0-9-]+) \| .{5,} \|$", page)
    assert header == "package"
    assert sorted(reasons) == sorted({key(one)[0] for one in pinned("requirements-bench")})


def wanted_here() -> dict[str, str]:
    """Return what the tests' lock asks for on this machine, by name with version."""
    here = [one for one in locked("requirements-dev") if one.marker is None or one.marker.evaluate()]
    return {name: specifier.removeprefix("==") for name, specifier in map(key, here)}


def installed() -> dict[str, str]:
    return {str(canonicalize_name(one.metadata["Name"])): one.version for one in metadata.distributions()}


def test_what_is_installed_is_what_is_locked():
    here = installed()
    differing = {name: here.get(name) for name, version in wanted_here().items() if here.get(name) != version}
    assert differing == {}, "pip install -r requirements-dev.txt"


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="people may install tools of their own; CI's are fresh")
def test_nothing_is_installed_beside_what_is_locked():
    came_with_python = {"pip", "setuptools", "wheel"}
    assert set(installed()) - set(wanted_here()) - came_with_python == set()
