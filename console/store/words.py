"""What an entry is found by later: the words somebody wrote in it, and the names of what it speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.service.spelling import folded, key

# Fields a person wrote freely. What stands in fields of a fixed vocabulary is found by filters, and a patient's
# identifiers are not searched at all.
_WRITTEN = frozenset({"comment", "detail", "label", "note", "reason", "summary", "text", "title", "what", "why"})

DEEP = 20
"""So many lists within lists are gone into."""

LONG = 10
"""An unbroken word of so many letters that holds figures, or only capitals, may be a patient's identifier somebody wrote down."""


def words_of(payload: Any) -> str:
    """What people wrote in an event, in one line; empty when nobody wrote anything. What may be a patient's is left out."""
    told = " ".join(_written(payload, False))
    return " ".join(word for word in told.split() if not perhaps_a_patients(word))


def perhaps_a_patients(word: str) -> bool:
    """Whether a written word may identify a patient: long and unbroken, with figures or all in capitals, as such numbers are."""
    runs = "".join(letter if letter.isalnum() else " " for letter in word).split()
    return any(len(run) >= LONG and (run.isupper() or any(letter.isdigit() for letter in run)) for run in runs)


def names_of(entities: Sequence[str], actor: str) -> str:
    """The identifiers of what an entry speaks of and of who wrote it, each also as it is written in haste."""
    names = dict.fromkeys([entity.partition(":")[2] for entity in entities] + [actor])
    return " ".join(name if folded(name) == key(name) else f"{name} {key(name)}" for name in names)


def _written(value: Any, free: bool, depth: int = 0) -> Iterator[str]:
    if isinstance(value, str):
        if free:
            yield value
    elif depth > DEEP:
        return
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _written(item, name in _WRITTEN, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _written(item, free, depth + 1)
