"""JSON of strangers: bounded in size and depth before anything of it is looked at."""

import json
from collections.abc import Mapping
from typing import Any

from iso_audit.checklist_formats.notices import NoticeList, SheetPlace
from iso_audit.domain.text import tidy

LARGEST = 10 * 1024 * 1024


def json_of(data: bytes, notices: NoticeList) -> Any:
    """Return what a JSON file holds; one that is too large, too deep or no JSON is a fault."""
    if len(data) > LARGEST:
        notices.fault(SheetPlace(), "file_too_large", largest=LARGEST // 1024 // 1024)
        return None
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        notices.fault(SheetPlace(), "not_json", message=str(error)[:120])
        return None


def text_of(value: Any, longest: int, place: SheetPlace, notices: NoticeList) -> str:
    """Return a text as our bank holds one, nothing for what is none; one too long is a fault."""
    text = tidy(value) if isinstance(value, str) else ""
    if len(text) > longest:
        notices.fault(place, "text_too_long", longest=longest, length=len(text))
        return ""
    return text


def text_in(entry: Mapping[str, Any], name: str) -> str:
    """Return a field that is a text, nothing where it is none."""
    value = entry.get(name)
    return tidy(value) if isinstance(value, str) else ""
