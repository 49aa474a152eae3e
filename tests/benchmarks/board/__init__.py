"""Benchmarks of the board: `python -m tests.benchmarks.board` measures, prints a table and writes JSON."""
