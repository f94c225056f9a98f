"""verify and sign: exit codes people can build on, one sentence for each outcome."""

import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.pdf_signatures.certificates import NOW, PASSWORD, Authority, authority


@pytest.fixture(scope="module")
def root() -> Authority:
    return authority()


@pytest.fixture
def issued(run: Run, sample_file: Path, tmp_path: Path) -> Path:
    out = tmp_path / "issued.pdf"
    assert run("minutes", "--audit", "2017-01", "--out", out, "--database", sample_file).code == 0
    return out


@pytest.fixture
def key(root: Authority, tmp_path: Path) -> Path:
    file = tmp_path / "key.p12"
    file.write_bytes(root.key_file("Người ký", since=NOW.replace(year=2017, month=1, day=1), days=20_000))
    return file


def sign(run: Run, monkeypatch: pytest.MonkeyPatch, *arguments: object, password: str = PASSWORD):
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    return run("sign", *arguments, "--password-stdin")


def test_issued_minutes_verify_with_zero(run: Run, sample_file: Path, issued: Path) -> None:
    done = run("verify", issued, "--database", sample_file)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Đúng là biên bản đã ban hành và đang có hiệu lực.")
    assert "Biên bản số 01/BB-ĐKT (Cơ quan mẫu 01, kiểm tra ngày 11/7/2017), bản 1, ban hành lúc" in done.out


def test_anything_else_verifies_with_one(run: Run, sample_file: Path, issued: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(issued.read_bytes()[:-1] + b" ")
    foreign = tmp_path / "foreign.pdf"
    foreign.write_bytes(b"%PDF-1.4")
    one, other = (run("verify", file, "--database", sample_file) for file in (changed, foreign))
    assert (one.code, one.out.splitlines()[0]) == (
        1,
        "Tệp này ghi là biên bản dưới đây nhưng không còn nguyên như tệp đã ban hành. Có thể nội dung đã bị sửa, "
        "cũng có thể chỉ do lưu lại bằng phần mềm khác; hãy dùng tệp gốc, không dùng tệp này.",
    )
    assert (other.code, other.out.startswith("Không nhận ra tệp này")) == (1, True)


def test_a_file_that_is_not_there_is_said(run: Run, sample_file: Path, tmp_path: Path) -> None:
    done = run("verify", tmp_path / "none.pdf", "--database", sample_file)
    assert (done.code, done.out) == (1, "")
    assert "none.pdf" in done.err


def test_a_signed_copy_verifies_with_zero_and_names_the_signature(
    run: Run,
    sample_file: Path,
    issued: Path,
    key: Path,
    root: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    signed, trusted = tmp_path / "signed.pdf", tmp_path / "root.pem"
    trusted.write_bytes(root.pem)
    done = sign(run, monkeypatch, issued, "--field", "leader", "--p12", key, "--out", signed)
    assert (done.code, done.err) == (0, "")
    told = run("verify", signed, "--root", trusted, "--database", sample_file)
    assert told.code == 0
    assert "Chữ ký số tại ô “Trưởng đoàn”: Người ký" in told.out
    assert "leader" not in told.out
    assert "còn nguyên vẹn; chứng thư dẫn đến chứng thư gốc đã cho" in told.out


def test_a_wrong_password_writes_no_file(
    run: Run, issued: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "signed.pdf"
    done = sign(run, monkeypatch, issued, "--field", "leader", "--p12", key, "--out", out, password="sai")
    assert (done.code, done.err, out.exists()) == (1, "Mật khẩu của tệp khóa không đúng.\n", False)


def test_a_field_that_is_signed_is_said(
    run: Run, issued: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = tmp_path / "signed.pdf"
    arguments = ("--field", "leader", "--p12", key, "--out")
    assert sign(run, monkeypatch, issued, *arguments, signed).code == 0
    again = sign(run, monkeypatch, signed, *arguments, tmp_path / "again.pdf")
    assert (again.code, again.err) == (1, "Ô ký “trưởng đoàn” đã có chữ ký số.\n")
