"""Vietnamese written with the fonts of before Unicode: recognised in a text by its syllables, and turned into Unicode.

TCVN3 (fonts named .Vn…, also called ABC) puts Vietnamese letters in the places of Western ones, VNI a mark behind its
letter. Opened without the font both look like “Së Khoa häc vµ C«ng nghÖ” and “Sôû Khoa hoïc vaø Coâng ngheä”.
"""

import re
import unicodedata
from typing import Literal

OldLetters = Literal["tcvn3", "vni"]
OLD_LETTERS: dict[OldLetters, str] = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
"""What people call them."""

_TCVN3 = {
    **dict(zip("¡¢£¤¥¦§¨©ª«¬\xad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)),
    **dict(zip("µ¶·¸¹»¼½¾ÆÇÈÉÊË", "àảãáạằẳẵắặầẩẫấậ", strict=True)),
    **dict(zip("ÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ", "èẻẽéẹềểễếệìỉĩíị", strict=True)),
    **dict(zip("ßáâãäåæçèéêëìíî", "òỏõóọồổỗốộờởỡớợ", strict=True)),
    **dict(zip("ïñòóôõö÷øùúûüýþ", "ùủũúụừửữứựỳỷỹýỵ", strict=True)),
}
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_CIRCUMFLEX = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_BREVE = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_ALONE = dict(zip("ñíìæóòôöî", ("đ", "í", "ì", "ỉ", "ĩ", "ị", "ơ", "ư", "ỵ"), strict=True))


def _vni() -> dict[str, str]:
    """Return every letter of VNI, one or two signs, small and capital."""
    letters = dict(_VNI_ALONE)
    for base in "aeouy":
        letters |= {base + sign: base + tone for sign, tone in _TONES.items()}
    for base in "aeo":
        letters |= {base + sign: base + "\u0302" + tone for sign, tone in _CIRCUMFLEX.items()}
    letters |= {"a" + sign: "a\u0306" + tone for sign, tone in _BREVE.items()}
    for base, letter in (("ô", "ơ"), ("ö", "ư")):
        letters |= {base + sign: letter + tone for sign, tone in _TONES.items()}
    capitals = {sign.upper(): letter.upper() for sign, letter in letters.items()}
    with_capital = {sign[0].upper() + sign[1:]: letter[0].upper() + letter[1:] for sign, letter in letters.items()}
    return {
        sign: unicodedata.normalize("NFC", letter) for sign, letter in {**with_capital, **capitals, **letters}.items()
    }


_OF_TCVN3 = str.maketrans(_TCVN3)
_OF_VNI = _vni()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _OF_VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~“”‘’–—…]+")
_ONLY_UNICODE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_MARKS = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    "(?:uyê|iêu|yêu|oai|oay|oeo|uôi|ươi|ươu|uây|uya|uyu|ia|iê|yê|ua|uô|ưa|ươ|oa|oă|oe|uâ|uê|uơ|uy|ao|au|âu|ay|ây|ai|eo"
    "|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    "(?:ch|ng|nh|[cmnpt])?"
)
_LOOKED_AT, _ENOUGH, _MOSTLY, _BETTER = 20_000, 3, 0.8, 0.3


def as_old_letters(text: str) -> OldLetters | None:
    """Return which old letters a text is written with, None where it is Unicode or nothing speaks for either."""
    sample = unicodedata.normalize("NFC", text[:_LOOKED_AT])
    words = [word for word in _WORD.findall(sample) if not word.isascii()]
    if len(words) < _ENOUGH or sum(map(bool, map(_ONLY_UNICODE.search, words))) > len(words) * (1 - _MOSTLY):
        return None
    share, kind = max(((_share(words, kind), kind) for kind in OLD_LETTERS), key=lambda one: one[0])
    return kind if share >= _MOSTLY and share >= _share(words) + _BETTER else None


def text_in_unicode(text: str, kind: OldLetters) -> str:
    """Return a text of old letters in Unicode."""
    if kind == "tcvn3":
        return text.translate(_OF_TCVN3)
    return _VNI_LETTER.sub(lambda match: _OF_VNI[match[0]], text)


def _share(words: list[str], kind: OldLetters | None = None) -> float:
    """Return how many of the words are Vietnamese syllables once they are read as `kind`."""
    return sum(_is_syllable(text_in_unicode(word, kind) if kind else word) for word in words) / len(words)


def _is_syllable(word: str) -> bool:
    apart = unicodedata.normalize("NFD", word.lower())
    toneless = apart.translate(_MARKS)
    return len(apart) - len(toneless) <= 1 and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)))
