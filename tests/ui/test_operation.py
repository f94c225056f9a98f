"""The operation page: a leader makes a copy that is whole, others are refused; addresses and their QR codes."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from iso_audit.bootstrap import Installation
from iso_audit.domain.account import Account, Role
from iso_audit.domain.text import Language
from iso_audit.storage import activity
from iso_audit.storage.file import copies
from iso_audit.ui.operation import addresses
from iso_audit.workflow.conducting import tablets
from tests.conftest import AT, make_account
from tests.ui.conftest import app_of, read, shown, speaking

PAGE = str(Path(__file__).parents[2] / "iso_audit" / "ui" / "pages" / "operation.py")


def open_as(account: Account) -> AppTest:
    return app_of(PAGE, account).run()


def leader(installed: Installation, language: Language) -> Account:
    return speaking(installed.database, make_account(installed.database, "an", Role.LEADER), language)


@pytest.mark.parametrize(
    ("language", "never", "last"),
    [
        ("vi", "Chưa có bản sao nào", "Bản sao gần nhất: 11/07/2017 08:00, người lập: An"),
        ("en", "no copy", "Last copy"),
    ],
)
def test_a_leader_makes_a_copy_and_is_told_what_it_holds(
    empty: Installation, language: Language, never: str, last: str
) -> None:
    app = open_as(leader(empty, language))
    assert not app.exception
    assert never in shown(app)
    app.button(key="operation.make").click().run()
    assert not app.exception
    assert not app.error
    assert last in shown(app)
    assert never not in shown(app)
    with empty.database.read() as cursor:
        assert [act.action for act in activity.latest(cursor)] == ["backup_made"]


def test_what_is_downloaded_is_a_whole_copy(empty: Installation, tmp_path: Path) -> None:
    app = open_as(leader(empty, "vi"))
    app.button(key="operation.make").click().run()
    name, content, manifest = app.session_state["operation.made"]
    assert name == "audits-2017-07-11-080000.duckdb"
    (tmp_path / name).write_bytes(content)
    assert copies.verified(tmp_path / name) == manifest
    assert manifest.made_at == AT


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.VIEWER])
def test_others_are_refused(empty: Installation, role: Role) -> None:
    app = open_as(make_account(empty.database, "an", role))
    assert len(app.error) == 1
    assert not app.get("button")


def test_addresses_leave_out_loopback_and_start_with_the_likeliest() -> None:
    machine = {
        "127.0.0.1": "lo",
        "::1": "lo",
        "169.254.3.4": "usb",
        "203.0.113.9": "wan",
        "192.168.1.20": "Wi-Fi",
        "fe80::1": "Wi-Fi",
        "fd00::5": "Wi-Fi",
    }
    found = addresses.listed(here="http://localhost:8600/operation", port=8501, machine=machine, only_here=False)
    assert list(found) == [
        "http://192.168.1.20:8600",
        "http://203.0.113.9:8600",
        "http://169.254.3.4:8600",
        "http://[fd00::5]:8600",
    ]
    assert found["http://192.168.1.20:8600"] == "Wi-Fi"


def test_the_address_in_use_comes_first() -> None:
    found = addresses.listed(
        here="http://may-doan.local:8501/operation", port=8501, machine={"10.0.0.2": "eth0"}, only_here=False
    )
    assert list(found) == ["http://may-doan.local:8501", "http://10.0.0.2:8501"]


def test_behind_https_only_the_public_address_is_offered() -> None:
    found = addresses.listed(
        here="https://iso.example.gov.vn/operation", port=8501, machine={"10.0.0.2": "eth0"}, only_here=True
    )
    assert list(found) == ["https://iso.example.gov.vn"]


def test_this_machine_has_the_loopback_address() -> None:
    assert "127.0.0.1" in addresses.machine_addresses()


def test_a_qr_code_is_a_picture_with_a_quiet_zone() -> None:
    picture = Image.open(io.BytesIO(addresses.picture("http://192.168.1.20:8501"))).convert("L")
    side = picture.width
    assert picture.height == side >= 200
    edge = [picture.getpixel((x, y)) for x in range(side) for y in (0, 8, 16, 24, 31)]
    assert set(edge) == {255}
    assert picture.getextrema() == (0, 255)


@pytest.mark.parametrize(
    ("language", "told", "listed", "seen"),
    [
        (
            "vi",
            "Thiết bị của Minh, máy tính bảng iPad (12ab34): đồng hồ chậm 1 giờ 30 phút",
            ["chậm 1 giờ 30 phút", "đúng"],
            "11/07/2017 08:00",
        ),
        ("en", "its clock is 1 h 30 min behind", ["1 h 30 min behind", "right"], "11 Jul 2017 08:00"),
    ],
)
def test_a_leader_sees_which_tablets_clock_is_off(
    empty: Installation, language: Language, told: str, listed: list[str], seen: str
) -> None:
    reader = leader(empty, language)
    for person, device, off_by in (("minh", "iPad-12ab34", timedelta(minutes=-90)), ("hoa", "Android-1", timedelta())):
        by = make_account(empty.database, person, Role.MEMBER)
        tablets.note(empty.database, by=by, device=device, sent_at=AT + off_by, received_at=AT)
    app = open_as(reader)
    assert not app.exception
    assert told in shown(app)
    table = app.table[-1].value
    assert sorted(table.iloc[:, 2]) == sorted(listed)
    assert seen in {read(one) for one in table.iloc[:, 3]}


def test_before_any_tablet_sent_something_there_is_nothing_to_list(empty: Installation) -> None:
    assert "Chưa máy nào gửi dữ liệu" in shown(open_as(leader(empty, "vi")))
