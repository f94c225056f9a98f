"""What the card says of the tablet's own storage: kept once it is on the disk, and plainly when it cannot be."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.card.card_page import item, saved, tap, text
from tests.card.stage import AUDIT
from tests.pictures import file, photo

pytestmark = pytest.mark.browser

HOLD = """() => {
    const open = IDBFactory.prototype.open;
    const released = new Promise((go) => { window.release = go; });
    IDBFactory.prototype.open = function (...told) {
        const request = open.apply(this, told);
        const set = (act) => request.addEventListener("success", (event) => released.then(() => act(event)));
        Object.defineProperty(request, "onsuccess", { set });
        return request;
    };
    const later = window.setTimeout;
    window.setTimeout = (act, wait, ...told) => later(act, wait >= 5_000 ? wait * 20 : wait, ...told);
}"""
CLOSED = """() => {
    const begin = IDBDatabase.prototype.transaction;
    window.closings = 0;
    IDBDatabase.prototype.transaction = function (...told) {
        if (window.closings > 0) {
            window.closings -= 1;
            throw new DOMException("The database connection is closing.", "InvalidStateError");
        }
        return begin.apply(this, told);
    };
}"""
DURABILITY = """() => {
    const begin = IDBDatabase.prototype.transaction;
    window.asked = {};
    IDBDatabase.prototype.transaction = function (...told) {
        const begun = begin.apply(this, told);
        if (begun.mode === "readwrite") window.asked[this.name] = begun.durability;
        return begun;
    };
}"""
KEEP_PHOTO = """(told) => new Promise((done) => {
    indexedDB.open("iso-audit-photos", 1).onsuccess = ({ target }) => {
        const writing = target.result.transaction(["photo", "bytes"], "readwrite");
        writing.objectStore("photo").put(told, `minh|${told.audit}|${told.id}`);
        writing.objectStore("bytes").put(new Uint8Array(3).buffer, `minh|${told.audit}|${told.id}`);
        writing.oncomplete = done;
    };
})"""
PREFIX = "iso-audit:account:minh:"
IDS = [f"0198f000-0000-7000-8000-00000000000{number}" for number in range(4)]


def offline(page: Page) -> None:
    page.route("**/api/**", lambda route: route.abort())


def online(page: Page) -> None:
    page.unroute("**/api/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")


def mark(page: Page):
    return page.locator(".mark.global")


def quota(page: Page, size: int | None) -> None:
    told = {"origin": page.evaluate("location.origin"), **({} if size is None else {"quotaSize": size})}
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", told)


def left_by_the_older_release(page: Page, values: dict[str, object], prefix: str = PREFIX) -> None:
    told = {prefix + key: json.dumps(value) for key, value in values.items()}
    page.evaluate("(told) => Object.entries(told).forEach(([key, text]) => localStorage.setItem(key, text))", told)


def event(number: int, subject: str, field: str, value: str) -> dict[str, object]:
    told = {"id": IDS[number], "audit": AUDIT, "subject": subject, "field": field, "value": value}
    return {**told, "made_at": 1_760_000_000_000, "replaces": [], "device": "iPad-1"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("vi", "trình duyệt có thể xóa phần chưa gửi"), ("en", "the browser may delete what is not sent")],
)
def test_a_browser_that_does_not_promise_to_keep_is_named_while_something_waits(tablet, language, sentence):
    page = tablet("minh", item="P01", language=language)
    expect(page.locator(".notices")).to_be_empty()
    offline(page)
    tap(page, "P01", "conformity")
    expect(page.locator(".notices .quiet")).to_contain_text(sentence)
    online(page)
    saved(page)
    expect(page.locator(".notices")).to_be_empty()


def test_a_browser_that_promises_to_keep_is_not_named(tablet):
    page = tablet("minh", item="P01")
    page.add_init_script("StorageManager.prototype.persist = async () => true")
    offline(page)
    page.reload()
    tap(page, "P01", "conformity")
    expect(mark(page)).to_have_text("Chưa gửi: 1 – đã giữ trên máy này")
    expect(page.locator(".notices")).to_be_empty()


def test_kept_is_said_after_the_disk_has_it_and_not_before(tablet, tmp_path):
    page = tablet("minh", item="P01")
    page.add_init_script(f"({HOLD})()")
    offline(page)
    page.reload()
    tap(page, "P01", "conformity")
    item(page, "P01").locator("input[data-photos=library]").set_input_files(file(tmp_path, "a.jpg", photo(200, 150)))
    expect(item(page, "P01").locator(".mark")).to_have_text("Đang lưu vào máy này…")
    expect(mark(page)).to_have_attribute("data-standing", "keeping")
    expect(item(page, "P01").locator(".photo-tile.keeping")).to_contain_text("đang lưu")
    page.evaluate("release()")
    expect(mark(page)).to_have_text("Chưa gửi: 3 – đã giữ trên máy này")
    expect(item(page, "P01").locator(".photo-tile.waiting")).to_have_count(1)
    expect(item(page, "P01").locator(".mark")).to_have_attribute("data-standing", "kept")


def test_every_write_that_is_called_kept_asks_for_the_disk(tablet, tmp_path):
    page = tablet("minh", item="P01")
    page.add_init_script(f"({DURABILITY})()")
    offline(page)
    page.reload()
    item(page, "P01").locator("input[data-photos=library]").set_input_files(file(tmp_path, "a.jpg", photo(200, 150)))
    expect(mark(page)).to_have_attribute("data-standing", "kept")
    expect(item(page, "P01").locator(".photo-tile.waiting")).to_have_count(1)
    assert page.evaluate("asked") == {"iso-audit-waiting": "strict", "iso-audit-photos": "strict"}


def test_what_is_typed_before_the_tablet_was_read_stands_below_what_waited_there(tablet, stage):
    page = tablet("minh", item="P01")
    offline(page)
    text(page, "P01").fill("Đã xem sổ")
    text(page, "P02").fill("Đã xem kế hoạch")
    text(page, "P02").blur()
    expect(mark(page)).to_have_text("Chưa gửi: 2 – đã giữ trên máy này")
    page.add_init_script(f"({HOLD})()")
    page.reload()
    text(page, "P01").press_sequentially("trang 12")
    tap(page, "P01", "conformity")
    page.evaluate("release()")
    expect(text(page, "P02")).to_have_value("Đã xem kế hoạch")
    expect(text(page, "P01")).to_have_value("Đã xem sổ\ntrang 12")
    online(page)
    saved(page)
    journal = stage.stage.journal()
    assert journal[("item:P01", "evidence")] == ["Đã xem sổ\ntrang 12"]
    assert journal[("item:P02", "evidence")] == ["Đã xem kế hoạch"]
    assert journal[("item:P01", "grade")] == ["conformity"]


def test_full_storage_is_said_until_there_is_room(tablet, stage):
    page = tablet("minh", item="P01")
    offline(page)
    quota(page, 1)
    tap(page, "P01", "conformity")
    expect(page.locator(".notices")).to_contain_text("Bộ nhớ của máy đã đầy")
    expect(mark(page)).to_have_text("Chưa gửi: 1 – chỉ có trong trang này")
    expect(item(page, "P01").locator(".mark")).to_have_text("Chưa gửi – chỉ có trong trang này")
    quota(page, None)
    expect(mark(page)).to_have_text("Chưa gửi: 1 – đã giữ trên máy này")
    quota(page, 1)
    online(page)
    saved(page)
    page.reload()
    expect(mark(page)).to_have_text("Chưa có gì cần lưu")
    assert stage.stage.count() == 1


def test_without_storage_the_card_says_so_and_sends_all_the_same(tablet, stage):
    page = tablet("minh", item="P01")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { return undefined; } })")
    offline(page)
    page.reload()
    expect(page.locator(".notices")).to_contain_text("Trình duyệt không cho lưu trên máy này")
    tap(page, "P01", "conformity")
    text(page, "P01").fill("Đã xem sổ")
    text(page, "P01").blur()
    expect(mark(page)).to_have_text("Chưa gửi: 2 – chỉ có trong trang này")
    online(page)
    saved(page)
    assert stage.stage.count() == 2


def test_a_database_that_the_browser_closed_is_opened_again(tablet):
    page = tablet("minh", item="P01")
    page.add_init_script(f"({CLOSED})()")
    page.reload()
    expect(page.locator("[data-act=rest]")).to_be_visible()
    offline(page)
    page.evaluate("() => { window.closings = 1; }")
    tap(page, "P01", "conformity")
    expect(mark(page)).to_have_text("Chưa gửi: 1 – đã giữ trên máy này")
    page.evaluate("() => { window.closings = 3; }")
    tap(page, "P02", "conformity")
    expect(mark(page)).to_have_text("Chưa gửi: 2 – đã giữ trên máy này")
    page.evaluate("() => { window.closings = 1; }")
    page.reload()
    expect(mark(page)).to_have_text("Chưa gửi: 2 – đã giữ trên máy này")


def test_what_an_older_release_left_in_local_storage_is_moved_and_sent_once(tablet, stage):
    page = tablet("hoa", item="P01")
    draft = {"subject": "item:P03", "field": "evidence", "text": "Đang viết dở", "seen": []}
    refusal = {"event": event(1, "item:P02", "evidence", "Giá trị bị từ chối"), "message": "Cuộc kiểm tra đã bị hủy."}
    left_by_the_older_release(
        page,
        {
            f"event:{AUDIT}:{IDS[0]}": event(0, "item:P01", "grade", "observation"),
            f"refused:{IDS[1]}": refusal,
            f"draft:{AUDIT}:item:P03|evidence": draft,
            f"note:{AUDIT}:P1": "Lý do chung viết dở",
        },
    )
    page.goto(stage.url("minh", item="P01"))
    expect(item(page, "P02").locator(".refusal")).to_contain_text("Giá trị bị từ chối")
    expect(page.locator("#rest-reason")).to_have_value("Lý do chung viết dở")
    saved(page)
    expect(text(page, "P03")).to_have_value("Đang viết dở")
    journal = stage.stage.journal()
    assert journal == {("item:P01", "grade"): ["observation"], ("item:P03", "evidence"): ["Đang viết dở"]}
    assert page.evaluate("(prefix) => Object.keys(localStorage).filter((key) => key.startsWith(prefix))", PREFIX) == []
    page.reload()
    expect(item(page, "P02").locator(".refusal")).to_contain_text("Giá trị bị từ chối")
    expect(page.locator("#rest-reason")).to_have_value("Lý do chung viết dở")


def test_a_text_of_an_older_release_that_a_power_cut_brings_back_is_not_taken_for_a_new_one(tablet, stage):
    page = tablet("hoa", item="P01")
    key = f"draft:{AUDIT}:item:P03|evidence"
    old = {"subject": "item:P03", "field": "evidence", "text": "Câu cũ", "seen": []}
    left_by_the_older_release(page, {key: old})
    page.goto(stage.url("minh", item="P01"))
    saved(page)
    text(page, "P03").fill("Câu mới")
    text(page, "P03").blur()
    saved(page)
    left_by_the_older_release(page, {key: old})
    page.reload()
    expect(page.locator("[data-act=rest]")).to_be_visible()
    expect(text(page, "P03")).to_have_value("Câu mới")
    assert stage.stage.journal()[("item:P03", "evidence")] == ["Câu mới"]


def test_another_accounts_older_values_stay_for_that_account(tablet, stage):
    page = tablet("minh", item="P01")
    left_by_the_older_release(
        page, {f"event:{AUDIT}:{IDS[0]}": event(0, "item:P01", "grade", "observation")}, "iso-audit:account:hoa:"
    )
    page.reload()
    tap(page, "P02", "conformity")
    saved(page)
    assert ("item:P01", "grade") not in stage.stage.journal()
    page.goto(stage.url("hoa", item="P01"))
    saved(page)
    assert stage.stage.journal()[("item:P01", "grade")] == ["observation"]


def test_two_tabs_follow_each_other_while_nothing_is_sent_and_when_it_is(tablet, stage):
    page = tablet("minh", item="P01")
    offline(page)
    other = page.context.new_page()
    offline(other)
    other.goto(stage.url("minh", item="P01"))
    expect(other.locator("[data-act=rest]")).to_be_visible()
    tap(page, "P01", "minor_nonconformity")
    expect(item(other, "P01").locator(".state")).to_contain_text("Không phù hợp nhẹ")
    expect(mark(other)).to_have_attribute("data-standing", "kept")
    online(page)
    saved(page)
    expect(mark(other)).to_have_text("Chưa có gì cần lưu")
    expect(item(other, "P01").locator(".state")).to_contain_text("Không phù hợp nhẹ")
    assert stage.stage.count() == 1


def test_a_photo_kept_by_a_page_that_ended_before_announcing_it_is_announced(tablet):
    page = tablet("minh", item="P01")
    page.route("**/api/photos?**", lambda route: route.abort())
    kept = {"id": IDS[0], "audit": AUDIT, "item": "P01", "made_at": 1_760_000_000_000, "name": "a.jpg", "message": ""}
    page.evaluate(KEEP_PHOTO, {**kept, "type": "image/jpeg", "size": 3, "state": "waiting"})
    page.reload()
    expect(item(page, "P01").locator(".photo-tile")).to_have_count(1)
    other = tablet("hoa", item="P01")
    expect(item(other, "P01").locator(".photo-count")).to_have_text("0/1 ảnh đã nhận")
