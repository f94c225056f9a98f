"""The database: the only package that imports duckdb; rows in and out of domain values."""
