"""Photographs in: clean, upright, small; files that are not photographs each get their sentence."""

import lzma
import os
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from iso_audit import images
from iso_audit.confinement import Limits
from iso_audit.domain.errors import RuleBroken
from iso_audit.images import Rectangle, blurred, ingest
from tests.pictures import animated, bomb, damaged_gif, panorama, photo, read, scene, tagged, written

pytestmark = pytest.mark.one_zone("pictures hold no day and no hour")

PANORAMA = Path(__file__).parent / "data" / "panorama.heic.xz"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "GIF"])
def test_every_kind_of_a_camera_becomes_a_plain_jpeg(kind):
    clean = ingest(written(scene(2400, 1800), kind))
    picture = read(clean.jpeg)
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1600, 1200))
    assert (clean.width, clean.height) == (1600, 1200)
    assert max(read(clean.thumbnail).size) == 240


def test_no_tag_of_camera_place_or_words_is_left():
    dirty = tagged()
    assert all(secret in dirty for secret in (b"SecretCamera", b"SecretComment", b"SecretWords"))
    clean = ingest(dirty)
    for jpeg in (clean.jpeg, clean.thumbnail):
        assert b"Secret" not in jpeg
        assert b"Exif" not in jpeg
        assert not read(jpeg).getexif()
        assert "comment" not in read(jpeg).info


def test_tags_of_a_heic_and_of_a_png_go_too():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    for kind in ("HEIF", "PNG", "WEBP"):
        dirty = written(scene(), kind, exif=exif)
        assert b"SecretCamera" in dirty
        assert b"SecretCamera" not in ingest(dirty).jpeg


@pytest.mark.parametrize(("orientation", "size"), [(1, (800, 600)), (3, (800, 600)), (6, (600, 800)), (8, (600, 800))])
def test_a_turned_photo_is_put_upright(orientation, size):
    picture = read(ingest(tagged(orientation=orientation)).jpeg)
    red_side = {1: (10, 10), 3: (10, 590), 6: (590, 400), 8: (10, 400)}[orientation]
    red, _, blue = picture.getpixel(red_side)
    assert picture.size == size
    assert red > 150 > blue


def test_a_turned_heic_is_put_upright_once():
    exif = Image.Exif()
    exif[0x0112] = 6
    held = scene(800, 600)
    held.info["exif"] = exif.tobytes()
    turned = ingest(written(held, "HEIF"))
    assert (turned.width, turned.height) == (600, 800)


def test_a_small_photo_is_not_made_larger():
    clean = ingest(photo(300, 200))
    assert (clean.width, clean.height) == (300, 200)


def test_a_very_busy_photo_still_takes_about_300_kilobytes():
    noise = Image.effect_noise((3000, 2000), 120)
    clean = ingest(written(Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(0)))))
    assert 200_000 < len(clean.jpeg) <= images.WANTED_SIZE


def test_a_photograph_of_two_hundred_megapixels_is_taken_and_kept_small():
    clean = ingest(written(Image.new("L", (16_320, 12_240), 120)))
    assert (clean.width, clean.height) == (1600, 1200)
    assert len(clean.jpeg) <= images.WANTED_SIZE


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_panorama_is_taken_whole(kind):
    clean = ingest(written(panorama()) if kind == "JPEG" else lzma.decompress(PANORAMA.read_bytes()))
    assert (clean.width, clean.height) == (1600, 381)
    assert len(clean.jpeg) <= images.WANTED_SIZE


def test_a_motion_photo_gives_its_picture_and_not_its_film():
    film = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 12_000
    assert ingest(photo() + film).sha256 == ingest(photo()).sha256


def test_what_is_transparent_becomes_white():
    clear = Image.new("RGBA", (80, 60), (255, 0, 0, 0))
    assert read(ingest(written(clear, "PNG")).jpeg).getpixel((40, 30)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "CMYK", "I;16", "YCbCr"])
def test_every_way_of_keeping_colours_is_read(mode):
    kind = "JPEG" if mode in {"CMYK", "YCbCr"} else "PNG"
    picture = scene(200, 100).convert("L") if mode == "I;16" else scene(200, 100)
    assert read(ingest(written(picture.convert(mode), kind)).jpeg).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_lightness():
    grey = Image.new("I;16", (50, 50), 32_768)
    red, green, blue = read(ingest(written(grey, "PNG")).jpeg).getpixel((25, 25))
    assert abs(red - 128) < 4
    assert red == green == blue


def test_the_same_file_gives_the_same_bytes():
    assert ingest(photo()).sha256 == ingest(photo()).sha256


