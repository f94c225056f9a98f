"""The engine: the DuckDB file opened, read and written in one way; its schema, its failures told apart."""
