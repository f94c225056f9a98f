"""Signing in and out, and the first set-up, as a browser meets them."""

import asyncio
import re
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from iso_audit.bootstrap import use
from iso_audit.domain.account import Role
from iso_audit.domain.attempts import FREE_FROM_ADDRESS
from iso_audit.domain.errors import TooSoon
from iso_audit.i18n import translate
from iso_audit.settings import read_settings
from iso_audit.storage.opening import open_database
from iso_audit.web.desk import MOST_PASSWORDS_WAITING_OF_ONE, desk
from iso_audit.workflow.accounts import administering

PASSWORD = "bốn con mèo nhỏ"


def with_settings(house, **environment):
    use(replace(house.installed, settings=read_settings(environment)))


def test_the_right_password_opens_the_page_asked_for(house):
    answer = house.post_form("/login", username="leader", password=PASSWORD, next="/conducting?item=P01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/conducting?item=P01")
    assert house.client.get("/api/session").json()["account"] == house.leader.id


def test_a_capital_first_letter_of_the_username_is_forgiven(house):
    assert house.post_form("/login", username=" Leader ", password=PASSWORD).status_code == 303


def test_the_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites(house):
    cookie = house.post_form("/login", username="leader", password=PASSWORD).headers["set-cookie"]
    assert cookie.startswith("iso_audit_session=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_secure_and_the_browser_told_to_stay(house):
    with_settings(house, ISO_AUDIT_HTTPS="1")
    headers = {"Origin": "https://testserver"}
    answer = house.client.post(
        "/login", data={"username": "leader", "password": PASSWORD}, headers=headers, follow_redirects=False
    )
    assert "Secure" in answer.headers["set-cookie"].split("; ")
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_unknown_name_wrong_password_and_disabled_account_read_the_same(house):
    member = house.account("member", Role.MEMBER)
    administering.disable_account(house.database, member.id, reason="left", by=house.leader, at=house.at)
    answers = [
        house.post_form("/login", username="nobody", password=PASSWORD),
        house.post_form("/login", username="leader", password="wrong password"),
        house.post_form("/login", username="member", password=PASSWORD),
    ]
    assert {answer.status_code for answer in answers} == {401}
    said = {re.search(r"<p class=.error.*?</p>", answer.text)[0] for answer in answers}
    assert len(said) == 1
    assert "không đúng" in answers[0].text


def test_the_username_is_kept_in_the_form_harmlessly_and_the_password_is_not(house):
    answer = house.post_form("/login", username='lan"><script>', password="wrong password here")
    assert "lan&#34;&gt;&lt;script&gt;" in answer.text
    assert "wrong password here" not in answer.text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "///evil.example",
        "/logout",
        "/login?next=/",
        "/setup?token=x",
        "/api/session",
        "/_stcore/health",
        "",
        "/" + "a" * 3000,
        "http:/evil.example",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
    ],
)
def test_nobody_is_led_away_from_our_pages(house, wanted):
    answer = house.post_form("/login", username="leader", password=PASSWORD, next=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://testserver.evil.example", "http://testserver:81"]
)
@pytest.mark.parametrize("path", ["/login", "/logout", "/setup", "/api/events"])
def test_a_post_from_elsewhere_is_refused(house, path, origin):
    house.sign_in(house.leader)
    answer = house.client.post(path, headers={"Origin": origin}, follow_redirects=False)
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/login", "/logout", "/setup", "/api/events"])
def test_a_post_without_an_origin_is_refused(house, path):
    house.sign_in(house.leader)
    assert house.client.post(path, follow_redirects=False).status_code == 403


def test_each_sign_in_has_a_new_token_and_ends_the_one_before(house):
    first = house.sign_in(house.leader)
    house.post_form("/login", username="leader", password=PASSWORD)
    second = house.client.cookies["iso_audit_session"]
    house.carry(first)
    assert second != first
    assert house.client.get("/api/session").status_code == 401


def test_signing_out_ends_the_session_and_says_so(house):
    token = house.sign_in(house.leader)
    answer = house.post_form("/logout")
    assert answer.headers["location"] == "/login?reason=signed_out"
    house.carry(token)
    assert house.client.get("/api/session").json()["reason"] == "signed_out"


def test_opening_the_sign_out_page_alone_signs_nobody_out(house):
    house.sign_in(house.leader)
    assert "<button" in house.client.get("/logout").text
    assert house.client.get("/api/session").status_code == 200


@pytest.mark.parametrize(
    ("reason", "words"), [("expired", "hết hạn"), ("disabled", "ngừng sử dụng"), ("signed_out", "Bạn đã đăng xuất")]
)
def test_the_sign_in_page_says_why(house, reason, words):
    assert words in house.client.get(f"/login?reason={reason}").text


def test_an_invented_reason_says_nothing(house):
    assert "<script>" not in house.client.get("/login?reason=<script>").text


def test_vietnamese_comes_first_and_english_is_one_tap_away(house):
    assert '<html lang="vi" ' in house.client.get("/login").text
    assert '<html lang="en" ' in house.client.get("/login?lang=en").text
    assert '<html lang="en" ' in house.client.get("/login").text


