"""Keeping the app going: copies, and what a damaged file lost."""
