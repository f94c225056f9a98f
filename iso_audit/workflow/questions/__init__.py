"""Keeping the question bank: versions of each edition, drafts, what is in force, and audits that move to it."""
