"""The scripts that browsers fetch: each entry in one file with all it needs, under a path with the hash of them all.

A path never changes its content, so that a browser may keep it for good, and one page never mixes two releases.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

FOLDERS = ("card", "signature_pad", "unsaved")
CARD, PAD, UNSAVED, SIGNING_OUT = "card/mount.js", "signature_pad/mount.js", "unsaved/mount.js", "card/signing_out.js"
STYLES = {CARD: ("card/card.css", "card/item.css", "card/photos.css"), PAD: ("signature_pad/pad.css",)}
ENTRIES = (CARD, PAD, UNSAVED, SIGNING_OUT)
START = "/assets/"

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[^"]+)";$', re.MULTILINE)
_DEFAULT = re.compile(r"^export default (?=(?:(?:async )?function (\w+))?)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:class|const|function) (\w+))", re.MULTILINE)
_LOADER = """const address = new URL("%(address)s", location.origin).href;
for (let wait = 500, there = false; !there; wait = Math.min(2 * wait, 8000)) {
  const answer = await fetch(address).catch(() => null);
  if (answer?.status === 404) await new Promise(() => undefined);
  const ours = answer?.ok && /javascript/.test(answer.headers.get("Content-Type"));
  there = ours && (await answer.text().catch(() => "")) !== "";
  if (!there) await new Promise((go) => setTimeout(go, wait));
}
const { default: mount, styles } = await import(address);
export default (given) => {
  const style = given.parentElement.querySelector("style[data-assets]") ?? document.createElement("style");
  style.dataset.assets = "";
  style.textContent = styles;
  if (!style.isConnected) given.parentElement.prepend(style);
  return mount(given);
};
"""


@cache
def files() -> dict[str, bytes]:
    """Return every module and style by its path, as they are written."""
    here = Path(__file__).parent
    paths = [file for folder in FOLDERS for kind in ("*.js", "*.css") for file in (here / folder).rglob(kind)]
    return {file.relative_to(here).as_posix(): file.read_bytes() for file in sorted(paths)}


@cache
def sent() -> dict[str, bytes]:
    """Return what this process sends until it ends: every entry, by its path below the hash, with all it needs."""
    return {entry: joined(entry).encode() for entry in ENTRIES}


@cache
def version() -> str:
    """Return the hash of all that is sent: another one as soon as any of it differs."""
    digest = hashlib.sha256()
    for name, content in sent().items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def named(path: str) -> str | None:
    """Return the name of the entry that `path` of this release gives; None for every other path."""
    name = path.removeprefix(f"{START}{version()}/")
    return name if name != path and name in sent() else None


def address(entry: str) -> str:
    """Return the path under which this release sends an entry."""
    return f"{START}{version()}/{entry}"


def modules(entry: str) -> list[str]:
    """Return every module that `entry` needs, each once and behind those that it needs itself; `entry` comes last."""
    needed: list[str] = []
    for _, other in _IMPORT.findall(files()[entry].decode()):
        needed += [name for name in modules(_beside(entry, other)) if name not in needed]
    return [*needed, entry]


def joined(entry: str) -> str:
    """Return one module that is `entry` with all it needs and its `styles`.

    A page asks for each file twice, to have it and to run it: for 49 files that took a tablet longer than all the rest.
    """
    styles = "\n".join(files()[name].decode() for name in STYLES.get(entry, ()))
    parts = [_enclosed(name) for name in modules(entry)]
    ends = f'export default joined["{entry}"].standard;\nexport const styles = {json.dumps(styles)};\n'
    return "\n".join(["const joined = {};", *parts, ends])


def _enclosed(name: str) -> str:
    """Return a module as a function that takes what it imports from `joined` and leaves there what it exports."""
    text = files()[name].decode()
    exports = _EXPORT.findall(text)
    if standard := _DEFAULT.search(text):
        exports.append(f"standard: {standard[1]}" if standard[1] else "standard")
        text = _DEFAULT.sub(lambda found: "" if found[1] else "const standard = ", text)
    text = _EXPORT.sub("", _IMPORT.sub(lambda found: f'const {found[1]} = joined["{_beside(name, found[2])}"];', text))
    return f'joined["{name}"] = (() => {{\n{text}\nreturn {{ {", ".join(exports)} }};\n}})();'


def _beside(name: str, other: str) -> str:
    return normpath(f"{PurePosixPath(name).parent}/{other}")


@cache
def loader(entry: str) -> str:
    """Return a module of a few lines that mounts what `entry` exports, in its styles, once it is there.

    It is asked for again until it comes: bad Wi-Fi makes the card late and nothing else. A page that asks for a release
    that is gone stops asking; the server, which it has found again, tells it the new one.
    """
    return _LOADER % {"address": address(entry)}
