"""Whether what landed since this check exists, and touches iso_audit/, also touches CHANGELOG.md.

`python .ci/changelog.py` names the commits that did not.
What landed is looked at along the first parents, so a branch that was merged counts as one.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
THIS = ".ci/changelog.py"


def git(*arguments: str) -> list[str]:
    """Return the lines git prints; none where this is no checkout."""
    answer = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.splitlines() if answer.returncode == 0 else []


def silent_commits() -> list[str]:
    """Return the commits, newest first, that changed the app and told nobody."""
    beginnings = git("log", "--diff-filter=A", "--format=%H", "--", THIS)
    since = [f"{beginnings[-1]}..HEAD"] if beginnings else ["-0"]
    silent = []
    for commit in git("log", "--first-parent", "--format=%H", *since):
        files = git("diff-tree", "--no-commit-id", "--name-only", "-r", "-m", "--first-parent", commit)
        if any(file.startswith("iso_audit/") for file in files) and "CHANGELOG.md" not in files:
            silent += git("log", "-1", "--format=%h %s", commit)
    return silent


def main() -> int:
    """Print the silent commits; fail where there are any."""
    silent = silent_commits()
    for line in silent:
        print(f"No line in CHANGELOG.md: {line}")
    return int(bool(silent))


if __name__ == "__main__":
    sys.exit(main())
