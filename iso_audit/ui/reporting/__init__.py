"""Parts of the screen of the minutes."""
