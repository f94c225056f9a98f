"""What the tests of the minutes share: a small document around given blocks, and reading a PDF back."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from iso_audit.minutes.tree import PAGE, TOTAL, Block, Document, Footer, Header, Metadata


@pytest.fixture
def document() -> Callable[..., Document]:
    """Return a maker of small documents: blocks first, then any field of Document."""

    def make(*blocks: Block, **fields: object) -> Document:
        given: dict[str, object] = {
            "language": "vi",
            "profile": "nd30-2020",
            "number": "05/BB-ĐKT",
            "kind": "BIÊN BẢN",
            "about": "Kiểm tra tại Cơ quan Mẫu",
            "header": Header(
                "UBND TỈNH MẪU",
                "ĐOÀN KIỂM TRA",
                "Số: 05/BB-ĐKT",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "Tỉnh Mẫu, ngày 05 tháng 9 năm 2017",
            ),
            "blocks": blocks,
            "footer": Footer("05/BB-ĐKT", f"Trang {PAGE}/{TOTAL}"),
            "metadata": Metadata("Biên bản", "Đoàn kiểm tra", "Kiểm tra"),
        }
        return Document(**(given | fields))  # type: ignore[arg-type]

    return make


@pytest.fixture
def text_of(tmp_path: Path) -> Callable[..., str]:
    """Return a reader of PDF bytes: the text as pdftotext gives it, raw unless another mode is asked."""

    def read(pdf: bytes, *options: str) -> str:
        file = tmp_path / "read.pdf"
        file.write_bytes(pdf)
        command = ["pdftotext", *(options or ("-raw",)), str(file), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return read


@pytest.fixture
def run_on(tmp_path: Path) -> Callable[..., str]:
    """Return a runner of a PDF tool on PDF bytes; its output and errors come back as one text."""

    def run(pdf: bytes, *command: str) -> str:
        file = tmp_path / "run.pdf"
        file.write_bytes(pdf)
        done = subprocess.run([*command, str(file)], check=False, capture_output=True)
        return (done.stdout + done.stderr).decode("utf-8", "replace")

    return run
