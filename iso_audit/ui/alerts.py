"""Messages on a page, shown letter by letter: whatever a file or a person wrote never becomes a link or a heading."""

from collections.abc import Mapping

import streamlit as st

_MARKDOWN = str.maketrans({sign: "\\" + sign for sign in "\\`*_{}[]()<>#+-.!|~$:"})


def plain(text: str) -> str:
    """Return `text` so that Streamlit's Markdown shows it letter by letter."""
    return text.translate(_MARKDOWN)


def error(*lines: str) -> None:
    """Say that something went wrong."""
    st.error(_shown(lines))


def warning(*lines: str) -> None:
    """Say what needs attention."""
    st.warning(_shown(lines))


def info(*lines: str) -> None:
    """Say what is good to know."""
    st.info(_shown(lines))


def success(*lines: str) -> None:
    """Say that something was done."""
    st.success(_shown(lines))


def table(columns: Mapping[str, Mapping[str, str] | list[str]]) -> None:
    """Show texts in columns, by the heading of each; headings are ours."""
    st.table({name: _cells(values) for name, values in columns.items()})


def _shown(lines: tuple[str, ...]) -> str:
    return "  \n".join(plain(line) for line in lines)


def _cells(values: Mapping[str, str] | list[str]) -> dict[str, str] | list[str]:
    if isinstance(values, Mapping):
        return {plain(name): plain(value) for name, value in values.items()}
    return [plain(value) for value in values]
