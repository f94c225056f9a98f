"""A document with every kind of node of the content tree, and every field of each set to something of its own."""

import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from iso_audit.minutes import fingerprint, tree
from iso_audit.minutes.tree import Document

PICTURE = b"\xff\xd8\xff a picture"
IMAGE = tree.Image(PICTURE, 64, 48, hashlib.sha256(PICTURE).hexdigest(), 1)
DRAWING = tree.Drawing((((0.1, 0.2), (0.3, 0.4)), ((0.5, 0.6),)), 2.5)
TABLE = tree.Table(
    columns=(tree.Column(17, "center"), tree.Column(59.5)),
    header=("Mục", "Nội dung"),
    rows=(
        tree.Row((tree.Cell("P01*"), tree.Cell("đã xem", bold=True, mark="ticked", lead="7.5:"))),
        tree.Row((tree.Cell("cả hàng"),)),
    ),
    dense=True,
    row_height=10.5,
    together=True,
)
SIGNATORIES = (
    tree.Signatory("TRƯỞNG ĐOÀN", "(ký)", "Lê Văn A", "Phó Giám đốc", "đã ký", "leader", DRAWING),
    tree.Signatory("THƯ KÝ", "(ký)", "", place="secretary"),
)
NAKED = Document(
    language="vi",
    profile="tt01-2011",
    number="01/BB-ĐKT",
    kind="BIÊN BẢN",
    about="Kiểm tra việc áp dụng",
    header=tree.Header("UBND TỈNH", "SỞ", "Số: 01/BB-ĐKT", "CỘNG HÒA", "Độc lập", "Nơi đó, ngày 05/3/2017"),
    blocks=(
        tree.Heading("I. Phần một", 1),
        tree.Paragraph("Một đoạn\nhai dòng", "item", "1."),
        tree.KeyValues((("Địa chỉ", "Số 1;"), ("Số người", "12."))),
        TABLE,
        tree.Photos((tree.Photo(IMAGE, "Ảnh 1. Kho", "abcdef012345"),)),
        tree.PageBreak(),
        tree.SignatureBlock(SIGNATORIES),
        tree.Recipients("Nơi nhận:", ("- Như trên;", "- Lưu.")),
    ),
    footer=tree.Footer("01/BB-ĐKT, lần 1", f"Trang {tree.PAGE}/{tree.TOTAL}"),
    metadata=tree.Metadata(
        "Biên bản 01", "Sở", "Kiểm tra", datetime(2017, 3, 5, 16, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    ),
    annexes=(tree.Annex("PHỤ LỤC I", "Bộ câu hỏi", "kèm biên bản", (tree.Paragraph("nằm ngang"),), landscape=True),),
    sample_mark="DỮ LIỆU MẪU",
    draft_mark="DỰ THẢO 1",
    landscape=True,
)
EVERY_NODE = fingerprint.verified(NAKED, "01/BB-DKT V1", label="Mã kiểm chứng")
