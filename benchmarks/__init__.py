"""What is measured, and against what; each module is run as `python -m benchmarks.<name>`."""
