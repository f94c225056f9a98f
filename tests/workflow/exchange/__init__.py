"""Carrying an audit: two laptops, one plan."""
