"""Two laptops in two real browsers: one audit worked on apart, carried home in a file, merged, and settled."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from iso_audit.domain.account import Account, Role
from iso_audit.domain.bank import Bank
from iso_audit.domain.programme import Audit
from iso_audit.storage.database import open_database
from iso_audit.workflow import accounts
from iso_audit.workflow.conducting import NewEvent, record
from iso_audit.workflow.ids import new_id
from tests.browser.conftest import CHEAP, PASSWORD, Scene
from tests.browser.running_app import RunningApp
from tests.conftest import AT, plan_audit, reread

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def grade(file: Path, audit: Audit, account: Account, value: str) -> None:
    database = open_database(file, at=AT)
    event = NewEvent(new_id(AT), audit.id, "item:P01", "grade", value, AT)
    assert not record(database, [event], by=reread(database, account), device="tablet", at=AT).refused
    database.close()


@pytest.fixture
def laptops(chromium: Browser, bank: Bank, tmp_path: Path) -> Iterator[tuple[Scene, Scene]]:
    """The office's app and the road's, begun as copies of one file; Minh and Hoa judged the same item differently."""
    office, road = tmp_path / "office.duckdb", tmp_path / "road.duckdb"
    database = open_database(office, at=AT)
    leader, minh, hoa = (
        accounts.make_account(
            database, username=name, name=name.title(), role=role, password=PASSWORD, by=None, at=AT, hasher=CHEAP
        )
        for name, role in (("truong-doan", Role.LEADER), ("minh", Role.MEMBER), ("hoa", Role.MEMBER))
    )
    audit = plan_audit(database, bank, leader, minh, hoa)
    database.close()
    shutil.copy(office, road)
    grade(office, audit, minh, "conformity")
    grade(road, audit, hoa, "minor_nonconformity")
    apps = [RunningApp(file) for file in (office, road)]
    for app in apps:
        app.start()
    yield Scene(apps[0], audit, chromium), Scene(apps[1], audit, chromium)
    for context in chromium.contexts:
        context.close()
    for app in apps:
        app.kill()


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
