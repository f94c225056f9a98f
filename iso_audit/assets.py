"""Modules and styles that browsers fetch under a path with the hash of them all, and the lines that load them.

A path never changes its content, so that a browser may keep it for good; modules name each other by relative paths, so
that one page never mixes two releases.
"""

import hashlib
import json
import re
from functools import cache
from pathlib import Path, PurePosixPath
from posixpath import normpath

FOLDERS = ("card", "signature_pad", "unsaved")
CARD, CARD_STYLES = "card/mount.js", ("card/card.css", "card/item.css", "card/photos.css")
PAD, PAD_STYLES = "signature_pad/mount.js", ("signature_pad/pad.css",)
SIGNING_OUT = "card/signing_out.js"
UNSAVED = "unsaved/mount.js"
START = "/assets/"

_IMPORTED = re.compile(r'^import .*? from "(\.[^"]+)";$', re.MULTILINE)
_LOADER = """const address = (file) => new URL(`%(start)s${file}`, location.origin).href;
const fetched = async (file) => {
  for (let wait = 500; ; wait = Math.min(2 * wait, 8000)) {
    const answer = await fetch(address(file)).catch(() => null);
    if (answer?.ok && /javascript|css/.test(answer.headers.get("Content-Type"))) return answer.text();
    if (answer?.status === 404) await new Promise(() => undefined);
    await new Promise((go) => setTimeout(go, wait));
  }
};
const [styles] = await Promise.all([Promise.all(%(styles)s.map(fetched)), Promise.all(%(modules)s.map(fetched))]);
const { default: mount } = await import(address("%(entry)s"));
export default (given) => {
  const style = given.parentElement.querySelector("style[data-assets]") ?? document.createElement("style");
  style.dataset.assets = "";
  style.textContent = styles.join("\\n");
  if (!style.isConnected) given.parentElement.prepend(style);
  return mount(given);
};
"""


@cache
def files() -> dict[str, bytes]:
    """Return every module and style by its path below the hash, as this process sends them until it ends."""
    here = Path(__file__).parent
    paths = [file for folder in FOLDERS for kind in ("*.js", "*.css") for file in (here / folder).rglob(kind)]
    return {file.relative_to(here).as_posix(): file.read_bytes() for file in sorted(paths)}


@cache
def version() -> str:
    """Return the hash of all files and their names: another one as soon as any of them differs."""
    digest = hashlib.sha256()
    for name, content in files().items():
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def named(path: str) -> str | None:
    """Return the name of the file that `path` of this release gives; None for every other path."""
    name = path.removeprefix(f"{START}{version()}/")
    return name if name != path and name in files() else None


def address(name: str) -> str:
    """Return the path under which this release sends a file."""
    return f"{START}{version()}/{name}"


def modules(entry: str) -> list[str]:
    """Return `entry` and every module it needs, each once."""
    needed = [entry]
    for name in needed:
        folder = PurePosixPath(name).parent
        imports = [normpath(f"{folder}/{other}") for other in _IMPORTED.findall(files()[name].decode())]
        needed += [other for other in dict.fromkeys(imports) if other not in needed]
    return needed


@cache
def loader(entry: str, styles: tuple[str, ...]) -> str:
    """Return a module of a few lines that mounts what `entry` exports, in `styles`, once all files are there.

    All are asked for at once, and again until they come: bad Wi-Fi makes the card late and nothing else. A page that
    asks for a release that is gone stops asking; the server, which it has found again, tells it the new one.
    """
    values = {"start": f"{START}{version()}/", "entry": entry}
    return _LOADER % (values | {"styles": json.dumps(styles), "modules": json.dumps(modules(entry))})
