"""Screens: the only package that imports streamlit; reads through queries, writes through workflow."""
