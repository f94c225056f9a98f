"""Who may come in, and who decides about that: signing in, accounts, passwords."""
