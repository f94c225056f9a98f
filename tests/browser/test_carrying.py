"""Two laptops in two real browsers: one audit worked on apart, carried home in a file, merged, and settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from iso_audit.domain.programme import Audit
from iso_audit.storage import accounts, audits
from iso_audit.storage.opening import open_database
from iso_audit.workflow.conducting.recording import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.browser.conftest import Scene, running
from tests.databases import AT, Filled

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def grade(file: Path, username: str, value: str) -> Audit:
    """Record a grade of somebody in the file's only audit, and return the audit."""
    database = open_database(file, at=AT)
    with database.read() as cursor:
        audit, found = audits.by_code(cursor, "2017-01"), accounts.by_username(cursor, username)
    assert found is not None
    event = NewEvent(new_id(AT), audit.id, "item:P01", "grade", value, AT)
    assert not record(database, [event], by=found[0], device="tablet", at=AT).refused
    database.close()
    return audit


@pytest.fixture
def laptops(chromium: Browser, team_of_three: Filled, tmp_path: Path) -> Iterator[tuple[Scene, Scene]]:
    """The office's app and the road's, begun as copies of one file; Minh and Hoa judged the same item differently."""
    office, road = (team_of_three.as_file(tmp_path / name) for name in ("office.duckdb", "road.duckdb"))
    audit = grade(office, "minh", "conformity")
    grade(road, "hoa", "minor_nonconformity")
    with running(office, chromium) as here, running(road, chromium) as there:
        yield Scene(here, audit, chromium), Scene(there, audit, chromium)


def exported(page: Page, folder: Path) -> Path:
    """Make the file on the page, download it and return it."""
    page.get_by_role("button", name="Lập tệp").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải 2017").click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_an_audit_is_carried_home_and_the_disagreement_is_shown(laptops: tuple[Scene, Scene], tmp_path: Path) -> None:
    office, road = laptops
    file = exported(road.tablet("truong-doan", "/exchange"), tmp_path)
    assert file.suffix == ".isoaudit"
    page = office.tablet("truong-doan", "/exchange", size=PHONE)
    page.get_by_role("tab", name="Nhận từ tệp").click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Nhận vào dữ liệu ở đây").click()
    expect(page.get_by_text("Đã ghép vào cuộc kiểm tra 2017-01 (Cơ quan thử).")).to_be_visible()
    expect(page.get_by_text("Có 1 chỗ ghi khác nhau vừa xuất hiện")).to_be_visible()
    page.get_by_role("link", name="Mở trang Họp đoàn").click()
    expect(page.get_by_text("Ý kiến khác nhau (1)")).to_be_visible()
    expect(page.get_by_text("Hoa", exact=False).first).to_be_visible()
