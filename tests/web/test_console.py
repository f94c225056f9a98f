"""The console names addresses that work, and on the first start the link that opens the app."""

import pytest

from iso_audit.storage.file.losses import Loss
from iso_audit.web.console import announce, announce_loss, listening


@pytest.mark.parametrize(
    ("arguments", "at"),
    [
        (["app.py"], ("", 8501)),
        (["/x/uvicorn", "app:app"], ("127.0.0.1", 8000)),
        (["/x/uvicorn", "app:app", "--host", "0.0.0.0", "--port", "9000"], ("0.0.0.0", 9000)),
        (["/x/uvicorn", "app:app", "--port=9000"], ("127.0.0.1", 9000)),
    ],
)
def test_the_address_is_the_one_listened_at(arguments, at):
    assert listening(arguments, None, 8501) == at


def test_a_first_start_shows_the_link_in_both_languages(capsysbinary):
    announce(("127.0.0.1", 8501), "secret")
    told = capsysbinary.readouterr().out.decode()
    assert told.count("http://127.0.0.1:8501/setup?token=secret") == 2
    assert "Lần đầu sử dụng" in told
    assert "First use" in told


def test_a_later_start_shows_no_link(capsysbinary):
    announce(("", 8501), None)
    told = capsysbinary.readouterr().out.decode()
    assert "http://localhost:8501" in told
    assert "token" not in told


@pytest.mark.parametrize(("host", "https", "said"), [("", False, 2), ("", True, 0), ("127.0.0.1", False, 0)])
def test_listening_everywhere_without_https_is_said_with_what_to_do(capsysbinary, host, https, said):
    announce((host, 8501), None, https=https)
    assert capsysbinary.readouterr().out.decode().count("--server.address 127.0.0.1") == said


def test_what_a_damaged_log_lost_is_told_in_both_languages_without_empty_counts(capsysbinary, at):
    announce_loss(Loss(12, 0, 0, at))
    told = capsysbinary.readouterr().out.decode()
    assert "CẢNH BÁO" in told
    assert "Ít nhất 12 nội dung" in told
    assert "saved and are gone: at least 12." in told
    assert " 0" not in told
