"""Attempts to sign in are slowed, never locked out, and each account and address counts for itself."""

from datetime import UTC, datetime, timedelta

from iso_audit.domain.attempts import MOST_REMEMBERED, Attempts

AT = datetime(2017, 7, 11, 1, 0, tzinfo=UTC)


def waits_of_a_patient_guesser(tries: int) -> list[int]:
    attempts, at, waits = Attempts(), AT, []
    for _ in range(tries):
        wait = attempts.seconds_to_wait("lan", "192.0.2.7", at=at)
        waits.append(wait)
        if wait:
            at += timedelta(seconds=wait)
            assert attempts.seconds_to_wait("lan", "192.0.2.7", at=at) == 0
    return waits


def test_the_wait_grows_from_a_second_to_half_a_minute():
    assert waits_of_a_patient_guesser(12) == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_many_attempts_at_once_gain_nothing():
    attempts = Attempts()
    waits = [attempts.seconds_to_wait("lan", "192.0.2.7", at=AT) for _ in range(50)]
    assert waits.count(0) == 4


def test_success_forgets_the_mistakes():
    attempts = Attempts()
    for _ in range(4):
        attempts.seconds_to_wait("lan", "192.0.2.7", at=AT)
    attempts.succeeded("lan", "192.0.2.7")
    assert attempts.seconds_to_wait("lan", "192.0.2.7", at=AT) == 0


def test_another_account_or_address_does_not_wait():
    attempts = Attempts()
    for _ in range(20):
        attempts.seconds_to_wait("lan", "192.0.2.7", at=AT)
    assert attempts.seconds_to_wait("minh", "192.0.2.7", at=AT) == 0
    assert attempts.seconds_to_wait("lan", "192.0.2.8", at=AT) == 0


def test_mistakes_are_forgotten_after_an_hour():
    attempts = Attempts()
    for _ in range(4):
        attempts.seconds_to_wait("lan", "192.0.2.7", at=AT)
    assert attempts.seconds_to_wait("lan", "192.0.2.7", at=AT + timedelta(minutes=61)) == 0


def test_somebody_with_very_many_addresses_does_not_fill_the_memory_nor_clear_the_newest():
    attempts = Attempts()
    for number in range(MOST_REMEMBERED + 5):
        attempts.seconds_to_wait("lan", str(number), at=AT + timedelta(milliseconds=number))
    for _ in range(4):
        attempts.seconds_to_wait("lan", "192.0.2.7", at=AT + timedelta(minutes=1))
    assert attempts.seconds_to_wait("lan", "192.0.2.7", at=AT + timedelta(minutes=1)) == 1
