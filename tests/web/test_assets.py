"""Scripts are kept for good under the hash of them all, each in one file with all it needs; nothing else is there."""

import json
import re

import pytest

from iso_audit import assets
from tests.web.conftest import House

pytestmark = pytest.mark.one_zone("scripts and styles hold no day")


@pytest.mark.parametrize("entry", assets.ENTRIES)
def test_every_entry_is_given_to_anybody_and_may_be_kept_for_good(house: House, entry: str) -> None:
    answer = house.client.get(assets.address(entry))
    assert answer.content == assets.sent()[entry]
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "path",
    [
        "0123456789abcdef/card/mount.js",
        "{version}/card/__init__.py",
        "{version}/card/elements.js",
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
    before, sent = assets.version(), dict(assets.sent())
    monkeypatch.setattr(assets, "sent", lambda: {**sent, "card/mount.js": sent["card/mount.js"] + b"\n"})
    assert assets.version.__wrapped__() != before


@pytest.mark.parametrize("entry", assets.ENTRIES)
def test_a_module_stands_behind_those_it_needs(entry: str) -> None:
    needed = assets.modules(entry)
    assert len(needed) == len(set(needed)) > 5
    assert needed[-1] == entry
    for place, name in enumerate(needed):
        assert set(assets.modules(name)) <= set(needed[: place + 1])


@pytest.mark.parametrize("entry", assets.ENTRIES)
def test_an_entry_has_every_line_of_what_it_needs_but_those_that_name_other_files(entry: str) -> None:
    sent = assets.sent()[entry].decode()
    for name in assets.modules(entry):
        for line in assets.files()[name].decode().splitlines():
            if not line.startswith("import "):
                assert f"{line.removeprefix('export ').removeprefix('default ')}\n" in sent
    told = re.findall(r"^(?:import|export) \w+ \w+", sent, re.MULTILINE)
    assert told == ["export default joined", "export const styles"]


@pytest.mark.parametrize(("entry", "styles"), assets.STYLES.items())
def test_an_entry_brings_its_styles(entry: str, styles: tuple[str, ...]) -> None:
    told = re.findall(r"^export const styles = (.*);$", assets.sent()[entry].decode(), re.MULTILINE)
    assert [json.loads(one) for one in told] == ["\n".join(assets.files()[name].decode() for name in styles)]


@pytest.mark.parametrize("name", sorted(name for name in assets.files() if name.endswith(".js")))
def test_a_module_imports_and_exports_in_no_way_that_joining_does_not_know(name: str) -> None:
    text = assets.files()[name].decode()
    told = re.findall(r"^(?:await| *import| *export)\b.*", text, re.MULTILINE)
    imports = r'import \{(?!.* as )[^}]*\} from "\.[^"]+";'
    exports = r"export (?:(?:async )?(?:class|const|function) \w+.*|default (?:function )?\w+\(.*)"
    assert [line for line in told if not re.fullmatch(f"{imports}|{exports}", line)] == []


def test_the_loader_is_a_few_lines_and_asks_for_the_entry() -> None:
    assert f'"{assets.address(assets.CARD)}"' in assets.loader(assets.CARD)
    assert len(assets.loader(assets.CARD)) < 2_000
