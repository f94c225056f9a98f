"""Signing in, the life of a session, and who may administer whom."""

from contextlib import suppress
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from iso_audit.domain.account import Account, Role, SignInSession
from iso_audit.domain.errors import Conflict, Forbidden, IsoAuditError, NotFound, NotSignedIn, RuleBroken
from iso_audit.storage import accounts as rows
from iso_audit.storage import activity
from iso_audit.workflow.accounts import administering, passwords, signing_in
from iso_audit.workflow.ids import new_id

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "bốn con mèo nhỏ"
IDLE = timedelta(hours=12)


def account(database, at, username, role, *, by=None):
    return administering.make_account(
        database, username=username, name=username, role=role, password=PASSWORD, by=by, at=at, hasher=CHEAP
    )


def sign_in(database, at, username, password=PASSWORD):
    return signing_in.sign_in(database, username, password, device="a tablet", address="192.0.2.7", at=at, hasher=CHEAP)


def reason(database, token, at):
    with pytest.raises(NotSignedIn) as refused:
        signing_in.account_of(database, token, at=at, idle=IDLE)
    return refused.value.details["reason"]


def acts(database):
    with database.read() as cursor:
        return [one.action for one in reversed(activity.latest(cursor))]


def refused(call, *arguments, **named):
    with pytest.raises(IsoAuditError) as error:
        call(*arguments, **named)
    return error.value.code


@pytest.fixture
def lan(database, at):
    return account(database, at, "lan", Role.LEADER)


@pytest.fixture
def deputy(database, at, lan):
    return account(database, at, "deputy", Role.DEPUTY, by=lan)


def test_only_the_hash_of_the_token_is_stored(database, at, lan):
    token = sign_in(database, at, "lan")
    with database.read() as cursor:
        stored = cursor.execute("select token_hash from sign_in_session").fetchall()
    assert stored == [(signing_in.token_hash(token),)]
    assert token not in str(stored)


def test_the_token_leads_to_the_account(database, at, lan):
    token = sign_in(database, at, "lan")
    assert signing_in.account_of(database, token, at=at, idle=IDLE) == lan


@pytest.mark.parametrize(
    ("username", "password"), [("nobody", PASSWORD), ("lan", "wrong"), ("lan", ""), ("", ""), ("lan", "x" * 5000)]
)
def test_a_refused_sign_in_says_no_more_than_that(database, at, lan, username, password):
    with pytest.raises(NotSignedIn) as error:
        sign_in(database, at, username, password)
    assert (error.value.code, error.value.details) == ("sign_in_failed", {})


def test_an_unknown_name_costs_a_hash_too():
    assert passwords.matches(None, "the password of nobody", CHEAP) is False


def test_an_account_without_a_password_cannot_sign_in(database, at, leader):
    assert refused(sign_in, database, at, "leader", "") == "sign_in_failed"


def test_a_password_is_the_same_however_the_keyboard_composed_it(database, at, lan):
    decomposed = "bo\u0302\u0301n con me\u0300o nho\u0309"
    assert sign_in(database, at, "lan", decomposed)


def test_half_a_letter_in_a_password_is_a_wrong_password(database, at, lan):
    assert refused(sign_in, database, at, "lan", "\ud800") == "sign_in_failed"


def test_passwords_are_kept_as_argon2id(database, at, lan):
    with database.read() as cursor:
        found = rows.by_username(cursor, "lan")
    assert found is not None
    assert str(found[1].password_hash).startswith("$argon2id$")


def test_the_hasher_in_use_is_at_least_what_owasp_asks():
    assert passwords.HASHER.memory_cost >= 19 * 1024
    assert passwords.HASHER.time_cost >= 2


def test_a_session_ends_when_nothing_is_done_for_long(database, at, lan):
    token = sign_in(database, at, "lan")
    for late in (timedelta(seconds=1), timedelta(hours=1), timedelta(days=300)):
        assert reason(database, token, at + IDLE + late) == "expired"


def test_work_done_under_a_clock_ahead_does_not_put_off_the_end_when_it_is_right_again(database, at, lan):
    token = sign_in(database, at, "lan")
    for hours in (10, 20):
        signing_in.account_of(database, token, at=at + timedelta(hours=hours), idle=IDLE, person=True)
    signing_in.account_of(database, token, at=at, idle=IDLE, person=True)
    assert reason(database, token, at + IDLE + timedelta(minutes=2)) == "expired"


def test_a_session_that_begins_in_a_far_future_is_none(database, at, lan):
    token = sign_in(database, at + timedelta(days=365), "lan")
    assert reason(database, token, at) == "expired"


@pytest.mark.parametrize("wrong", [timedelta(days=1), timedelta(days=-1), timedelta(days=400), timedelta(days=-400)])
def test_a_clock_that_was_wrong_and_is_right_again_has_ended_no_session(database, at, lan, wrong):
    token = sign_in(database, at, "lan")
    with suppress(NotSignedIn):
        signing_in.account_of(database, token, at=at + wrong, idle=IDLE, person=True)
    assert signing_in.account_of(database, token, at=at + timedelta(minutes=5), idle=IDLE, person=True) == lan


