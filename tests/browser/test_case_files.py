"""Case files on a tablet: one that is opened far down the list stands at its head."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from iso_audit.domain.account import Role
from iso_audit.i18n import translate
from iso_audit.storage import audits
from iso_audit.workflow.conducting import sampling
from tests.browser.conftest import Scene, person, running
from tests.conftest import AT
from tests.databases import Filled
from tests.workflow.lists import taken, usual


def test_a_case_file_opened_far_down_the_list_stands_at_its_head(
    chromium: Browser, team_of_three: Filled, tmp_path: Path
) -> None:
    file = tmp_path / "audits.duckdb"
    with team_of_three.opened(file) as database:
        leader = person(database, "truong-doan-2", Role.LEADER)
        with database.read() as cursor:
            audit = audits.by_code(cursor, "2017-01")
        assert audit is not None
        taken(database, audit.id, usual(), by=leader)
        for number in range(18):
            sampling.add_on_purpose(
                database, audit.id, f"CP-{number:02}", "complaint", by=leader, device="tablet", at=AT
            )
    with running(file, chromium) as app:
        scene = Scene(app, audit, chromium)
        page = scene.tablet("truong-doan-2", f"/sampling?audit={audit.id}&part=files")
        main = page.get_by_test_id("stMain")
        page.get_by_role("button", name="CP-17").scroll_into_view_if_needed()
        expect(main).not_to_have_js_property("scrollTop", 0)
        page.get_by_role("button", name="CP-17").click()
        expect(page.get_by_text(translate("vi", "sampling.files.checks_hint"))).to_be_visible()
        expect(main).to_have_js_property("scrollTop", 0)