def test_after_four_wrong_passwords_one_waits_and_is_told_how_long(house):
    for _ in range(4):
        house.post_form("/login", username="leader", password="wrong password")
    answer = house.post_form("/login", username="leader", password=PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
    assert "Hãy chờ 1 giây" in answer.text
    house.later(seconds=1)
    assert house.post_form("/login", username="leader", password=PASSWORD).status_code == 303


@pytest.mark.parametrize("set_to", [{"hours": -1}, {"days": -1}, {"days": 1}])
def test_setting_the_clock_of_the_server_makes_nobody_wait_longer(house, set_to):
    for _ in range(4):
        house.post_form("/login", username="leader", password="wrong password")
    house.set_clock(**set_to)
    assert house.post_form("/login", username="leader", password=PASSWORD).headers["retry-after"] == "1"


def test_one_password_at_many_accounts_is_slowed_but_not_for_a_browser_that_was_signed_in_here(house):
    house.post_form("/login", username="leader", password=PASSWORD)
    mine = house.client.cookies["iso_audit_session"]
    house.client.cookies.clear()
    for number in range(FREE_FROM_ADDRESS):
        desk().attempts.seconds_to_wait(f"name {number}", "testclient", at=house.seconds[0])
    assert house.post_form("/login", username="leader", password=PASSWORD).status_code == 429
    house.carry(mine)
    assert house.post_form("/login", username="leader", password=PASSWORD).status_code == 303


def test_one_colleagues_mistakes_do_not_slow_another_at_the_same_address(house):
    house.account("member", Role.MEMBER)
    for _ in range(8):
        house.post_form("/login", username="leader", password="wrong password")
    assert house.post_form("/login", username="member", password=PASSWORD).status_code == 303


def test_behind_a_trusted_proxy_each_address_counts_for_itself(house):
    with_settings(house, ISO_AUDIT_TRUSTED_PROXIES="testclient")
    for _ in range(6):
        data = {"username": "leader", "password": "wrong password"}
        far = {"Origin": "http://testserver", "X-Forwarded-For": "203.0.113.9"}
        answer = house.client.post("/login", data=data, headers=far)
    assert answer.status_code == 429
    assert house.post_form("/login", username="leader", password=PASSWORD).status_code == 303


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=1&a=2", b"&".join(b"k%d=1" % n for n in range(40)), "ă=1".encode()])
def test_a_form_that_is_not_ours_is_refused(house, body):
    headers = {"Origin": "http://testserver", "Content-Type": "application/x-www-form-urlencoded"}
    answer = house.client.post("/login", content=body, headers=headers)
    assert answer.status_code in {400, 401}


def test_a_huge_form_is_refused(house):
    assert house.post_form("/login", username="leader", password="x" * 20_000).status_code == 413


@pytest.fixture
def empty_house(house, at):
    """The application on its first start: nobody can sign in."""
    database = open_database(":memory:", at=at)
    use(replace(house.installed, database=database))
    yield house
    database.close()


def test_the_console_link_makes_the_leader_once(empty_house):
    told = {"token": desk().setup_token, "name": "Lan", "username": "lan", "password": PASSWORD, "again": PASSWORD}
    assert empty_house.client.get(f"/setup?token={told['token']}").status_code == 200
    assert empty_house.post_form("/setup", **told).headers["location"] == "/"
    assert empty_house.client.get("/api/session").json()["name"] == "Lan"
    assert empty_house.post_form("/setup", **(told | {"username": "second"})).status_code == 404
    assert empty_house.client.get(f"/setup?token={told['token']}").status_code == 404


@pytest.mark.parametrize("token", ["", "guess", "đoán"])
def test_set_up_stays_closed_without_the_link(empty_house, token):
    assert empty_house.client.get("/setup", params={"token": token}).status_code == 404
    answer = empty_house.post_form("/setup", token=token, name="x", username="xxx", password=PASSWORD, again=PASSWORD)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"again": "something else"}, "không giống nhau"),
        ({"password": "short", "again": "short"}, "ít nhất 10"),
        ({"username": "Nguyễn Lan"}, "không hợp lệ"),
        ({"name": " "}, "họ tên"),
    ],
)
def test_a_mistake_in_the_set_up_form_is_told_and_the_form_kept(empty_house, change, words):
    told = {"token": desk().setup_token, "name": "Lan", "username": "lan", "password": PASSWORD, "again": PASSWORD}
    answer = empty_house.post_form("/setup", **(told | change))
    assert answer.status_code == 422
    assert words in answer.text
    assert "<form" in answer.text


def test_set_up_is_closed_once_a_leader_can_sign_in(house):
    assert house.client.get(f"/setup?token={desk().setup_token}").status_code == 404


@contextmanager
def crowded(house):
    """Fill the queue for passwords of the test's address."""
    turns, over = desk().passwords, asyncio.Event()

    async def hold():
        with suppress(TooSoon):
            async with turns.turn("testclient"):
                await over.wait()

    async def crowd():
        tasks = [asyncio.create_task(hold()) for _ in range(2 * MOST_PASSWORDS_WAITING_OF_ONE)]
        await asyncio.sleep(0)
        return tasks

    async def leave(tasks):
        over.set()
        await asyncio.gather(*tasks)

    tasks = house.client.portal.call(crowd)
    yield
    house.client.portal.call(leave, tasks)


def test_a_flood_of_sign_ins_ends_in_a_sentence_and_not_in_a_longer_queue(house):
    with crowded(house):
        answer = house.post_form("/login", username="leader", password=PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    assert "quá nhiều việc" in answer.text
    assert house.post_form("/login", username="leader", password=PASSWORD).status_code == 303


def test_what_is_closed_or_too_early_says_which_it_is(house):
    assert translate("vi", "errors.setup_closed") in house.client.get(f"/setup?token={desk().setup_token}").text
    for _ in range(2 * FREE_FROM_ADDRESS):
        answer = house.post_form("/login", username="leader", password="not the password")
    assert answer.status_code == 429
    assert translate("vi", "errors.too_soon", seconds=answer.headers["retry-after"]) in answer.text


def test_before_the_first_account_sign_in_tells_where_the_set_up_link_stands(empty_house):
    assert "đường dẫn thiết lập" in empty_house.client.get("/login").text


def test_with_a_leader_sign_in_says_nothing_of_setting_up(house):
    assert "đường dẫn thiết lập" not in house.client.get("/login").text
