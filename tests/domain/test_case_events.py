"""What an event may say of case files, procedures and reported totals."""

import pytest

from iso_audit.domain.bank import Bank
from iso_audit.domain.composition import compose
from iso_audit.domain.errors import RuleBroken
from iso_audit.domain.subjects import checked_value


@pytest.mark.parametrize(
    ("subject", "field", "value", "kept"),
    [
        ("case:1", "code", "  A-1 ", "A-1"),
        ("case:1", "received_on", "2017-07-03", "2017-07-03"),
        ("case:1", "legal_days", "015", "15"),
        ("case:1", "suspensions", '[["2017-07-05", null]]', '[["2017-07-05", null]]'),
        ("case:1", "suspensions", "[]", None),
        ("case:1", "right_fee", "not_applicable", "not_applicable"),
        ("case:1", "outcome", None, None),
        ("case:1", "selection", "purposeful", "purposeful"),
        ("procedure:1", "name", "Cấp phép", "Cấp phép"),
        ("sample:", "seed", "4711", "4711"),
        ("sample:", "declared_total", "0477", "477"),
        ("sample:", "declared_parts", '[["Khoa học", 406]]', '[["Khoa học", 406]]'),
    ],
)
def test_values_are_kept_tidied(bank: Bank, subject: str, field: str, value: str | None, kept: str | None) -> None:
    assert checked_value(compose(bank, kind="department", form="full"), subject, field, value) == kept


@pytest.mark.parametrize(
    ("subject", "field", "value", "code"),
    [
        ("case:", "code", "A-1", "subject_unknown"),
        ("procedure:", "name", "P", "subject_unknown"),
        ("case:1", "applicant", "A", "field_unknown"),
        ("case:1", "received_on", "03/07/2017", "date_invalid"),
        ("case:1", "received_on", "9999-12-31", "date_invalid"),
        ("case:1", "legal_days", "3651", "count_invalid"),
        ("case:1", "legal_days", "5,5", "count_invalid"),
        ("case:1", "right_fee", "maybe", "value_unknown"),
        ("case:1", "outcome", "lost", "value_unknown"),
        ("case:1", "selection", "favourite", "value_unknown"),
        ("case:1", "suspensions", "[[]]", "value_unknown"),
        ("case:1", "suspensions", '{"a": 1}', "value_unknown"),
        ("case:1", "suspensions", "[" * 5000, "value_unknown"),
        ("case:1", "suspensions", '[["2017-07-05", "2017-07-04"]]', "days_backwards"),
        ("case:1", "suspensions", '[["0001-01-01", null]]', "date_invalid"),
        ("sample:", "declared_parts", '[["a", -1]]', "count_invalid"),
        ("sample:", "declared_parts", '[["a"]]', "value_unknown"),
        ("sample:", "declared_parts", "null", "value_unknown"),
        ("sample:", "declared_parts", "[[1, 2]]", "value_unknown"),
    ],
)
def test_anything_else_is_refused_with_a_code(bank: Bank, subject: str, field: str, value: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        checked_value(compose(bank, kind="department", form="full"), subject, field, value)
    assert refused.value.code == code
