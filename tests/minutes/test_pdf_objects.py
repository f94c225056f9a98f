"""Pictures, drawn signatures and places to sign, and the verification on every page."""

import re
from collections import Counter
from hashlib import sha256

from minutes_examples import photo

from iso_audit.minutes.fingerprint import verified
from iso_audit.minutes.jpeg import frame_of
from iso_audit.minutes.pdf import render
from iso_audit.minutes.pdf.objects import qr_text
from iso_audit.minutes.tree import (
    Drawing,
    Image,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Signatory,
    SignatureBlock,
    Verification,
)

SIGNED = (((0.05, 0.6), (0.2, 0.1), (0.3, 0.9), (0.45, 0.3), (0.6, 0.7), (0.95, 0.4)), ((0.1, 0.85), (0.9, 0.8)))


def shown(jpeg, caption="Ảnh 1"):
    frame = frame_of(jpeg)
    components = 3 if frame.components == 3 else 1
    image = Image(jpeg, frame.width, frame.height, sha256(jpeg).hexdigest(), components)
    return Photo(image, caption, f"SHA-256: {image.sha256[:12]}…")


def places(*signatories):
    return SignatureBlock(tuple(signatories))


def test_a_photograph_goes_into_the_file_as_it_is_and_only_once(document):
    jpeg = photo("1", "a", size=(320, 200)).jpeg
    made = render(document(Photos((shown(jpeg), shown(jpeg, "Ảnh 2")))))
    assert made.pdf.count(jpeg) == 1


def test_no_photograph_is_decoded(document, run_on):
    jpeg = photo("1", "a", size=(320, 200)).jpeg
    start = jpeg.index(b"\xff\xda") + 14
    broken = jpeg[:start] + b"\x00" * 50 + jpeg[-2:]
    made = render(document(Photos((shown(broken),))))
    assert broken in made.pdf
    assert " 320 " in run_on(made.pdf, "pdfimages", "-list")


def test_grey_and_coloured_photographs_show_what_they_are(document, run_on):
    made = render(document(Photos((shown(photo("1", "a").jpeg), shown(photo("2", "b", mode="L").jpeg)))))
    assert re.findall(r"image +64 +48 +(\w+) +(\d)", run_on(made.pdf, "pdfimages", "-list")) == [
        ("rgb", "3"),
        ("gray", "1"),
    ]


def test_every_one_of_a_hundred_photographs_is_printed_with_its_caption(document, text_of, run_on):
    photos = tuple(shown(photo(str(n % 6), "", size=(20 + n, 20)).jpeg, f"Ảnh {n}.") for n in range(100))
    made = render(document(Photos(photos)))
    text = text_of(made.pdf)
    assert [n for n in range(100) if f"Ảnh {n}." not in text] == []
    assert run_on(made.pdf, "pdfimages", "-list").count(" jpeg ") == 100


def test_a_caption_stays_with_its_photograph(document, text_of, run_on):
    photos = tuple(shown(photo(str(n), "", size=(50 + n, 40)).jpeg, f"Ảnh {n}.") for n in range(6))
    made = render(document(*[Paragraph("dòng")] * 12, Photos(photos)))
    listed = run_on(made.pdf, "pdfimages", "-list")
    on_page = {int(wide) - 50: int(page) for page, wide in re.findall(r"(?m)^ +(\d+) +\d+ image +(\d+)", listed)}
    for n, page in enumerate(text_of(made.pdf).split("\f")[:-1], 1):
        assert {photo for photo, where in on_page.items() if where == n} == set(
            map(int, re.findall(r"Ảnh (\d)\.", page))
        )


def test_places_to_sign_are_told_with_page_and_rectangle(document):
    block = places(
        Signatory("A", "", "", place="agency"), Signatory("B", "", "", place="leader"), Signatory("C", "", "")
    )
    made = render(document(PageBreak(), Paragraph("x"), block))
    assert [(one.name, one.page) for one in made.signature_boxes] == [("agency", 2), ("leader", 2)]
    first, second = (one.rectangle for one in made.signature_boxes)
    assert first[2] < second[0]
    assert all(x1 - x0 > 100 and y1 - y0 > 55 for x0, y0, x1, y1 in (first, second))


def test_the_rectangle_lies_between_the_hint_and_the_name(document, run_on):
    made = render(document(places(Signatory("THƯ KÝ", "(Ký)", "Mười", place="secretary"))))
    boxes = run_on(made.pdf, "sh", "-c", 'pdftotext -bbox "$0" -')
    hint = float(re.search(r'yMax="([\d.]+)">\(Ký\)', boxes).group(1))
    name = float(re.search(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="[\d.]+">Mười', boxes).group(1))
    _, low, _, high = made.signature_boxes[0].rectangle
    height = 297 * 72 / 25.4
    assert hint - 3 <= height - high <= height - low <= name + 3


def test_a_drawn_signature_is_lines_inside_its_place(document, run_on):
    drawn = Signatory("A", "", "Tên", place="leader", drawing=Drawing(SIGNED, 2.5))
    made = render(document(places(drawn)))
    assert run_on(made.pdf, "pdfimages", "-list").count("\n") == 2
    plain = run_on(made.pdf, "sh", "-c", 'qpdf --qdf --object-streams=disable "$0" -')
    lines = re.search(r"\.08 \.14 \.45 RG(.*?)\bS\b", plain, re.DOTALL).group(1)
    points = [tuple(map(float, pair)) for pair in re.findall(r"([\d.]+) ([\d.]+) [ml]\b", lines)]
    x0, y0, x1, y1 = made.signature_boxes[0].rectangle
    assert len(points) == sum(map(len, SIGNED))
    assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in points)


def test_the_verification_is_on_every_page_and_its_picture_once_in_the_file(document, text_of, run_on):
    made = render(verified(document(Paragraph("a"), PageBreak(), Paragraph("b")), "05 V1", label="mã kiểm chứng"))
    code = verified(document(Paragraph("a"), PageBreak(), Paragraph("b")), "05 V1").verification.code
    assert [page.count(f"mã kiểm chứng {code}") for page in text_of(made.pdf).split("\f")[:-1]] == [1, 1]
    plain = run_on(made.pdf, "sh", "-c", 'qpdf --qdf --object-streams=disable "$0" -')
    drawn = Counter(re.findall(r"/(FormXob\S+) Do", plain))
    squares = [part for part in plain.split("endstream") if "/Subtype /Form" in part and part.count(" re") > 100]
    assert set(drawn.values()) == {2}
    assert len(squares) == 1


def test_a_scanner_reads_name_code_and_hash():
    known = Verification("05/BB-DKT V1", "ABCD-EFGH-JKLM", "0a" * 32)
    assert qr_text(known) == "05/BB-DKT V1 ABCD-EFGH-JKLM:" + "0A" * 32
