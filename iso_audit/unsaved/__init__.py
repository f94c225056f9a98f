"""What stands in forms and is not saved: JavaScript modules, sent by `assets`; they build on the card's store."""
