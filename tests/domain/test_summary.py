"""The year in one sentence, as the province's report words it."""

import pytest

from iso_audit.domain.summary import YearCounts, sentence_parts
from iso_audit.i18n import translate


def told(planned: int, done: int, maintained: int) -> str:
    parts = sentence_parts(YearCounts(planned, done, maintained))
    return " ".join(translate("vi", f"summary.{key}", **values) for key, values in parts)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            (10, 8, 8),
            "Kiểm tra ISO tại 10 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 08 đơn vị. "
            "Kết quả 08 đơn vị có duy trì ISO.",
        ),
        (
            (12, 12, 11),
            "Kiểm tra ISO tại 12 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 12 đơn vị. "
            "Kết quả 11 đơn vị có duy trì ISO. 01 đơn vị không duy trì ISO.",
        ),
        (
            (3, 1, 0),
            "Kiểm tra ISO tại 03 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 01 đơn vị. "
            "Kết quả 01 đơn vị không duy trì ISO.",
        ),
        ((3, 0, 0), "Kiểm tra ISO tại 03 cơ quan, đơn vị. Đến nay chưa kiểm tra đơn vị nào."),
        ((0, 0, 0), "Chưa có cơ quan, đơn vị nào trong kế hoạch kiểm tra."),
    ],
)
def test_the_sentence_is_right_for_any_counts(counts: tuple[int, int, int], sentence: str) -> None:
    assert told(*counts) == sentence
