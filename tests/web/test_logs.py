"""Logs say what happened and nothing that a person wrote, and take turns in files."""

import logging
import re

from iso_audit.web.logs import Discreet, WithoutQuery, set_up


def written(folder):
    return "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())


def test_an_exception_is_logged_by_kind_and_place_not_by_its_text(tmp_path):
    written_by_somebody = "evidence " * 2
    set_up(tmp_path)
    try:
        raise ValueError(written_by_somebody)
    except ValueError:
        logging.getLogger("iso_audit.web").exception("Unexpected error at /x")
    set_up(None)
    told = written(tmp_path)
    assert "ValueError" in told
    assert "test_logs.py" in told
    assert "evidence evidence" not in told


def test_the_line_of_a_request_loses_its_query():
    record = logging.LogRecord("uvicorn.access", 20, "", 1, "%s %s %s", ("ip", "GET", "/setup?token=x"), None)
    assert WithoutQuery().filter(record)
    assert Discreet().format(record) == "ip GET /setup"


def test_setting_up_twice_writes_each_line_once(tmp_path):
    set_up(tmp_path)
    set_up(tmp_path)
    logging.getLogger("iso_audit.web").warning("once")
    set_up(None)
    assert re.findall(r"(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING iso_audit.web (.*)$", written(tmp_path)) == [
        "once"
    ]


def test_a_refused_sign_in_and_a_refused_act_are_noted_without_what_was_typed(house, tmp_path):
    set_up(tmp_path)
    house.post_form("/login", username="leader", password="wrong password")
    house.post_form("/login", username="my password by mistake", password="wrong password")
    house.client.post("/api/events", headers={"Origin": "http://evil.example"})
    house.sign_in(house.leader)
    house.client.post("/api/events", headers={"Origin": "http://evil.example"})
    set_up(None)
    told = written(tmp_path)
    assert f"Sign-in refused, account {house.leader.id}" in told
    assert "Sign-in refused, account unknown" in told
    assert f"Refused origin_refused at POST '/api/events' to {house.leader.id}" in told
    assert "password" not in told


def test_streamlits_own_report_of_a_failed_page_is_left_out(tmp_path):
    set_up(None)
    logger = logging.getLogger("streamlit.error_util")
    assert not logger.filter(logger.makeRecord("x", 40, "", 1, "Uncaught app execution", (), None))
    assert logger.filter(logger.makeRecord("x", 40, "", 1, "something else", (), None))
