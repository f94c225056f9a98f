"""HTML on a page: whatever is put into a template is escaped, unless it is markup itself."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

__all__ = ["Markup", "filled", "joined", "show"]


def filled(template: str, /, *values: object, **named: object) -> Markup:
    """Return a template of our own with values in its braces."""
    return Markup(template).format(*values, **named)


def joined(template: str, rows: Iterable[tuple[object, ...]]) -> Markup:
    """Return the template once for each row of values, one after the other."""
    return Markup("").join(filled(template, *row) for row in rows)


def show(template: str, /, *values: object, **named: object) -> None:
    """Show a template of our own with values in its braces."""
    st.html(str(filled(template, *values, **named)))
