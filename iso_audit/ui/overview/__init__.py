"""Parts of the screen that shows the year."""
