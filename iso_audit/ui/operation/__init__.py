"""Parts of the screen of operation."""
