"""Measures the record in a folder of its own and prints what was found."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.benchmarks.journal.measures import Figure, measured


def table(figures: list[Figure]) -> str:
    """The figures in columns."""
    head = f"{'the record':<52}{'ms':>9}{'budget':>9}"
    lines = [f"{f.what:<52}{f.ms:>9.2f}{f.budget_ms or '':>9}  {f.verdict}" for f in figures]
    return "\n".join([head, *lines])


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        print(table(measured(Path(folder))))


if __name__ == "__main__":
    main()