def test_a_session_ends_after_thirty_days_of_work(database, at, lan):
    token = sign_in(database, at, "lan")
    moment = at
    while moment < at + signing_in.LONGEST_SESSION - timedelta(hours=6):
        moment += timedelta(hours=6)
        signing_in.account_of(database, token, at=moment, idle=IDLE, person=True)
    assert reason(database, token, moment + timedelta(hours=7)) == "expired"


def test_work_is_written_down_once_a_minute(database, at, lan):
    token = sign_in(database, at, "lan")
    for seconds in (20, 59, 60, 80):
        signing_in.account_of(database, token, at=at + timedelta(seconds=seconds), idle=IDLE, person=True)
    with database.read() as cursor:
        session = rows.live_session(cursor, signing_in.token_hash(token))
    assert session is not None
    assert session.last_seen_at == at + timedelta(seconds=60)


def test_each_end_of_a_session_keeps_its_reason(database, at, lan):
    tokens = [sign_in(database, at, "lan") for _ in range(2)]
    signing_in.sign_out(database, tokens[0], at=at)
    administering.reset_password(database, lan.id, "another long one", by=lan, at=at, hasher=CHEAP)
    assert [reason(database, token, at) for token in tokens] == ["signed_out", "password_changed"]
    assert reason(database, "never was", at) == "none"


def test_signing_out_twice_is_harmless(database, at, lan):
    token = sign_in(database, at, "lan")
    signing_in.sign_out(database, token, at=at)
    signing_in.sign_out(database, token, at=at)
    assert acts(database).count("signed_out") == 1


def test_a_disabled_account_is_signed_out_and_reads_the_same_refusal(database, at, lan, deputy):
    token = sign_in(database, at, "deputy")
    administering.disable_account(database, deputy.id, reason="moved", by=lan, at=at)
    assert reason(database, token, at) == "disabled"
    assert refused(sign_in, database, at, "deputy") == "sign_in_failed"


def test_an_enabled_account_signs_in_again(database, at, lan, deputy):
    administering.disable_account(database, deputy.id, reason="moved", by=lan, at=at)
    administering.enable_account(database, deputy.id, by=lan, at=at)
    assert sign_in(database, at, "deputy")


def test_disabling_needs_a_reason(database, at, lan, deputy):
    with pytest.raises(RuleBroken, match="field_empty"):
        administering.disable_account(database, deputy.id, reason="  ", by=lan, at=at)
    with pytest.raises(RuleBroken, match="field_too_long"):
        administering.disable_account(database, deputy.id, reason="x" * 501, by=lan, at=at)


def test_the_last_leader_stays(database, at, lan, deputy):
    with pytest.raises(Conflict, match="last_leader"):
        administering.disable_account(database, lan.id, reason="left", by=lan, at=at)
    with pytest.raises(Conflict, match="last_leader"):
        administering.change_role(database, lan.id, Role.MEMBER, role_before=Role.LEADER, by=lan, at=at)


def test_one_of_two_leaders_may_go(database, at, lan):
    second = account(database, at, "minh", Role.LEADER, by=lan)
    administering.disable_account(database, lan.id, reason="left", by=second, at=at)
    with pytest.raises(Conflict, match="last_leader"):
        administering.disable_account(database, second.id, reason="left", by=second, at=at)


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.MEMBER, Role.VIEWER])
def test_who_does_not_lead_administers_nothing(database, at, lan, role):
    other = account(database, at, "other", role, by=lan)
    calls = [
        (administering.disable_account, {"reason": "x"}),
        (administering.enable_account, {}),
        (administering.reset_password, {"password": PASSWORD}),
        (administering.change_role, {"role": Role.LEADER, "role_before": role}),
    ]
    for call, more in calls:
        with pytest.raises(Forbidden):
            call(database, other.id, by=other, at=at, **more)
    with pytest.raises(Forbidden):
        account(database, at, "third", Role.VIEWER, by=other)
    with pytest.raises(Forbidden):
        administering.all_accounts(database, reader=other)


def test_a_deputy_administers_everybody_but_leaders(database, at, lan, deputy):
    member = account(database, at, "member", Role.MEMBER, by=deputy)
    administering.change_role(database, member.id, Role.SECRETARY, role_before=Role.MEMBER, by=deputy, at=at)
    with pytest.raises(Forbidden):
        account(database, at, "chief", Role.LEADER, by=deputy)
    with pytest.raises(Forbidden):
        administering.change_role(database, deputy.id, Role.LEADER, role_before=Role.DEPUTY, by=deputy, at=at)
    with pytest.raises(Forbidden):
        administering.reset_password(database, lan.id, PASSWORD, by=deputy, at=at, hasher=CHEAP)


