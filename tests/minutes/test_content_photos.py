"""Photographs in the minutes: all of them or an error that names the missing one, referred to where they belong."""

from dataclasses import replace

import pytest
from minutes_examples import bad_audit, clean_audit, photo

from iso_audit.domain.grade import Grade
from iso_audit.minutes import content
from iso_audit.minutes.content import PhotoMissing, build
from iso_audit.minutes.facts import FindingFacts
from iso_audit.minutes.jpeg import Frame, frame_of
from iso_audit.minutes.tree import Photos

FINDING = FindingFacts(Grade.MINOR, "chưa niêm yết", "02")


def photos_of(facts):
    document = build(facts, "vi", "nd30-2020")
    return next(block for annex in document.annexes for block in annex.blocks if isinstance(block, Photos)).photos


def table_of_findings(facts):
    return str(build(facts, "vi", "nd30-2020").blocks)


def test_every_photograph_is_in_its_annex_with_number_caption_and_fingerprint():
    given = photo("7", "Bảng niêm yết.")
    (one,) = photos_of(clean_audit(photos=(given,)))
    assert one.caption == "Ảnh 7. Bảng niêm yết"
    assert one.fingerprint == f"SHA-256: {given.sha256[:12]}…"
    assert one.image.data == given.jpeg


def test_a_caption_tells_the_findings_and_items_it_belongs_to():
    given = photo("1", "Bảng", item_ids=("P05",), finding_numbers=("02",))
    (one,) = photos_of(clean_audit(photos=(given,), findings=(FINDING,)))
    assert one.caption == "Ảnh 1. Bảng (điểm số 02, nội dung P05)"


@pytest.mark.parametrize("by_finding", [True, False])
def test_a_finding_refers_to_its_photographs(by_finding):
    finding = replace(FINDING, photos=("4",)) if by_finding else FINDING
    given = photo("4", "Bảng", finding_numbers=() if by_finding else ("02",))
    assert "Ảnh số: 4." in table_of_findings(clean_audit(photos=(given,), findings=(finding,)))


def test_an_item_of_the_annex_refers_to_its_photographs():
    annex = build(clean_audit(photos=(photo("4", "Bảng", item_ids=("P05",)),)), "vi", "nd30-2020").annexes[0]
    (row,) = (row for row in annex.blocks[0].rows if row.cells[0].text == "P05")
    assert row.cells[3].text.endswith("Ảnh số: 4")


def test_a_photograph_referred_to_but_not_attached_is_named():
    with pytest.raises(PhotoMissing) as caught:
        build(clean_audit(findings=(replace(FINDING, photos=("9",)),)), "vi", "nd30-2020")
    assert (caught.value.code, caught.value.details) == ("photo_missing", {"number": "9"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"jpeg": b""}, "photo_missing"),
        ({"jpeg": b"<svg/>"}, "photo_damaged"),
        ({"sha256": "0" * 64}, "photo_damaged"),
        ({"jpeg": photo("1", "x").jpeg[:200]}, "photo_damaged"),
    ],
)
def test_a_photograph_that_cannot_be_printed_is_named(change, code):
    with pytest.raises(PhotoMissing) as caught:
        build(clean_audit(photos=(photo("1", "a"), replace(photo("2", "b"), **change))), "vi", "nd30-2020")
    assert (caught.value.code, caught.value.details) == (code, {"number": "2"})


def test_a_photograph_in_print_colours_is_refused():
    with pytest.raises(PhotoMissing):
        build(clean_audit(photos=(photo("1", "a", mode="CMYK"),)), "vi", "nd30-2020")


@pytest.mark.parametrize(("mode", "components"), [("RGB", 3), ("L", 1), ("CMYK", 4)])
def test_size_and_colours_are_read_without_decoding(mode, components):
    assert frame_of(photo("1", "a", size=(70, 30), mode=mode).jpeg) == Frame(70, 30, components)


def test_what_is_no_jpeg_has_no_frame():
    for data in (b"", b"\xff\xd8\xff", b"\x89PNG" + b"x" * 100, b"\xff\xd8\xff\xe0\x00\x00" + b"\xff\xd9"):
        assert frame_of(data) is None


def test_the_album_holds_every_photograph_and_has_the_code_of_its_minutes():
    minutes = build(bad_audit(draft=None, number="07/BB-ĐKT"), "vi", "nd30-2020")
    album = content.album_of(minutes)
    assert [len(block.photos) for block in album.blocks if isinstance(block, Photos)] == [3]
    assert album.verification.code == minutes.verification.code


def test_there_is_no_album_without_photographs():
    assert content.album_of(build(clean_audit(), "vi", "nd30-2020")) is None
