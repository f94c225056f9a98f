"""Parts of the screen with the checklist and the photographs."""
