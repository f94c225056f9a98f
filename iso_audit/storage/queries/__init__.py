"""Read-only questions, one module per screen; each takes the reader's account and tells only what it may see."""
