"""Attempts to sign in are slowed, never locked out; each account and address counts, and each address for itself."""

import pytest

from iso_audit.domain.attempts import FREE_FROM_ADDRESS, LONGEST_WAIT, MOST_REMEMBERED, SECONDS_PER_ATTEMPT, Attempts

AT = 1_000.0
HERE = "192.0.2.7"


def waits_of_a_patient_guesser(tries: int) -> list[int]:
    attempts, at, waits = Attempts(), AT, []
    for _ in range(tries):
        wait = attempts.seconds_to_wait("lan", HERE, at=at)
        waits.append(wait)
        if wait:
            at += wait
            assert attempts.seconds_to_wait("lan", HERE, at=at) == 0
    return waits


def guess_names(attempts: Attempts, names: int, *, at: float = AT) -> list[int]:
    """Try one password at so many accounts, all from one address."""
    return [attempts.seconds_to_wait(f"name {number}", HERE, at=at) for number in range(names)]


def test_the_wait_grows_from_a_second_to_half_a_minute():
    assert waits_of_a_patient_guesser(12) == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_many_attempts_at_once_gain_nothing():
    attempts = Attempts()
    waits = [attempts.seconds_to_wait("lan", HERE, at=AT) for _ in range(50)]
    assert waits.count(0) == 4


def test_success_forgets_the_mistakes():
    attempts = Attempts()
    for _ in range(4):
        attempts.seconds_to_wait("lan", HERE, at=AT)
    attempts.succeeded("lan", HERE, at=AT)
    assert attempts.seconds_to_wait("lan", HERE, at=AT) == 0


def test_another_account_or_address_does_not_wait():
    attempts = Attempts()
    for _ in range(20):
        attempts.seconds_to_wait("lan", HERE, at=AT)
    assert attempts.seconds_to_wait("minh", HERE, at=AT) == 0
    assert attempts.seconds_to_wait("lan", "192.0.2.8", at=AT) == 0


def test_mistakes_are_forgotten_after_an_hour():
    attempts = Attempts()
    for _ in range(4):
        attempts.seconds_to_wait("lan", HERE, at=AT)
    assert attempts.seconds_to_wait("lan", HERE, at=AT + 3_660) == 0


def test_one_password_at_very_many_accounts_is_slowed_by_the_address():
    waits = guess_names(Attempts(), FREE_FROM_ADDRESS + 20)
    assert waits == [0] * FREE_FROM_ADDRESS + [SECONDS_PER_ATTEMPT] * 20


def test_an_address_gets_its_attempts_back_one_by_one():
    attempts = Attempts()
    guess_names(attempts, FREE_FROM_ADDRESS)
    later = AT + 2 * SECONDS_PER_ATTEMPT
    assert guess_names(attempts, 3, at=later)[:2] == [0, 0]
    assert attempts.seconds_to_wait("minh", HERE, at=later) == SECONDS_PER_ATTEMPT


def test_an_office_where_everybody_signs_in_at_once_is_not_slowed():
    attempts = Attempts()
    for day in range(5):
        assert guess_names(attempts, 50, at=AT + day) == [0] * 50
        for number in range(50):
            attempts.succeeded(f"name {number}", HERE, at=AT + day)


def test_who_guesses_at_an_address_does_not_slow_a_browser_that_was_signed_in_there():
    attempts = Attempts()
    guess_names(attempts, FREE_FROM_ADDRESS)
    assert attempts.seconds_to_wait("lan", HERE, at=AT) == SECONDS_PER_ATTEMPT
    assert attempts.seconds_to_wait("lan", HERE, at=AT, signed_in_before=True) == 0


def test_signing_in_oneself_gives_a_guesser_nothing_back():
    attempts = Attempts()
    guess_names(attempts, FREE_FROM_ADDRESS)
    for _ in range(10):
        attempts.seconds_to_wait("own", HERE, at=AT, signed_in_before=True)
        attempts.succeeded("own", HERE, at=AT, signed_in_before=True)
    assert attempts.seconds_to_wait("another", HERE, at=AT) == SECONDS_PER_ATTEMPT


@pytest.mark.parametrize("names", [1, 200])
def test_no_wait_is_ever_longer_than_the_longest(names):
    attempts = Attempts()
    for moment in (AT, AT - 86_400, AT + 7):
        for number in range(400):
            assert attempts.seconds_to_wait(str(number % names), HERE, at=moment) <= LONGEST_WAIT


def test_somebody_with_very_many_addresses_does_not_fill_the_memory_nor_clear_the_newest():
    attempts = Attempts()
    for number in range(MOST_REMEMBERED + 5):
        attempts.seconds_to_wait("lan", str(number), at=AT + number / 1000)
    for _ in range(4):
        attempts.seconds_to_wait("lan", HERE, at=AT + 60)
    assert attempts.seconds_to_wait("lan", HERE, at=AT + 60) == 1
