"""Checklists in the formats of others, as tables of our bank, and back; no file is opened here."""
