"""All versions of an edition's bank: who put which in force and why, what differs, and going back to one."""

import streamlit as st

from iso_audit.domain.bank import Bank
from iso_audit.ui import markup
from iso_audit.ui.markup import Markup
from iso_audit.ui.questions import comparison
from iso_audit.ui.session import Session, told
from iso_audit.ui.shared import unsaved
from iso_audit.workflow.questions import versions
from iso_audit.workflow.questions.versions import VersionLine


def show(session: Session, bank: Bank) -> None:
    """Show the versions, a comparison of one with the version in force, and the form to go back to it."""
    database, shipped_bank = session.installation.database, session.installation.banks.of(bank.standard)
    lines = versions.listed(database, shipped_bank, reader=session.account)
    unsaved.tell(session, _key(bank))
    rows = ((_name(session, line), _told(session, line)) for line in lines)
    markup.show('<ul class="ia-versions">{}</ul>', markup.joined("<li><b>{}</b>{}</li>", rows))
    others = {line.version.id: line for line in lines if not line.is_in_force}
    if not others:
        return
    version_id = st.selectbox(
        session.say("questions.compare_with"),
        list(others),
        format_func=lambda one: _name(session, others[one]),
        key=f"{_key(bank)}.other",
    )
    pair = sorted((next(line for line in lines if line.is_in_force), others[version_id]), key=_age)
    older, newer = (versions.contents_of(database, line.version, shipped_bank) for line in pair)
    comparison.show(session, comparison.between(older, newer), (_name(session, pair[0]), _name(session, pair[1])))
    if session.account.keeps_questions:
        _going_back(session, bank, others[version_id])


def _key(bank: Bank) -> str:
    return f"questions.versions.{bank.id}"


def _age(line: VersionLine) -> tuple[int, str]:
    return line.version.number, line.version.id


def _name(session: Session, line: VersionLine) -> str:
    name = session.say("questions.version", number=line.version.number)
    return f"{name} ({session.say('questions.shipped')})" if line.version.is_shipped else name


def _in_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


def _told(session: Session, line: VersionLine) -> Markup:
    state = markup.filled(' <span class="ia-status ia-done">{}</span>', session.say("questions.in_force"))
    act = ""
    if line.recorded_at is not None:
        values = {"name": line.name, "time": session.local(line.recorded_at), "reason": line.reason}
        act = session.say("questions.put_in_force_by", **values)
    return markup.filled("{}<div>{}</div>", state if line.is_in_force else "", act)


def _going_back(session: Session, bank: Bank, line: VersionLine) -> None:
    key = f"{_key(bank)}.back"
    with unsaved.form(session, key, border=True):
        reason = st.text_input(session.say("questions.reason"), max_chars=1000, key=f"{key}.reason")
        is_sent = st.form_submit_button(session.say("questions.go_back", name=_in_a_sentence(_name(session, line))))
    if is_sent:
        with told(session):
            shipped_bank = session.installation.banks.of(bank.standard)
            versions.go_back(
                session.installation.database,
                line.version,
                shipped_bank,
                reason=reason,
                by=session.account,
                at=session.now,
            )
            unsaved.begin_anew(key)
            time = session.clock(session.now)
            words = session.say("questions.now_in_force", name=_name(session, line), time=time)
            unsaved.say_saved(session, _key(bank), words)
            st.rerun()
