"""What a person sees when a page fails: one sentence in their language, never Streamlit's own words or a trace."""

import logging

import streamlit as st

from iso_audit.bootstrap import installation
from iso_audit.domain.errors import IsoAuditError
from iso_audit.domain.text import Language
from iso_audit.i18n import sentence
from iso_audit.storage.queries import accounts
from iso_audit.ui import alerts

_log = logging.getLogger("iso_audit.ui")


def show(error: Exception) -> bool:
    """Show the sentence that belongs to `error` and keep what happened for the log; always handled."""
    expected = error if isinstance(error, IsoAuditError) else IsoAuditError("fault")
    if expected is not error:
        _log.error("Unexpected error in a page", exc_info=error)
    try:
        alerts.error(sentence(_language(), expected))
    except KeyError:
        _log.exception("No sentence for an error")
        alerts.error(sentence(_language(), IsoAuditError("fault")))
    return True


def _language() -> Language:
    installed = installation()
    account = accounts.account(installed.database, st.user.get("account"))
    return account.language if account is not None else installed.settings.language
