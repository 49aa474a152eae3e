"""The plan as a model for the CP-SAT solver: proves and improves windows; an optional extra, in a process of its own."""

from __future__ import annotations

from console.planning.cpsat.solving import prove_window, solve

__all__ = ["prove_window", "solve"]
