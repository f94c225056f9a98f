"""The house as its imports draw it: floors of rooms, from the ground up, as a table for docs/architecture.md.

`python .ci/draw_layers.py [--counts] [--root FOLDER] [PACKAGE ...]` prints it for packages of the checkout at FOLDER;
`--write` puts it into docs/architecture.md between its marks, `--check` fails where that page says something else.
"""

import argparse
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- drawn -->", "<!-- /drawn -->"
DRAWN = ("iso_audit", "iso_audit.workflow", "iso_audit.storage", "iso_audit.ui")


def floors_of(knows: dict[str, set[str]]) -> dict[str, int]:
    """Return on which floor each room stands: one above the highest of those it imports; raises on a circle."""
    floors: dict[str, int] = {}

    def floor(room: str, below: tuple[str, ...] = ()) -> int:
        if room in below:
            raise ValueError(f"a circle: {' > '.join((*below, room))}")
        if room not in floors:
            floors[room] = 1 + max((floor(other, (*below, room)) for other in sorted(knows[room])), default=0)
        return floors[room]

    for room in knows:
        floor(room)
    return floors


def table(graph: grimp.ImportGraph, package: str, root: Path | None) -> list[str]:
    """Return the lines of one package's table, the highest floor first; modules and lines counted below `root`."""
    rooms = sorted(graph.find_children(package))
    inside = {room: {room, *graph.find_descendants(room)} for room in rooms}
    room_of = {module: room for room, modules in inside.items() for module in modules}
    knows: dict[str, set[str]] = {room: set() for room in rooms}
    for room, modules in inside.items():
        for module in modules:
            for other in graph.find_modules_directly_imported_by(module):
                target = room_of.get(other)
                if target is not None and target != room:
                    knows[room].add(target)
    floors = floors_of(knows)
    highest = max(floors.values())
    arrows = sum(len(others) for others in knows.values())
    modules = f"{len(room_of)} modules, " if root else ""
    lines = [f"`{package}`: {len(rooms)} rooms, {modules}{highest} floors, {arrows} arrows, none up.", ""]
    lines += ["| floor | rooms (modules, lines) |" if root else "| floor | rooms |", "|---|---|"]
    for height in range(highest, 0, -1):
        here = (_named(room, inside[room], root) for room in rooms if floors[room] == height)
        lines.append(f"| {height} | {' · '.join(here)} |")
    return [*lines, ""]


def _named(room: str, modules: set[str], root: Path | None) -> str:
    name = room.rpartition(".")[2]
    return f"{name} ({len(modules)}, {_lines(modules, root)})" if root else name


def _lines(modules: set[str], root: Path) -> int:
    count = 0
    for module in modules:
        place = root / module.replace(".", "/")
        file = place.with_suffix(".py") if place.with_suffix(".py").exists() else place / "__init__.py"
        count += len(file.read_text("utf-8").splitlines())
    return count


def drawn(root: Path, packages: tuple[str, ...] = DRAWN, *, counts: bool = False) -> str:
    """Return the tables of the packages of the checkout at `root`."""
    sys.path.insert(0, str(root))
    graph = grimp.build_graph("iso_audit", cache_dir=None)
    return "\n".join(line for package in packages for line in table(graph, package, root if counts else None)).strip()


def main(arguments: list[str]) -> int:
    """Print, write or check the drawing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("packages", nargs="*", default=list(DRAWN))
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(arguments)
    text = drawn(asked.root.resolve(), tuple(asked.packages), counts=asked.counts)
    if not (asked.write or asked.check):
        print(text)
        return 0
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    now, _, after = rest.partition(END)
    if asked.check:
        return int(now.strip() != text)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
