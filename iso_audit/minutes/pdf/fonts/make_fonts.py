"""Cuts Tinos to the Vietnamese administrative repertoire and renames it TinosVN.

Run once: `apt-get install fonts-croscore`, then `python -m iso_audit.minutes.pdf.fonts.make_fonts`.
Needs fontTools (a development requirement); the application itself reads only the .ttf files made here.
"""

from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

SOURCE = Path("/usr/share/fonts/truetype/croscore")
FOLDER = Path(__file__).parent
FAMILY = "TinosVN"
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x01A0, 0x01A1),  # o with horn
    (0x01AF, 0x01B0),  # u with horn
    (0x0300, 0x0304),  # combining marks
    (0x0306, 0x0309),
    (0x031B, 0x031B),
    (0x0323, 0x0323),
    (0x0391, 0x03C9),  # Greek, for units and radiation
    (0x1EA0, 0x1EF9),  # Vietnamese
    (0x2010, 0x2015),  # dashes
    (0x2018, 0x201E),  # quotes
    (0x2020, 0x2022),  # daggers, bullet
    (0x2026, 0x2026),
    (0x2030, 0x2033),
    (0x2039, 0x203A),
    (0x2044, 0x2044),
    (0x2070, 0x2089),  # raised and lowered figures
    (0x20AB, 0x20AC),  # dong, euro
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2190, 0x2195),
    (0x2212, 0x2212),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25A1),  # squares: the open one stands for what cannot be printed
    (0x25AA, 0x25AB),
    (0x25CB, 0x25CB),
    (0x25CF, 0x25CF),
)


def cut(style: str) -> Path:
    """Write TinosVN-`style`.ttf beside this file and return its path."""
    font = TTFont(SOURCE / f"Tinos-{style}.ttf", recalcTimestamp=False)
    options = Options(hinting=False, layout_features=[], name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    _rename(font, style)
    path = FOLDER / f"{FAMILY}-{style}.ttf"
    font.save(path)
    return path


def _rename(font: TTFont, style: str) -> None:
    full_style = style.replace("BoldItalic", "Bold Italic")
    new = {
        1: FAMILY,
        2: full_style,
        3: f"{FAMILY}-{style} from Tinos 1.33",
        4: f"{FAMILY} {full_style}",
        6: f"{FAMILY}-{style}",
        7: None,
    }
    table = font["name"]
    table.names = [record for record in table.names if record.platformID == 3]
    for record in list(table.names):
        if record.nameID in new:
            value = new[record.nameID]
            if value is None:
                table.names.remove(record)
            else:
                record.string = value


if __name__ == "__main__":
    for name in STYLES:
        font_file = cut(name)
        print(font_file.name, font_file.stat().st_size)
