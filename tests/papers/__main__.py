"""python -m tests.papers FILE.pdf ...: print the faults of printed papers; 1 where there are any."""

import sys
from pathlib import Path

from tests.papers.faults import faults
from tests.papers.reading import read


def main(files: list[str]) -> int:
    """Print every fault of every file."""
    number = 0
    for file in files:
        for kind, places in faults(read(Path(file).read_bytes())).items():
            for place in places:
                number += 1
                print(f"{Path(file).name}: {kind}: {place}")
    return int(number > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
