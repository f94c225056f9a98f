"""How long a test waits for what must happen: a test that passes waits no longer than the thing takes."""

PATIENCE = 60.0
"""Seconds."""
