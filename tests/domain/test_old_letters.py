"""Vietnamese in the letters of old fonts: recognised by its syllables, and left alone where it is none."""

import pytest

from iso_audit.domain.old_letters import as_old_letters, text_in_unicode


@pytest.mark.parametrize(
    ("text", "kind", "unicode"),
    [
        ("M· hå s¬ Tªn thñ tôc Ngµy nhËn", "tcvn3", "Mã hồ sơ Tên thủ tục Ngày nhận"),
        ("Së Khoa häc vµ C«ng nghÖ", "tcvn3", "Sở Khoa học và Công nghệ"),
        ("Maõ hoà sô Teân thuû tuïc Ngaøy nhaän", "vni", "Mã hồ sơ Tên thủ tục Ngày nhận"),
        ("ÑAÊNG KYÙ QUYEÀN SÖÛ DUÏNG ÑAÁT", "vni", "ĐĂNG KÝ QUYỀN SỬ DỤNG ĐẤT"),
    ],
)
def test_old_letters_are_recognised_and_turned_into_unicode(text: str, kind: str, unicode: str) -> None:
    found = as_old_letters(text)
    assert found == kind
    assert text_in_unicode(text, found) == unicode


@pytest.mark.parametrize(
    "text",
    [
        "Mã hồ sơ Tên thủ tục Ngày nhận",
        "Hà Nam là có và không",
        "Café résumé naïve façade",
        "code;name;received",
        "",
        "Y Ƀlŏ Niê; H'Đing ƀuôn Krông; Ksor H'Nŭk",
    ],
)
def test_unicode_and_other_languages_are_left_alone(text: str) -> None:
    assert as_old_letters(text) is None
