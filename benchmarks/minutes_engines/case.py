"""The document every engine sets: minutes with twelve nonconformities, the checklist in full, six photographs."""

import hashlib
import importlib
import io
import random
import sys
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image as Picture
from PIL import ImageDraw, ImageFilter

from iso_audit.minutes.content import build
from iso_audit.minutes.facts import MinutesFacts, PhotoFacts
from iso_audit.minutes.tree import (
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Header,
    Heading,
    KeyValues,
    Paragraph,
    Recipients,
    Row,
    Table,
)

TESTS = Path(__file__).parents[2] / "tests" / "minutes"
SIZE = (1600, 1200)
QUALITY = 75
PHOTOS = 6


def facts(*, photos: bool = True) -> MinutesFacts:
    """Return the facts of the bad audit of the tests, with photographs as large as the app stores them."""
    sys.path.insert(0, str(TESTS))
    bad_audit = importlib.import_module("minutes_examples").bad_audit

    made = tuple(_photo(number) for number in range(1, PHOTOS + 1)) if photos else ()
    given: MinutesFacts = bad_audit()
    findings = tuple(replace(finding, photos=()) for finding in given.findings)
    return replace(given, findings=findings, photos=made, number="05/BB-ĐKT", draft=None)


def _photo(number: int) -> PhotoFacts:
    """Return a picture as busy as one of an office: areas, edges, lines of print, and the noise of a small lens."""
    chance = random.Random(number)
    picture = Picture.new("RGB", SIZE, (180, 170, 150))
    draw = ImageDraw.Draw(picture)
    for _ in range(60):
        x, y = chance.randrange(SIZE[0]), chance.randrange(SIZE[1])
        colour = tuple(chance.randrange(40, 230) for _ in range(3))
        draw.rectangle((x, y, x + chance.randrange(40, 500), y + chance.randrange(40, 400)), fill=colour)
    for line in range(40):
        draw.line((300, 200 + line * 18, 300 + chance.randrange(200, 700), 200 + line * 18), fill=(20, 20, 20), width=3)
    noise = Picture.effect_noise(SIZE, 18).convert("RGB")
    picture = Picture.blend(picture.filter(ImageFilter.GaussianBlur(1.2)), noise, 0.15)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=QUALITY, optimize=True)
    jpeg = target.getvalue()
    return PhotoFacts(str(number), f"Ảnh chụp tại hiện trường số {number}", jpeg, hashlib.sha256(jpeg).hexdigest())


def document(*, photos: bool = True) -> Document:
    """Return the document all engines set."""
    return build(facts(photos=photos), "vi", "nd30-2020")


def long_table(rows: int) -> Document:
    """Return a document of one table with `rows` rows like those of the checklist."""
    given = document(photos=False)
    found = next(block for block in given.annexes[0].blocks if isinstance(block, Table))
    items = [row for row in found.rows if len(row.cells) > 1]
    many = tuple(Row((Cell(f"{n}"), *items[n % len(items)].cells[1:])) for n in range(rows))
    columns: tuple[Column, ...] = found.columns
    blocks: tuple[Block, ...] = (Table(columns, found.header, many, dense=True),)
    return replace(given, blocks=blocks, annexes=(), verification=None)


_LETTERS = "bcdghklmnprstvx"


def turned(document: Document, turn: int) -> Document:
    """Return `document` with its consonants exchanged, so that no engine can reuse what it made of the last one."""
    shift = turn % len(_LETTERS)
    turns = str.maketrans(_LETTERS, _LETTERS[shift:] + _LETTERS[:shift])
    made = _turned(document, turns)
    assert isinstance(made, Document)
    return made


def _turned(value: Any, turns: dict[int, int]) -> Any:
    if isinstance(value, str):
        return value.translate(turns)
    if isinstance(value, tuple):
        return tuple(_turned(one, turns) for one in value)
    if isinstance(value, Heading | Paragraph | KeyValues | Table | Row | Cell | Document | Annex | Header | Recipients):
        kept = {"language", "profile", "style", "mark", "alignment"}
        fields = {one.name: getattr(value, one.name) for one in dataclass_fields(value)}
        return replace(value, **{k: v if k in kept else _turned(v, turns) for k, v in fields.items()})
    return value
