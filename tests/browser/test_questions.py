"""Keeping the question bank on a tablet: drafted, tried on the card, put in force, begun from a file of others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from iso_audit.domain.account import Role
from iso_audit.domain.bank import Bank
from iso_audit.storage import audits
from iso_audit.workflow.questions import drafts
from tests.browser.conftest import Scene, person, running
from tests.browser.every_screen import settled
from tests.conftest import AT
from tests.databases import Filled
from tests.workflow.test_questions_intake import form

pytestmark = pytest.mark.browser

STANDARD = "TCVN ISO 9001:2008"
DRAFT_PAGE = f"/questions?edition={STANDARD}&part=draft"
AUDIT_WORK = re.compile("/api/(events|audits|photos)")
"""What a card sends and asks; the page itself asks whether the session lives."""
WAITING = """() => new Promise((resolve) => {
  indexedDB.open("iso-audit-waiting").onsuccess = ({ target }) => {
    const database = target.result;
    if (!database.objectStoreNames.length) return resolve([]);
    const name = database.objectStoreNames[0];
    database.transaction(name).objectStore(name).getAllKeys().onsuccess = (event) => resolve(event.target.result);
  };
})"""


@pytest.fixture(scope="module")
def scene(
    chromium: Browser, bank: Bank, team_of_three: Filled, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Scene]:
    """A quality officer who is in the team of audit 2017-01, and a draft called “Xem trên phiếu”."""
    file = tmp_path_factory.mktemp("questions") / "audits.duckdb"
    with team_of_three.opened(file) as database:
        officer = person(database, "lan", Role.QUALITY_OFFICER)
        drafts.begin(database, "Xem trên phiếu", bank, by=officer, at=AT)
        with database.read() as cursor:
            audit = audits.by_code(cursor, "2017-01")
    assert audit is not None
    with running(file, chromium) as app:
        yield Scene(app, audit, chromium)


def choose(page: Page, label: str, typed: str) -> None:
    """Choose the first of a list that what is typed leaves."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.fill(typed)
    page.get_by_role("option").first.tap()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def begin(page: Page, name: str) -> None:
    page.get_by_label("Tên dự thảo").fill(name)
    press(page, "Bắt đầu dự thảo")


def test_a_question_is_reworded_compared_and_put_in_force_on_a_tablet(scene: Scene) -> None:
    page = scene.tablet("lan", DRAFT_PAGE)
    choose(page, "Dự thảo", "+ Dự thảo mới")
    begin(page, "Sửa theo thông tư")
    choose(page, "Chọn để sửa", "P02")
    question = page.get_by_label("Câu hỏi (tiếng Việt)")
    expect(question).to_have_value(re.compile("TTHC bị bãi bỏ"))
    question.fill("TTHC bãi bỏ đã rút khỏi niêm yết chưa?")
    press(page, "Lưu")
    expect(page.get_by_text("Đã lưu Nội dung P02")).to_be_visible()
    page.get_by_text("So với phiên bản gốc (1)").tap()
    expect(page.locator(".ia-amendment")).to_contain_text("TTHC bãi bỏ đã rút khỏi niêm yết chưa?")
    page.get_by_label("Lý do").fill("Thông tư mới")
    press(page, "Áp dụng dự thảo")
    expect(page.get_by_text("Phiên bản 3 được dùng từ")).to_be_visible()
    page.get_by_role("tab", name="Xem, tìm").tap()
    expect(page.locator(".ia-question", has_text="TTHC bãi bỏ đã rút khỏi niêm yết chưa?")).to_be_visible()
    page.get_by_role("tab", name="Các phiên bản").tap()
    expect(page.locator(".ia-versions li", has_text="đang dùng")).to_contain_text("Thông tư mới")


def test_a_draft_tried_on_the_card_leaves_nothing_on_the_tablet_or_the_server(scene: Scene) -> None:
    page = scene.tablet("lan", DRAFT_PAGE)
    expect(page.get_by_role("combobox", name="Dự thảo", exact=True)).to_have_value("Xem trên phiếu")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if AUDIT_WORK.search(request.url) else None)
    settled(page)
    page.get_by_text("Xem trước trên phiếu").tap()
    settled(page)
    page.get_by_text("Mở phiếu xem trước").tap()
    expect(page.get_by_text("không có gì được lưu")).to_be_visible()
    first = page.locator("article[data-item]").first
    first.locator("[data-grade=conformity]").tap()
    expect(first.locator("[data-grade=conformity]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".mark.global")).to_contain_text("Bấm thử, không lưu")
    first.locator("textarea[data-field=evidence]").fill("thử ghi bằng chứng")
    page.reload()
    expect(page.get_by_text("Xem trước trên phiếu")).to_be_visible()
    assert page.evaluate(WAITING) == []
    assert sent == []


def test_a_form_of_another_program_becomes_a_draft(scene: Scene, tmp_path: Path) -> None:
    file = tmp_path / "phieu-cua-tinh.xlsx"
    file.write_bytes(form())
    page = scene.tablet("lan", DRAFT_PAGE)
    choose(page, "Dự thảo", "+ Dự thảo mới")
    page.get_by_text("Bắt đầu từ một tệp").tap()
    page.set_input_files("input[type=file]", file)
    expect(page.get_by_text("Biểu mẫu XLSForm")).to_be_visible()
    press(page, "Bắt đầu dự thảo từ tệp này")
    expect(page.get_by_role("combobox", name="Dự thảo", exact=True)).to_have_value("phieu-cua-tinh.xlsx")
    choose(page, "Chọn để sửa", "biển tên")
    expect(page.get_by_label("Câu hỏi (tiếng Việt)").last).to_have_value("Công chức có đeo biển tên không?")
