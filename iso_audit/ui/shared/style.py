"""The style that every page loads: thumbs, contrast, cards and chips."""

from pathlib import Path

import streamlit as st

STYLE = Path(__file__).with_name("style.css")


def load() -> None:
    """Add the app's style sheet to the page."""
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
