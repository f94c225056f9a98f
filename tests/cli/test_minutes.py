"""minutes: issued where they were issued, drafts elsewhere, one file or all, never half a file."""

import subprocess
from pathlib import Path

from iso_audit.cli.console import write_whole
from tests.cli.conftest import Run


def test_all_minutes_of_the_sample_year(run: Run, sample_file: Path, tmp_path: Path) -> None:
    done = run("minutes", "--all", "--out", tmp_path / "out", "--database", sample_file)
    assert (done.code, done.err) == (0, "")
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 10
    assert all(file.read_bytes().startswith(b"%PDF") for file in files)
    assert len([line for line in done.out.splitlines() if "đã ban hành" in line]) == 8
    assert len([line for line in done.out.splitlines() if "bản nháp" in line]) == 2


def test_issued_minutes_are_the_same_bytes_each_time(run: Run, sample_file: Path, tmp_path: Path) -> None:
    for name in ("one.pdf", "two.pdf"):
        assert run("minutes", "--audit", "2017-01", "--out", tmp_path / name, "--database", sample_file).code == 0
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_a_language_they_were_not_issued_in_gives_their_edition_in_it(
    run: Run, sample_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "en.pdf"
    done = run("minutes", "--audit", "2017-01", "--out", out, "--database", sample_file, "--language", "en")
    assert "issued" in done.out
    assert "Translation for reference" in subprocess.check_output(["pdftotext", out, "-"], text=True)
    assert run("verify", out, "--database", sample_file).out.startswith("Nội dung đúng")


def test_an_unknown_audit_is_said_and_writes_nothing(run: Run, sample_file: Path, tmp_path: Path) -> None:
    done = run("minutes", "--audit", "2017-99", "--out", tmp_path / "a.pdf", "--database", sample_file)
    assert (done.code, done.err) == (1, "Không có cuộc kiểm tra nào mang mã 2017-99.\n")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file_and_a_file_no_folder(run: Run, sample_file: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    one = run("minutes", "--audit", "2017-01", "--out", tmp_path, "--database", sample_file)
    every = run("minutes", "--all", "--out", tmp_path / "file", "--database", sample_file)
    assert (one.code, every.code) == (1, 1)
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "a.pdf", b"first")
    write_whole(tmp_path / "new" / "a.pdf", b"second")
    assert [(file.name, file.read_bytes()) for file in (tmp_path / "new").iterdir()] == [("a.pdf", b"second")]
