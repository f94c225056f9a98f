"""Faults of sense: what one section says and another contradicts."""

import re
from collections.abc import Iterator

from tests.papers.reading import Paper

NOT_EFFECTIVE = re.compile(r"nhưng chưa hiệu quả|không duy trì Hệ thống|but not effectively|does not maintain")
RANK = re.compile(r"xếp loại \w+|, rank \w+")
NO_FINDINGS = re.compile(
    r"không ghi nhận (?:điểm không phù hợp|tồn tại, hạn chế) nào|recorded no (?:nonconformity|shortcoming)"
)
CORRECTION = re.compile(r"báo cáo kết quả khắc phục|khắc phục (?:đúng|các điểm)|[Rr]eport on the corrections")
EARLIER = re.compile(r"(?:có|had) (\d+) (?:tồn tại, trong đó|findings to be corrected:) ([^:]+):")


def contradicting(paper: Paper) -> Iterator[str]:
    """Tell of a rank beside a poor conclusion, of corrections where nothing is wrong, of states that are not all."""
    text = " ".join(row.text for row in paper.minutes)
    rank = RANK.search(text)
    if rank and NOT_EFFECTIVE.search(text):
        yield f"“{rank[0]}” beside “{NOT_EFFECTIVE.findall(text)[0]}”"
    correction = CORRECTION.search(text)
    if correction and NO_FINDINGS.search(text):
        yield f"“{correction[0]}” beside “{NO_FINDINGS.findall(text)[0]}”"
    for count, states in EARLIER.findall(text):
        if sum(map(int, re.findall(r"\d+", states))) != int(count):
            yield f"{count} earlier findings: {states}"
