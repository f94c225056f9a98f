"""A form of a province as it may stand in KoboToolbox: a hundred questions in three languages, every kind of row."""

from collections.abc import Iterator

from iso_audit.domain.sheet import Cell
from tests.checklist_formats.forms import Sheets

TOPICS = [
    ("Hệ thống tài liệu", "Documentation", "Documentation"),
    ("Kiểm soát hồ sơ", "Control of records", "Maîtrise des enregistrements"),
    ("Cam kết của lãnh đạo", "Commitment", "Engagement"),
    ("Mục tiêu năm", "Yearly objectives", "Objectifs annuels"),
    ("Đào tạo", "Training", "Formation"),
    ("Bộ phận một cửa", "One-stop unit", "Guichet unique"),
    ("Giải quyết hồ sơ", "Handling of case files", "Traitement des dossiers"),
    ("Ý kiến người dân", "Citizens' opinions", "Avis des usagers"),
    ("Đánh giá nội bộ", "Internal audit", "Audit interne"),
    ("Khắc phục", "Corrective action", "Actions correctives"),
]
ASKED = [
    ("có quy định bằng văn bản không?", "is it laid down in writing?", "est-ce écrit ?"),
    ("người thực hiện có biết không?", "do those who do it know?", "les agents le savent-ils ?"),
    ("có hồ sơ của năm nay không?", "are there this year's records?", "y a-t-il des traces cette année ?"),
    ("có được xem xét lại không?", "is it reviewed?", "est-ce revu ?"),
    ("có đúng thời hạn không?", "is it on time?", "est-ce à temps ?"),
    ("có số liệu không?", "are there figures?", "y a-t-il des chiffres ?"),
    ("sai sót có được sửa không?", "are mistakes mended?", "corrige-t-on les erreurs ?"),
]
LANGUAGES = ("Tiếng Việt (vi)", "English (en)", "Français (fr)")
CHOICES = [
    ("muc_do", "1", "Đạt", "Conforms", "Conforme"),
    ("muc_do", "2", "Đạt một phần", "Partly", "Partiellement"),
    ("muc_do", "3", "Không đạt", "Does not conform", "Non conforme"),
    ("muc_do", "9", "Không áp dụng", "Not applicable", "Sans objet"),
    ("kenh", "a", "Trực tiếp", "At the desk", "Au guichet"),
    ("kenh", "b", "Trực tuyến", "Online", "En ligne"),
]
Row = tuple[str, ...]


def _rows() -> Iterator[Row]:
    """Give rows: type, name, three labels, two hints, relevant, required, constraint, appearance."""
    yield ("start", "start")
    yield ("deviceid", "deviceid")
    yield ("note", "chao", "Phiếu kiểm tra hệ thống quản lý", "Inspection form", "Fiche d'inspection")
    yield ("date", "ngay_kiem_tra", "Ngày kiểm tra", "Day of the visit", "Jour de la visite")
    for number, topic in enumerate(TOPICS, start=4):
        group = f"nhom_{number}"
        yield ("begin_group", group, *(f"{number}.1 {text}" for text in topic), "", "", "", "", "", "field-list")
        for place, asked in enumerate(ASKED):
            name = f"c{number}_{place}"
            words = [f"{text}: {question}" for text, question in zip(topic, asked, strict=True)]
            before = (
                f"${{c{number}_{place - 1}}} = '3' or selected(${{c{number}_{place - 1}}}, '2')" if place == 6 else ""
            )
            yield ("select_one muc_do", name, *words, f"Xem sổ {name}", f"See book {name}", before, "yes")
            if place % 2:
                yield ("text", f"{name}_note", "Ghi chú", "Remarks", "Remarques", "", "", f"${{{name}}} = '3'")
            if place == 2:
                yield ("image", f"{name}_photo", "Ảnh", "Photograph", "Photo")
        yield (
            "integer",
            f"so_{group}",
            "Có bao nhiêu trường hợp?",
            "How many cases?",
            "Combien de cas ?",
            "",
            "",
            "",
            "",
            ". >= 0",
        )
        yield ("select_multiple kenh", f"kenh_{group}", "Qua kênh nào?", "By which ways?", "Par quels moyens ?")
        yield ("begin_group", f"trong_{group}", "Hỏi thêm", "More", "Encore")
        yield ("select_one muc_do", f"them_{group}", "Còn gì khác đạt không?", "Anything else?", "Autre chose ?")
        yield ("end_group", "")
        yield ("end_group", "")
    yield ("calculate", "tong", "", "", "", "", "", "", "", "")


QUESTION_COUNT = 1 + len(TOPICS) * (len(ASKED) + 3)


def own_way() -> Sheets:
    """Return the form as XLSForm's own reference writes one."""
    labels, hints = [f"label::{one}" for one in LANGUAGES], [f"hint::{one}" for one in LANGUAGES[:2]]
    columns = ["type", "name", *labels, *hints, "relevant", "required", "constraint", "appearance", "calculation"]
    lines: list[list[Cell]] = [[*columns]]
    for row in _rows():
        cells: list[Cell] = [cell or None for cell in row] + [None] * (len(columns) - len(row))
        lines.append([*cells[:-1], "1 + 1" if row[0] == "calculate" else None])
    return {
        "survey": lines,
        "choices": [["list_name", "name", *labels], *map(list, CHOICES)],
        "settings": [
            ["form_title", "form_id", "version", "default_language"],
            ["Phiếu tỉnh", "phieu_tinh", "7", LANGUAGES[0]],
        ],
    }


def odd_headings() -> Sheets:
    """Return it with headings in capitals and blanks, rows and columns of nothing, and sheets called otherwise."""
    sheets = own_way()
    first, *lines = sheets["survey"]
    survey: list[list[Cell]] = [
        [f"  {str(one).replace('::', ' :: ').title() if '::' not in str(one) else one} " for one in first],
        [],
    ]
    for line in lines:
        survey += [[*line, None, " "], [None] * 4]
    survey[0][0], survey[0][1] = "TYPE", "Name "
    return {" Survey": survey, "CHOICES": [*sheets["choices"], []], "Settings": sheets["settings"]}


def single_colon() -> Sheets:
    """Return it with single colons and short names of languages, as old forms have them."""
    short = {f"{base}::{one}": f"{base}:{one[-3:-1]}" for base in ("label", "hint") for one in LANGUAGES}
    sheets = own_way()
    for name in ("survey", "choices"):
        sheets[name][0] = [short.get(str(one), one) for one in sheets[name][0]]
    return sheets


def old_words() -> Sheets:
    """Return it with the words of old forms for types and columns, and numbers as a spreadsheet stores them."""
    words = {
        "select_one muc_do": "select one from muc_do",
        "select_multiple kenh": "select all that apply from kenh",
        "begin_group": "begin group",
        "end_group": "end group",
        "image": "photo",
        "integer": "int",
    }
    sheets = own_way()
    sheets["survey"] = [
        [words.get(str(cell), cell) if not place else cell for place, cell in enumerate(line)]
        for line in sheets["survey"]
    ]
    headings = {"relevant": "relevance", "calculation": "calculate"}
    sheets["survey"][0] = [headings.get(str(one), one) for one in sheets["survey"][0]]
    sheets["choices"] = [[float(cell) if str(cell).isdigit() else cell for cell in line] for line in sheets["choices"]]
    sheets["choices"][0][0] = "list name"
    return sheets
