"""One document of the content tree set by several PDF engines, each the way its own manual shows."""
