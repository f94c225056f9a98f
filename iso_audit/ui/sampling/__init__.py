"""Parts of the screen with the case files."""
