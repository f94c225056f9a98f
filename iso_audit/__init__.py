"""Guides a provincial team through inspections of quality management systems in public agencies."""

__version__ = "0.1.0"