def test_a_role_changed_meanwhile_is_not_overwritten(database, at, lan, deputy):
    with pytest.raises(Conflict, match="changed_meanwhile"):
        administering.change_role(database, deputy.id, Role.VIEWER, role_before=Role.MEMBER, by=lan, at=at)


def test_a_username_is_used_once(database, at, lan):
    with pytest.raises(Conflict, match="username_taken"):
        account(database, at, "LAN", Role.MEMBER)


@pytest.mark.parametrize("username", ["ab", "lan nguyễn", "x" * 41, "lan@example", "../etc", "\u202elan"])
def test_a_username_that_cannot_be_one_is_refused(database, at, username):
    with pytest.raises(RuleBroken, match="username_invalid"):
        account(database, at, username, Role.MEMBER)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ngắn quá", "password_too_short"),
        ("x" * 257, "password_too_long"),
        ("1234567890", "password_too_easy"),
        ("MatKhau123456", "password_too_easy"),
        ("member-member", "password_too_easy"),
        ("aaaaaaaaaaaaaa", "password_too_easy"),
    ],
)
def test_a_poor_password_is_refused(database, at, password, code):
    with pytest.raises(RuleBroken, match=code):
        administering.make_account(
            database, username="member", name="M", role=Role.MEMBER, password=password, by=None, at=at, hasher=CHEAP
        )


def test_people_change_their_own_password_knowing_the_old_one(database, at, deputy):
    token = sign_in(database, at, "deputy")
    with pytest.raises(RuleBroken, match="password_wrong"):
        administering.change_password(database, "wrong", "a new long one", by=deputy, at=at, hasher=CHEAP)
    administering.change_password(database, PASSWORD, "a new long one", by=deputy, at=at, hasher=CHEAP)
    assert reason(database, token, at) == "password_changed"
    assert sign_in(database, at, "deputy", "a new long one")


def test_the_console_makes_accounts_and_sets_passwords(database, at):
    account(database, at, "lan", Role.LEADER)
    administering.set_password(database, "lan", "a new long one", at=at, hasher=CHEAP)
    assert sign_in(database, at, "lan", "a new long one")
    with pytest.raises(NotFound, match="account_not_found"):
        administering.set_password(database, "nobody", "a new long one", at=at, hasher=CHEAP)


def test_set_up_makes_the_first_leader_once(database, at):
    assert signing_in.needs_setup(database)
    made = signing_in.set_up(database, username="lan", name="Lan", password=PASSWORD, at=at, hasher=CHEAP)
    assert (made.role, signing_in.needs_setup(database)) == (Role.LEADER, False)
    with pytest.raises(Conflict, match="setup_done"):
        signing_in.set_up(database, username="minh", name="Minh", password=PASSWORD, at=at, hasher=CHEAP)


def test_a_member_alone_still_needs_a_set_up(database, at):
    account(database, at, "member", Role.MEMBER)
    assert signing_in.needs_setup(database)


def test_everybody_chooses_their_language(database, at, lan):
    assert administering.set_language(database, "en", by=lan, at=at).language == "en"
    with pytest.raises(RuleBroken, match="language_unknown"):
        administering.set_language(database, "fr", by=lan, at=at)


def test_every_act_leaves_its_row_and_a_refused_one_leaves_none(database, at, lan, deputy):
    administering.set_language(database, "en", by=lan, at=at)
    administering.change_role(database, deputy.id, Role.VIEWER, role_before=Role.DEPUTY, by=lan, at=at)
    administering.disable_account(database, deputy.id, reason="moved", by=lan, at=at)
    administering.enable_account(database, deputy.id, by=lan, at=at)
    administering.reset_password(database, deputy.id, "a new long one", by=lan, at=at, hasher=CHEAP)
    signing_in.sign_out(database, sign_in(database, at, "lan"), at=at)
    assert refused(administering.disable_account, database, lan.id, reason="x", by=lan, at=at) == "last_leader"
    made, changed = ["account_made"] * 2, ["language_set", "role_changed", "account_disabled", "account_enabled"]
    assert sorted(acts(database)) == sorted([*made, *changed, "password_reset", "signed_in", "signed_out"])


def test_no_row_holds_a_password_or_a_token(database, at, lan):
    token = sign_in(database, at, "lan")
    with database.read() as cursor:
        told = str(activity.latest(cursor))
    assert PASSWORD not in told
    assert token not in told
    assert signing_in.token_hash(token) not in told


def test_the_set_up_stays_closed_where_leaders_sign_in_without_a_password(database, at):
    elsewhere = Account(new_id(at), "lan", "Lan", Role.LEADER)
    with database.write() as cursor:
        rows.add(cursor, elsewhere, password_hash=None, at=at)
    assert signing_in.needs_setup(database)
    with database.write() as cursor:
        rows.add_session(cursor, SignInSession("hash", elsewhere.id, at, at), device="the office's own sign-in")
    assert not signing_in.needs_setup(database)
