"""The file an audit is carried in."""
