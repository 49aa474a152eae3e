"""Entries that cannot all hold and limits that are broken, as a panel that leads to each of them, and as notes on bars."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from console.planning.answers.plan_view import Conflict
from console.view.plan.lines import Line, Section, Told, from_to
from console.view.spoken import counted


def conflicts_told(conflicts: Sequence[Conflict], zone: ZoneInfo) -> Told:
    """Every conflict with its place: the key of its button names batch and step."""
    about = f"{counted(len(conflicts), 'conflict')}: entries that cannot all hold, or limits that are broken."
    lines = tuple(conflict_line(conflict, zone) for conflict in conflicts)
    sections = (Section("By time", lines),) if lines else ()
    return Told("Conflicts in the plan", about if lines else "Nothing in the plan contradicts itself.", sections)


def conflict_line(conflict: Conflict, zone: ZoneInfo) -> Line:
    """One conflict, with a button to the place of each batch it touches."""
    span = from_to(conflict.start, conflict.end, zone, "to")
    acts = tuple((place_key(batch, code), f"Go to {batch}") for batch, code in _one_each(conflict.steps))
    return Line(conflict.words, f"rule {conflict.rule} · {span}", "2", acts)


def _one_each(steps: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    for batch, code in steps:
        first.setdefault(batch, code)
    return list(first.items())


def place_key(batch: str, code: str) -> str:
    """The name of a step's place on the board, for a button."""
    return f"{batch}\t{code}"


def place_of(key: str) -> tuple[str, str]:
    """Batch and step of such a name."""
    batch, _, code = key.partition("\t")
    return batch, code


def notes(conflicts: Sequence[Conflict]) -> dict[tuple[str, str], str]:
    """What is wrong with each step, in words, for the board to mark where it is."""
    found: dict[tuple[str, str], list[str]] = {}
    for conflict in conflicts:
        for step in conflict.steps:
            found.setdefault(step, []).append(conflict.words)
    return {step: " ".join(dict.fromkeys(words)) for step, words in found.items()}
