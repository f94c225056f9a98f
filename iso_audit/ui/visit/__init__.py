"""Parts of the screen with the visit's facts."""
