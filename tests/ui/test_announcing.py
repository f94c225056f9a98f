"""What was announced is told by every run of the next seconds, and then no more."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import pytest
import streamlit as st

from iso_audit.ui.session import Session
from iso_audit.ui.shared.announcing import LASTING, announce, announced
from tests.conftest import AT


@dataclass
class Run:
    """A run of the page, of which only its moment matters here."""

    now: datetime


def told(moment: datetime, place: str = "form") -> str:
    return announced(cast(Session, Run(moment)), place)


def test_what_was_saved_is_told_again_by_a_run_that_breaks_the_first_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {})
    announce("form", "Đã lưu")
    assert [told(AT), told(AT), told(AT, "another form")] == ["Đã lưu", "Đã lưu", ""]
    assert [told(AT + LASTING), told(AT)] == ["", ""]
