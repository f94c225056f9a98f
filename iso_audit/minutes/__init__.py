"""The minutes: one content tree with its words resolved, and the renderers that walk it."""
