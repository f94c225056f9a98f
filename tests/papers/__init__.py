"""Printed papers as a careful clerk reads them: their text, its boxes, and every kind of fault looked for in them."""
