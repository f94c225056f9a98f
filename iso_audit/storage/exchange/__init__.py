"""Carrying one audit to another database: what is carried, the file it is carried in, and rows out and in."""
