"""summary, demo and check-checklists."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run, process

SENTENCE = (
    "Kiểm tra ISO tại 10 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 08 đơn vị. "
    "Kết quả 08 đơn vị có duy trì ISO, trong đó 01 đơn vị chưa hiệu quả."
)


def test_the_sample_year_in_the_words_of_the_report(sample_file: Path) -> None:
    done = process("summary", "--year", "2017", "--database", sample_file)
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").splitlines() == [SENTENCE]


def test_the_sample_is_called_a_sample(run: Run, sample_file: Path) -> None:
    assert "Dữ liệu mẫu" in run("summary", "--database", sample_file).err


def test_the_summary_in_english(run: Run, sample_file: Path) -> None:
    done = run("summary", "--database", sample_file, "--language", "en")
    assert done.out == (
        "ISO inspection planned at 10 agencies. Inspected so far: 8 agencies. "
        "Result: 8 agencies maintain their ISO system, 1 of them not effectively.\n"
    )


def test_a_year_without_a_programme_is_said(run: Run, sample_file: Path) -> None:
    done = run("summary", "--year", "2016", "--database", sample_file)
    assert (done.code, done.out, done.err) == (1, "", "Năm 2016 chưa có chương trình kiểm tra.\n")


@pytest.mark.one_zone("the sample years are filled for other tests in every zone")
def test_the_demo_fills_an_unused_database_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "demo.duckdb"
    assert run("demo", "--database", path).code == 0
    assert run("summary", "--database", path).out == SENTENCE + "\n"
    again = run("demo", "--database", path)
    assert again.code == 1
    assert again.err == "Cơ sở dữ liệu này đã có dữ liệu nên không nạp dữ liệu mẫu.\n"


@pytest.mark.one_zone("the sample years are filled for other tests in every zone")
def test_the_harder_demo_holds_its_own_years(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "harder.duckdb"
    assert run("demo", "--harder", "--database", path).out == f"Đã nạp dữ liệu mẫu các năm 2019 và 2021 vào {path}.\n"
    assert "tại 04 cơ quan, đơn vị. Đến nay đã thực hiện kiểm tra tại 03" in run("summary", "--database", path).out
    assert "tại 02 cơ quan, đơn vị" in run("summary", "--year", "2019", "--database", path).out


def test_the_demo_of_two_editions_holds_both_years(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "editions.duckdb"
    done = run("demo", "--editions", "--database", path)
    assert done.out == f"Đã nạp dữ liệu mẫu các năm 2017 và 2026 vào {path}.\n"
    assert "tại 02 cơ quan, đơn vị" in run("summary", "--year", "2026", "--database", path).out


def test_the_shipped_checklists_are_right(run: Run) -> None:
    done = run("check-checklists")
    assert (done.code, done.err) == (0, "")
    assert "116" in done.out


def test_every_fault_of_a_checklist_is_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "phrases.toml").write_text("[[phrase]\n", "utf-8")
    (tmp_path / "bank.toml").write_text("[bank\n", "utf-8")
    done = run("check-checklists", tmp_path, "--language", "en")
    assert (done.code, done.out) == (1, "")
    assert [line.partition(",")[0] for line in done.err.splitlines()[:2]] == ["bank.toml", "phrases.toml"]


def test_a_faulty_bank_loads_no_sample(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.toml").write_text("[", "utf-8")
    done = run("demo", "--database", tmp_path / "a.duckdb", ISO_AUDIT_CHECKLISTS=str(tmp_path))
    assert done.code == 1
    assert "bank.toml" in done.err
    assert not (tmp_path / "a.duckdb").exists()