REFUSED = {
    "photo_file_empty": [b""],
    "photo_kind_unknown": [
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"%PDF-1.7 nothing",
        b"PK\x03\x04" + bytes(100),
        os.urandom(4000),
        "đây là chữ".encode(),
    ],
    "photo_animated": [animated("GIF"), animated("WEBP"), animated("PNG")],
    "photo_too_many_pixels": [bomb(60_000, 60_000), bomb(12_000, 12_000), bomb(8_100, 8_100)],
    "photo_file_damaged": [
        photo()[: len(photo()) // 2],
        photo()[:-200],
        written(scene(), "PNG")[:-400],
        written(scene(), "HEIF")[:-400],
        written(scene(), "WEBP")[:-400],
        bomb(3000, 3000),
    ],
}


@pytest.mark.parametrize(("code", "data"), [(code, one) for code, many in REFUSED.items() for one in many])
def test_what_is_no_whole_photo_is_refused_by_its_own_sentence(code, data):
    with pytest.raises(RuleBroken) as refused:
        ingest(data)
    assert refused.value.code == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "GIF"])
def test_a_picture_damaged_anywhere_is_kept_or_refused_by_a_sentence(kind):
    good, codes = written(scene(400, 300), kind), set()
    for at in range(0, len(good), len(good) // 15):
        try:
            ingest(good[:at] + bytes([good[at] ^ 0xA5, 0, 255]) + good[at + 3 :])
        except RuleBroken as refused:
            codes.add(refused.code)
    known = {"photo_file_damaged", "photo_kind_unknown", "photo_too_many_pixels", "photo_animated"}
    assert codes
    assert codes <= known


def test_a_gif_whose_blocks_are_damaged_is_refused_by_its_sentence():
    assert code_of(damaged_gif()) == "photo_file_damaged"


def test_a_picture_that_takes_too_long_or_too_much_is_refused_by_its_sentence():
    large = written(Image.new("RGB", (7000, 7000)), "PNG")
    room = 8 * 1024 * 1024
    assert code_of(large, Limits(seconds=0.0001, memory=1 << 30, answer=room)) == "file_takes_too_long"
    if sys.platform == "linux":
        assert code_of(large, Limits(seconds=60, memory=200 * 1024 * 1024, answer=room)) == "file_needs_too_much"
    assert ingest(photo()).width == 1200


def code_of(data, limits=images.LIMITS):
    with pytest.raises(RuleBroken) as refused:
        ingest(data, limits=limits)
    return refused.value.code


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(RuleBroken) as refused:
        ingest(bytes(images.LARGEST_FILE + 1))
    assert refused.value.code == "photo_file_too_large"


def test_a_pixel_bomb_takes_no_memory():
    tracemalloc.start()
    with pytest.raises(RuleBroken):
        ingest(bomb(60_000, 60_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_several_at_once_are_each_done():
    made: list[str] = []
    threads = [threading.Thread(target=lambda n=n: made.append(ingest(photo(seed=n)).sha256)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 6


def test_a_blurred_name_cannot_be_told_from_another():
    def card(name: str) -> bytes:
        picture = scene(1000, 700)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((200, 300, 800, 400), fill="white")
        draw.text((210, 310), name, fill="black", font=ImageFont.load_default(60))
        return ingest(written(picture)).jpeg

    def part(name: str) -> Image.Image:
        hidden = blurred(card(name), [Rectangle(0.2, 0.42, 0.6, 0.16)])
        return read(hidden.jpeg).crop((205, 300, 795, 400))

    colours = part("NGUYEN VAN A").getcolors(1_000_000)
    assert len({colour for _, colour in colours}) < 2_000
    one, other = part("NGUYEN VAN A"), part("NGUYEN THI B")
    spread = [abs(a - b) for a, b in zip(one.tobytes(), other.tobytes(), strict=True)]
    assert max(spread) < 40
    assert min(value for _, colour in colours for value in colour) > 60


def test_blurring_leaves_the_rest_as_it_was():
    before = ingest(photo(1000, 700))
    after = blurred(before.jpeg, [Rectangle(0.5, 0.5, 0.2, 0.2)])
    assert after.sha256 != before.sha256
    corner = [read(one.jpeg).getpixel((40, 40)) for one in (before, after)]
    assert all(abs(a - b) < 12 for a, b in zip(*corner, strict=True))


@pytest.mark.parametrize(
    "rectangles",
    [
        [],
        [Rectangle(0.5, 0.5, 0, 0.1)],
        [Rectangle(-0.1, 0, 0.5, 0.5)],
        [Rectangle(0.9, 0.9, 0.5, 0.5)],
        [Rectangle(float("nan"), 0, 0.5, 0.5)],
        [Rectangle(0, 0, 0.1, 0.1)] * 101,
    ],
)
def test_rectangles_outside_the_picture_are_refused(rectangles):
    with pytest.raises(RuleBroken) as refused:
        blurred(ingest(photo(200, 100)).jpeg, rectangles)
    assert refused.value.code == "photo_rectangles_invalid"
