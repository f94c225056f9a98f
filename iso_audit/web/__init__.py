"""The web layer: the gate in front of everything, sign-in, the card's API, health; the only importer of starlette."""
