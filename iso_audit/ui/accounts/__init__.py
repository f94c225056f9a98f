"""Parts of the screen of the accounts."""
