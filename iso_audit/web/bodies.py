"""Bodies: read no further than allowed, and taken only when they are exactly what we expect."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import isfinite
from urllib.parse import parse_qsl

from starlette.requests import Request

from iso_audit.web.answers import account_in
from iso_audit.web.body_errors import BodyInvalid, BodyTooLarge
from iso_audit.web.desk import desk

LARGEST_JSON = 1_000_000
LARGEST_FORM = 16_000
LARGEST_NUMBER = 2**53
LONGEST_NUMBER = 40


async def read_json(request: Request) -> object:
    """Return the JSON of `request`; BodyInvalid for what is not strict JSON in UTF-8, BodyTooLarge above 1 MB.

    Every number in it is finite and no larger than a browser counts exactly, so that no reader can stumble over one.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BodyInvalid("body_invalid", what="content-type")
    async with desk().json_bytes.turn(account_in(request).id, _announced(request, LARGEST_JSON)):
        content = await _read(request, LARGEST_JSON)
    try:
        return json.loads(
            content.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_int=_whole,
            parse_float=_fraction,
            object_pairs_hook=_without_repetition,
        )
    except (ValueError, RecursionError) as error:
        raise BodyInvalid("body_invalid", what="json") from error


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form a page of ours sent."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise BodyInvalid("body_invalid", what="content-type")
    content = await _read(request, LARGEST_FORM)
    try:
        fields = parse_qsl(
            content.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=20
        )
    except ValueError as error:
        raise BodyInvalid("body_invalid", what="form") from error
    if len({name for name, _ in fields}) != len(fields):
        raise BodyInvalid("body_invalid", what="form")
    return dict(fields)


@asynccontextmanager
async def file_of(request: Request, largest: int) -> AsyncIterator[bytes]:
    """Give the bytes of a body that is a file, and hold room for them until they are worked on; BodyTooLarge above."""
    async with desk().file_bytes.turn(account_in(request).id, _announced(request, largest)):
        yield await _read(request, largest)


def _announced(request: Request, largest: int) -> int:
    """Return how long the body says it is, `largest` where it does not say."""
    header = request.headers.get("content-length", "")
    size = int(header) if header.isascii() and header.isdigit() and len(header) < 18 else largest
    if size > largest:
        raise BodyTooLarge("body_too_large", largest=largest)
    return size


async def _read(request: Request, largest: int) -> bytes:
    _announced(request, largest)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > largest:
            raise BodyTooLarge("body_too_large", largest=largest)
    return bytes(content)


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _whole(text: str) -> int:
    if len(text) > LONGEST_NUMBER or abs(number := int(text)) > LARGEST_NUMBER:
        raise ValueError("number")
    return number


def _fraction(text: str) -> float:
    if len(text) > LONGEST_NUMBER or not isfinite(number := float(text)) or abs(number) > LARGEST_NUMBER:
        raise ValueError("number")
    return number


def _without_repetition(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise ValueError("a name twice")
    return entries
