"""Parts of the screen of the caucus."""
