"""The preview: the words of the tree in their order, escaped, with a style that touches nothing else."""

import re
from base64 import b64decode
from html.parser import HTMLParser

import pytest
from hostile_texts import HOSTILE
from minutes_examples import bad_audit

from iso_audit.minutes.content import build
from iso_audit.minutes.html import render
from iso_audit.minutes.tree import (
    TOTAL,
    Cell,
    Column,
    Drawing,
    Paragraph,
    Row,
    Signatory,
    SignatureBlock,
    Table,
    Verification,
)


class Reader(HTMLParser):
    """Collects the tags, the text outside the style, and the open elements left at the end."""

    def __init__(self):
        super().__init__()
        self.tags, self.text, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"br", "img", "hr"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def table(*texts):
    return Table(tuple(Column(1) for _ in texts), ("Mã", "Kết quả")[: len(texts)], (Row(tuple(map(Cell, texts))),))


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_entered_text_is_shown_not_obeyed(document, text):
    drawn = SignatureBlock((Signatory(text, text, text, note=text),))
    plain = read(render(document(Paragraph("a", lead="a"), table("a"), SignatureBlock((Signatory(*"aaaa"),)))))
    made = read(render(document(Paragraph(text, lead=text), table(text), drawn)))
    assert "".join(made.text).count(text) == 7
    assert {tag for tag, _ in made.tags} == {tag for tag, _ in plain.tags}


def test_a_hostile_column_title_cannot_leave_its_attribute(document):
    made = render(document(Table((Column(1),), ('"><script>alert(1)</script>',), (Row((Cell("x"),)),))))
    assert "<script" not in made
    assert ('"><script>alert(1)</script>') in [attributes.get("data-label") for _, attributes in read(made).tags]


def test_the_preview_holds_no_script_and_asks_no_other_address():
    made = read(render(build(bad_audit(), "vi", "tt01-2011")))
    assert "script" not in {tag for tag, _ in made.tags}
    attributes = [(name, value) for _, given in made.tags for name, value in given.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert not [value for name, value in attributes if name in {"src", "href"} and not value.startswith("data:")]


def test_every_rule_of_the_style_stays_under_one_class(document):
    style = re.search(r"<style>(.*?)</style>", render(document()), re.DOTALL).group(1)
    selectors = [part.strip() for part in re.findall(r"([^{}]+)\{", style) if "@media" not in part]
    assert selectors
    assert all(one.strip().startswith(".minutes-preview") for part in selectors for one in part.split(","))


def test_sample_and_draft_marks_stand_at_both_ends(document):
    text = "".join(read(render(document(sample_mark="DỮ LIỆU MẪU", draft_mark="DỰ THẢO 2"))).text)
    assert text.count("DỮ LIỆU MẪU") == text.count("DỰ THẢO 2") == 2


def test_a_cell_knows_the_title_of_its_column_for_narrow_screens(document):
    tags = read(render(document(table("P01", "Phù hợp")))).tags
    assert [given["data-label"] for tag, given in tags if tag == "td"] == ["Mã", "Kết quả"]


def test_invisible_characters_are_dropped_and_page_totals_left_open(document):
    text = "".join(read(render(document(Paragraph(f"a\x00\u200bb\ud800c, {TOTAL} trang")))).text)
    assert "abc, … trang" in text


def test_the_lead_of_a_cell_stands_bold_before_its_text(document):
    made = render(document(Table((Column(1),), (), (Row((Cell("chưa niêm yết", lead="P05:"),)),))))
    assert "<strong>P05:</strong> chưa niêm yết" in made


def test_line_ends_are_kept(document):
    assert "một<br>hai" in render(document(Paragraph("một\r\nhai")))


def test_a_drawn_signature_is_shown_as_lines(document):
    one = Signatory("THƯ KÝ", "", "Tên", drawing=Drawing((((0.0, 0.0), (0.5, 1.0)), ((0.5, 0.5),)), 2.0))
    shown = render(document(SignatureBlock((one,))))
    picture = re.search(r'<img class="room" src="data:image/svg\+xml;base64,([^"]+)"', shown)
    assert picture is not None
    lines = b64decode(picture[1]).decode()
    assert '<polyline points="0.0,0.0 100.0,100.0"/>' in lines
    assert lines.count("<polyline") == 2


def test_the_short_code_stands_at_the_end(document):
    assert "ABCD-EFGH-JKLM" in render(document(verification=Verification("5", "ABCD-EFGH-JKLM", "0" * 64)))
