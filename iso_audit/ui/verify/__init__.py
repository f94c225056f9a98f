"""Parts of the screen that verifies minutes."""
