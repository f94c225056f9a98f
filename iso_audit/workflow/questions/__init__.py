"""Keeping the question bank: versions, drafts, what is in force, audits that move to it, workbooks of it."""
