"""Parts of the screen on which the year is planned."""
