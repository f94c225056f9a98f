"""What the cell `type` says, in every spelling that XLSForm has had."""

import re
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["begin", "end", "one", "several", "value", "picture", "note", "computed", "metadata", "unknown"]

_SELECT = re.compile(
    r"(?:add )?(?:select ?(?P<how>one|1|multiple|all that apply)|rank)"
    r"(?P<outside> external| from file)?(?: prompt using| from)?(?: (?P<list>\S+))?(?P<other> or (?:specify )?other)?",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(?P<side>begin|end) (?P<what>[a-z ]+?)(?: over \S+)?", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_PURPOSES: dict[Purpose, tuple[str, ...]] = {
    "value": (
        "text", "string", "integer", "int", "decimal", "range", "date", "time", "datetime", "date time", "geopoint",
        "geotrace", "geoshape", "location", "barcode", "acknowledge", "trigger", "percentage", "phone number",
        "email address",
    ),
    "picture": (
        "image", "photo", "audio", "video", "file", "background audio", "add image prompt", "add photo prompt",
        "add audio prompt", "add video prompt", "add file prompt", "signature",
    ),
    "note": ("note", "add note prompt"),
    "computed": ("calculate", "calculation", "add calculate prompt", "hidden",
                 "hidden value", "xml external", "csv external"),
    "metadata": (
        "start", "start time", "end", "end time", "today", "get today", "deviceid", "device id", "imei",
        "get device id",
        "subscriberid", "subscriber id", "simserial", "sim id", "username", "phonenumber", "phone", "get phone number",
        "email", "audit", "start geopoint", "background geopoint", "instanceid", "uri:deviceid", "get start time",
        "get end time", "simserialnumber", "form title", "form id",
    ),
}  # fmt: skip
_PURPOSE_OF = {word: purpose for purpose, some in _PURPOSES.items() for word in some}


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """What a row is for; a choice has its list, choices that are not in the file and “other” say so.

    `what` is the cell's own word: of a bracket what it opens or closes (group, repeat).
    """

    purpose: Purpose
    what: str
    list_name: str = ""
    is_outside: bool = False
    has_other: bool = False


def kind_of(cell: str) -> QuestionKind:
    """Return what a cell `type` says."""
    text = _SPACE.sub(" ", cell.strip())
    spaced = text.lower().replace("_", " ").replace("-", " ")
    bracket = _BRACKET.fullmatch(spaced)
    if bracket and spaced not in _PURPOSE_OF:
        return QuestionKind("begin" if bracket["side"] == "begin" else "end", bracket["what"])
    if spaced in _PURPOSE_OF:
        return QuestionKind(_PURPOSE_OF[spaced], spaced)
    select = _SELECT.fullmatch(_command_spaced(text))
    if select:
        purpose: Purpose = "one" if select["how"] and select["how"].lower() in {"one", "1"} else "several"
        is_outside = bool(select["outside"]) or (select["list"] or "").startswith("${")
        return QuestionKind(purpose, spaced, select["list"] or "", is_outside, bool(select["other"]))
    return QuestionKind("unknown", text)


def _command_spaced(text: str) -> str:
    """Return the cell with spaces for underlines, but for those of the name of the list."""
    words = text.split(" ")
    command = {"select", "one", "1", "multiple", "all", "that", "apply", "from", "file", "external", "add", "prompt",
               "using", "rank", "or", "other", "specify", "select1"}  # fmt: skip
    parts = []
    for word in words:
        pieces = word.lower().split("_")
        parts.append(" ".join(pieces) if set(pieces) <= command else word)
    return " ".join(parts)
