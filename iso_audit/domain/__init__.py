"""The nouns and rules of the inspection: standard library only, no clock, no files."""
