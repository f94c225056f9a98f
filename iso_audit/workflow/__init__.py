"""What people do, one module per phase of ISO 19011; each function is one transaction."""
