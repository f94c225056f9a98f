"""Streamlit's page comes with our language, title, guard and a policy that fits it."""

import pytest

from iso_audit.web.page_guard import policy_for, rewritten, streamlit_words
from iso_audit.workflow.accounts import administering

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Streamlit</title>'
    '<link rel="service-desc" href="./x" /><script>let a = 1</script></head><body><div id="root"></div></body></html>'
)


def test_the_page_speaks_vietnamese_and_has_our_title():
    html = rewritten(PAGE, "vi")
    assert '<html lang="vi"' in html
    assert "<title>Kiểm tra ISO hành chính công</title>" in html
    assert "Streamlit" not in html


def test_the_page_asks_not_to_be_translated():
    html = rewritten(PAGE, "vi")
    assert '<html lang="vi" translate="no">' in html
    assert '<meta name="google" content="notranslate" />' in html


def test_the_guard_stands_in_the_head_with_its_words():
    html = rewritten(PAGE, "en")
    assert '<link rel="stylesheet" href="/guard.css" /><script src="/guard.js" defer data-vi-lost="Mất' in html
    assert 'data-en-lost="No connection' in html


def test_a_page_that_is_not_there_yet_says_so():
    assert '<div id="root"><p class="iso-audit-opening">Đang mở trang…</p></div>' in rewritten(PAGE, "vi")


def test_the_policy_allows_the_inline_script_of_the_page_and_no_other():
    policy = policy_for(PAGE)
    assert "'sha256-" in policy
    assert policy_for(PAGE) != policy_for(PAGE.replace("a = 1", "a = 2"))
    assert "script-src 'self' 'unsafe-inline'" not in policy


@pytest.mark.parametrize("path", ["/", "/conducting?item=P01", "/index.html"])
def test_every_page_streamlit_sends_is_guarded(house, path):
    house.sign_in(house.leader)
    answer = house.client.get(path)
    assert "/guard.js" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_cannot_be_had_unguarded_from_a_cache_or_in_pieces(house):
    house.sign_in(house.leader)
    answer = house.client.get("/", headers={"If-None-Match": "*", "Range": "bytes=0-10", "Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert "/guard.js" in answer.text


def test_the_page_follows_the_accounts_language(house):
    house.sign_in(house.leader)
    administering.set_language(house.database, "en", by=house.leader, at=house.at)
    assert '<html lang="en"' in house.client.get("/").text


def test_files_that_are_no_pages_pass_unchanged(house):
    house.sign_in(house.leader)
    assert house.client.get("/manifest.json").headers["content-type"].startswith("application/json")
    assert house.client.head("/").status_code == 200


@pytest.mark.parametrize("path", ["/guard.js", "/guard.css", "/door.css"])
def test_our_own_files_need_no_session_and_may_be_kept_a_while(house, path):
    answer = house.client.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=300")


def test_streamlits_own_words_come_with_ours_for_the_page():
    words = streamlit_words()
    assert words["whole"]["Choose date"] == "Chọn ngày"
    assert words["start"]["Remove "] == "Bỏ "
    assert 'src="/words.js" defer data-words="{&quot;whole&quot;' in rewritten(PAGE, "vi")
