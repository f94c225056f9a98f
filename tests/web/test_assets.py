"""Modules and styles are files kept for good under the hash of them all; nothing else is to be had there."""

import re

import pytest

from iso_audit import assets
from tests.web.conftest import House

pytestmark = pytest.mark.one_zone("modules and styles hold no day")


@pytest.mark.parametrize("name", sorted(assets.files()))
def test_every_file_is_given_to_anybody_and_may_be_kept_for_good(house: House, name: str) -> None:
    answer = house.client.get(f"{assets.START}{assets.version()}/{name}")
    assert answer.content == assets.files()[name]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css" if name.endswith(".css") else "text/javascript")


@pytest.mark.parametrize(
    "path",
    [
        "0123456789abcdef/card/mount.js",
        "{version}/card/__init__.py",
        "{version}/../app.py",
        "{version}/card/types.d.ts",
    ],
)
def test_another_release_and_every_other_file_are_not_there(house: House, path: str) -> None:
    address = assets.START + path.format(version=assets.version())
    assert house.client.get(address, follow_redirects=False).status_code in {303, 401}
    house.sign_in(house.leader)
    assert house.client.get(address, follow_redirects=False).status_code == 404


def test_the_hash_differs_as_soon_as_one_file_does(monkeypatch: pytest.MonkeyPatch) -> None:
    before, files = assets.version(), dict(assets.files())
    monkeypatch.setattr(assets, "files", lambda: {**files, "card/mount.js": files["card/mount.js"] + b"\n"})
    assert assets.version.__wrapped__() != before


@pytest.mark.parametrize("entry", [assets.CARD, assets.PAD])
def test_the_loader_asks_for_every_module_that_the_entry_needs(entry: str) -> None:
    needed = assets.modules(entry)
    imported = {name for name in needed for _ in re.findall(r"^import ", assets.files()[name].decode(), re.MULTILINE)}
    assert imported
    assert set(needed) <= set(assets.files())
    assert all(f'"{name}"' in assets.loader(entry, ()) for name in needed)
    assert len(assets.loader(entry, ())) < 4_000
