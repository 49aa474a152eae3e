"""The hash of a Floor, quick enough to stand in every checkpoint: what did not change is not hashed again."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any

from console.domain.floor import Floor
from console.domain.plain import to_plain
from db.canonical import canonical


class FloorHash:
    """Hashes Floors one after another; parts are immutable, so the same object has the same digest."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Any, str]] = {}

    def __call__(self, floor: Floor) -> str:
        """SHA-256, in hex, over the digests of the Floor's parts by name."""
        words = {field.name: self._part(field.name, getattr(floor, field.name)) for field in dataclasses.fields(floor)}
        return hashlib.sha256(canonical(words)).hexdigest()

    def _part(self, name: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._digest(name, key, item) for key, item in value.items()}
        return self._digest(name, "", value)

    def _digest(self, name: str, key: str, value: Any) -> str:
        known = self._known.get((name, key))
        if known is not None and known[0] is value:
            return known[1]
        digest = hashlib.sha256(canonical(to_plain(value))).hexdigest()
        self._known[name, key] = (value, digest)
        return digest
