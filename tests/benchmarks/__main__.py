"""Every budget measured, one room after the other, each in a process of its own: `make bench`."""

from __future__ import annotations

import subprocess
import sys

ROOMS = (
    "board", "charts.live", "charts.programmes", "forecast", "forecast.card", "journal", "journal.audit", "journal.replay",
    "journal.search", "plant",
    "paper", "planning.engine", "planning.late_share", "planning.against_cpsat", "planning.against_pyjobshop", "planning.rcpsp",
)  # fmt: skip


def main() -> int:
    """Run all; the worst exit code wins. Nothing is gated by time here: figures and ratios are printed."""
    worst = 0
    for room in ROOMS:
        print(f"\n=== {room} ===", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", f"tests.benchmarks.{room}"], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
