"""How many names say only that there is a value: participles standing alone, counted over all bindings.

`python .ci/names.py` prints the share and the commonest; it fails above the limit. `--list` prints every place.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMIT = 0.02
IRREGULAR = (
    " begun bound brought built chosen cut done drawn found given gone heard held hidden kept known laid left lost made"
    " met paid put read run said seen sent set shown split spoken taken thought told torn typed understood won written "
)
NOUNS = frozenset(
    {"left", "seed", "bed", "need", "speed", "feed", "embed", "red", "shed", "set", "read", "run", "cut", "put"}
)


def is_participle(name: str) -> bool:
    """Tell whether a name is a participle alone: it says that something happened to the value, not what it is."""
    word = name.strip("_")
    if "_" in word or word in NOUNS:
        return False
    return (bool(word) and f" {word} " in IRREGULAR) or (len(word) > 4 and word.endswith("ed"))


def bindings(tree: ast.AST) -> Iterator[ast.Name | ast.arg]:
    """Give every parameter and every name that a value is bound to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)):
            yield node


def main(arguments: list[str]) -> int:
    """Count, print, and fail where the share is above the limit."""
    total, found = 0, Counter[str]()
    for path in sorted((ROOT / "iso_audit").rglob("*.py")):
        for node in bindings(ast.parse(path.read_text("utf-8"))):
            name = node.arg if isinstance(node, ast.arg) else node.id
            total += 1
            if is_participle(name):
                found[name] += 1
                if "--list" in arguments:
                    print(f"{path.relative_to(ROOT)}:{node.lineno}: {name}")
    count = sum(found.values())
    share = count / total
    print(f"participles={count} bindings={total} share={share:.3f} limit={LIMIT}")
    print(", ".join(f"{name} {times}" for name, times in found.most_common(20)))
    return int(share > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
