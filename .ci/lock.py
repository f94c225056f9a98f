"""The locked requirements: written from the .in files, or held against them and against the package index.

python .ci/lock.py            lock what changed in the .in files, leave every other version as it is
python .ci/lock.py --upgrade  lock the newest versions that the .in files let in
python .ci/lock.py --check    fail where a lock is not what its .in file gives, where it has a hash that the index
                              does not know, or where the app has no wheel for a machine it should run on
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements", "requirements-dev", "requirements-bench")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACHINES = (
    "x86_64-manylinux_2_28",
    "aarch64-manylinux_2_28",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
HASH = "--hash=sha256:"


def uv(*arguments: str, folder: Path) -> str:
    """Run uv in `folder` and return what it says; a refusal ends this program with uv's reason."""
    command = [sys.executable, "-m", "uv", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"uv {' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def compile_all(folder: Path, *more: str) -> None:
    """Write every lock in `folder` from its .in file; versions in a lock that is there already are kept."""
    for name in LOCKS:
        uv(
            "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", PYTHONS[0],
            "--custom-compile-command", "python .ci/lock.py", *more, f"{name}.in", "--output-file", f"{name}.txt",
            folder=folder,
        )  # fmt: skip


def without_hashes(lock: str) -> list[str]:
    """Return the lines of a lock but for the hashes."""
    return [line.removesuffix(" \\") for line in lock.splitlines() if HASH not in line]


def hashes(lock: str) -> set[str]:
    """Return every hash of a lock with the requirement it belongs to."""
    found, requirement = set(), ""
    for line in lock.splitlines():
        if HASH in line:
            found.add(f"{requirement} {line.split()[0]}")
        elif "==" in line:
            requirement = line.split()[0]
    return found


def differences() -> Iterator[str]:
    """Tell where a lock differs from what its .in file gives with the same versions and the index's own hashes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for lock in LOCKS:
            (folder / f"{lock}.in").write_bytes((ROOT / f"{lock}.in").read_bytes())
            bare = without_hashes((ROOT / f"{lock}.txt").read_text("utf-8"))
            (folder / f"{lock}.txt").write_text("\n".join(bare) + "\n", "utf-8")
        compile_all(folder)
        for lock in LOCKS:
            ours, fresh = ((place / f"{lock}.txt").read_text("utf-8") for place in (ROOT, folder))
            if without_hashes(ours) != without_hashes(fresh):
                yield f"{lock}.txt is not what {lock}.in gives; run python .ci/lock.py"
            yield from (f"{lock}.txt: the index knows no {one}" for one in sorted(hashes(ours) - hashes(fresh)))


def check_wheels() -> None:
    """Find a wheel of everything that the app needs for each kind of machine, without fetching any."""
    with tempfile.TemporaryDirectory() as target:
        for python in PYTHONS:
            for machine in MACHINES:
                uv(
                    "pip", "install", "--quiet", "--dry-run", "--target", target, "--require-hashes",
                    "--only-binary", ":all:", "--python-version", python, "--python-platform", machine,
                    "--requirement", "requirements.txt", folder=ROOT,
                )  # fmt: skip


def check() -> None:
    """End with what is wrong, if anything is."""
    found = list(differences())
    if found:
        sys.exit("\n".join(found))
    check_wheels()
    print(f"The locks are what the .in files give; wheels for {len(PYTHONS)} Pythons on {len(MACHINES)} machines.")


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    elif sys.argv[1:] in ([], ["--upgrade"]):
        compile_all(ROOT, *sys.argv[1:])
    else:
        sys.exit(__doc__)
