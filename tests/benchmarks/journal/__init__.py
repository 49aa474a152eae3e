"""Benchmarks of the record: `python -m tests.benchmarks.journal` measures and prints a table."""
