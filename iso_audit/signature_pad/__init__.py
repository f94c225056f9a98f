"""The signature pad: JavaScript modules and styles, sent to browsers by `assets`; it builds on the card's modules."""
