"""The words of an event that somebody may search for later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# Fields a person wrote freely. What stands in fields of a fixed vocabulary is found by filters, and a patient's
# identifiers are not searched at all.
_WRITTEN = frozenset({"comment", "detail", "label", "note", "reason", "summary", "text", "title", "what", "why"})


def words_of(payload: Any) -> str:
    """What people wrote in an event, in one line; empty when nobody wrote anything."""
    return " ".join(_written(payload, False))


def _written(value: Any, free: bool) -> Iterator[str]:
    if isinstance(value, str):
        if free:
            yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _written(item, name in _WRITTEN)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _written(item, free)
