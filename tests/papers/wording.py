"""Faults of wording: empty places, brackets of ready phrases, unexplained abbreviations, a programmer's words."""

import re
from collections.abc import Iterator

from tests.papers.reading import Paper

EMPTY = re.compile(
    r"…{2,}|… giờ|\.{4,}|Chưa ghi nhận\.|\(chưa ghi tên\)|chưa ghi lý do|Nothing recorded|no reason given"
)
BY_HAND = re.compile(
    r"(?:Người kiểm tra|Ngày|Giờ|Tờ số|Inspector|Date|Time|Sheet|ngày|tháng|năm|Họ và tên|Name|về|to):? ?[….][….\s/]*"
)
"""Blanks that a form means to be filled in with a pen."""
MOMENT = re.compile(r"… giờ … phút, ngày … tháng … năm ……|…:… on … ………… ……|, … ………… ……")
"""When a visit opens or ends, or a form is filled in, in blanks: on a paper that is printed before it."""
ABBREVIATIONS = {
    "TTHC": "thủ tục hành chính",
    "CCHC": "cải cách hành chính",
    "HTQLCL": "hệ thống quản lý chất lượng",
    "CBCC": "cán bộ, công chức",
    "KPH": "không phù hợp",
    "HĐKP": "hành động khắc phục",
    "NC": "nonconformity",
    "CAR": "corrective action request",
}
CODE_WORDS = re.compile(
    r"hạt giống|số gieo|\bseed\b|\bNone\b(?!\.)|\bnull\b|\bnan\b|\bTrue\b|\bFalse\b|[{}<>]|\b[a-z]+_[a-z_]+\b"
    r"|\w\((?:e?s|ies)\)"
)
ENGLISH_IN_VIETNAMESE = re.compile(
    r"\b(?:leader|agency|secretary|deputy|member|observer|witness|grade|draft|issued|on_site|department|district|commune)\b"
)


def empty(paper: Paper) -> Iterator[str]:
    """Tell of places that nobody filled in; a draft may have them, and forms the blanks they mean."""
    if paper.is_draft:
        return
    for row in paper.rows:
        text = row.text if paper.is_minutes else MOMENT.sub("", row.text)
        if EMPTY.search(BY_HAND.sub("", text)):
            yield f"page {row.page}: “{row.text[:100]}”"


def brackets(paper: Paper) -> Iterator[str]:
    """Tell of a ready phrase's brackets that nobody replaced, of one within another, and of one never closed."""
    for row in paper.rows:
        if re.search(r"[\[\]]|\(\(|\)\)", row.text):
            yield f"page {row.page}: “{row.text[:100]}”"
    if paper.text.count("(") != paper.text.count(")"):
        yield f"{paper.text.count('(')} are opened, {paper.text.count(')')} are closed"


def abbreviations(paper: Paper) -> Iterator[str]:
    """Tell of abbreviations before the words they stand for: “thủ tục hành chính (TTHC)”."""
    for short, long in ABBREVIATIONS.items():
        first = re.search(rf"\b{short}\b", paper.text)
        explained = re.search(rf"{long} \({short}\)|\b{short}: {long}", paper.text, re.IGNORECASE)
        if first and not (explained and explained.start() <= first.start()):
            yield f"“{paper.text[max(0, first.start() - 40) : first.end() + 20]}”"


def programmers_words(paper: Paper) -> Iterator[str]:
    """Tell of words that only a programmer understands."""
    patterns = [CODE_WORDS] if paper.is_english else [CODE_WORDS, ENGLISH_IN_VIETNAMESE]
    for row in paper.rows:
        for pattern in patterns:
            if word := pattern.search(row.text):
                yield f"page {row.page}: “{word[0]}” in “{row.text[:100]}”"
