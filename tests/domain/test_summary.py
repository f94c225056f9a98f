"""The year in a few sentences, as the province's report words it."""

import pytest

from iso_audit.domain.summary import YearCounts, sentence_parts
from iso_audit.domain.text import Language
from iso_audit.i18n import translate


def told(counts: YearCounts, language: Language = "vi", *, withdrawals: str = "") -> str:
    parts = sentence_parts(counts, withdrawals=withdrawals)
    return " ".join(translate(language, f"summary.{key}", **values) for key, values in parts)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        (
            (10, 8, 8),
            "Kiểm tra ISO tại 10 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 08 đơn vị. "
            "Kết quả 08 đơn vị có duy trì ISO.",
        ),
        (
            (10, 8, 8, 1),
            "Kiểm tra ISO tại 10 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 08 đơn vị. "
            "Kết quả 08 đơn vị có duy trì ISO, trong đó 01 đơn vị chưa hiệu quả.",
        ),
        (
            (12, 12, 11),
            "Kiểm tra ISO tại 12 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 12 đơn vị. "
            "Kết quả 11 đơn vị có duy trì ISO, 01 đơn vị không duy trì ISO.",
        ),
        (
            (12, 12, 11, 2),
            "Kiểm tra ISO tại 12 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 12 đơn vị. "
            "Kết quả 11 đơn vị có duy trì ISO (trong đó 02 đơn vị chưa hiệu quả), 01 đơn vị không duy trì ISO.",
        ),
        (
            (1, 1, 1, 1),
            "Kiểm tra ISO tại 01 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 01 đơn vị. "
            "Kết quả 01 đơn vị có duy trì ISO nhưng chưa hiệu quả.",
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
def test_the_sentence_is_right_for_any_counts(counts: tuple[int, ...], sentence: str) -> None:
    assert told(YearCounts(*counts)) == sentence


def test_an_agency_taken_off_the_plan_stays_in_it_with_the_reason() -> None:
    said = told(YearCounts(planned=3, done=2, maintained=2, withdrawn=1), withdrawals="Sở B: sáp nhập")
    assert "tại 03 cơ quan, đơn vị, trong đó 01 đơn vị đưa ra khỏi kế hoạch (Sở B: sáp nhập)." in said


def test_one_agency_is_no_plural_in_english() -> None:
    said = told(YearCounts(planned=1, done=1, maintained=1), "en")
    assert said == (
        "ISO inspection planned at 1 agency. Inspected: 1 agency, none is left. "
        "Result: 1 agency maintains its ISO system."
    )
