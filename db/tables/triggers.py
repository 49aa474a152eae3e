"""Triggers that let the record grow and never change; they stop mistakes, the seals show intent."""

from __future__ import annotations

# Tables whose rows are written once.
APPEND_ONLY = ("chain", "entry", "entry_entity", "checkpoint", "arrival", "series_seal", "original")


def trigger_statements() -> tuple[str, ...]:
    """The statements that make each append-only table refuse change; re-run after every migration."""
    return tuple(
        f"CREATE TRIGGER {name}_no_{word} BEFORE {word.upper()} ON {name} BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
        for name in APPEND_ONLY
        for word in ("update", "delete")
    )
