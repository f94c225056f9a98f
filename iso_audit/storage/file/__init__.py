"""The file itself: copies, seals, restoring, rewriting, checking, and what a crash left or lost."""
