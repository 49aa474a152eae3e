"""A Floor cut into parts that lie in the record, and put together from them again: what did not change is written and read once."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, get_args, get_origin
from zlib import crc32

from sqlalchemy import Connection

from console.domain.codec import in_their_order
from console.domain.floor import Floor
from console.domain.plain import from_plain, to_plain, type_hints
from db import stones
from db.canonical import canonical, parse

SHARE = 8
"""How many things a part holds on average; where it ends is told by the names alone, so that a new one moves no other part."""

HELD_BYTES = 24_000_000
"""How many bytes of parts (as plain text) a reader keeps at hand: several times a Floor after a year."""

Items = tuple[tuple[str, Any], ...]
Part = tuple[str, bytes]
"""A field of the Floor, and the digest of a part of it."""

Rest = Callable[[], None]


def _nothing() -> None:
    """Nobody waits."""


class Cutter:
    """Cuts Floors one after another; parts are immutable, so the same objects make the same part."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Items, bytes]] = {}

    def __call__(self, floor: Floor, rest: Rest = _nothing) -> tuple[bytes, dict[bytes, bytes]]:
        """What names the parts (canonical bytes), and those parts that were not cut from the Floor before, by digest."""
        names: dict[str, list[str]] = {}
        fresh: dict[bytes, bytes] = {}
        known: dict[tuple[str, str], tuple[Items, bytes]] = {}
        for field in dataclasses.fields(floor):
            names[field.name] = []
            for items in _shares(getattr(floor, field.name)):
                place = (field.name, items[0][0])
                held = self._known.get(place)
                if held is None or not _same(held[0], items):
                    body = canonical([[key, to_plain(value)] for key, value in items])
                    held = (items, stones.digest(body))
                    fresh[held[1]] = body
                    rest()
                known[place] = held
                names[field.name].append(held[1].hex())
        self._known = known
        return canonical(names), fresh


class Gatherer:
    """Puts Floors together from parts; those read last are kept at hand."""

    def __init__(self, held_bytes: int = HELD_BYTES) -> None:
        self._most = held_bytes
        self._held: OrderedDict[Part, tuple[Items, int]] = OrderedDict()
        self._bytes = 0

    def __call__(self, connection: Connection, names: Mapping[str, Any]) -> Floor:
        """The Floor of these parts; raises KeyError when one is missing or harmed, PlainError when it does not fit this program."""
        wanted = [(name, bytes.fromhex(digest)) for name, digests in names.items() for digest in digests]
        read = self._read(connection, wanted)
        items: dict[str, list[tuple[str, Any]]] = {name: [] for name in names}
        for name, digest in wanted:
            items[name] += read[name, digest]
        values: dict[str, Any] = {name: dict(held) if _kind(name)[0] else held[0][1] for name, held in items.items()}
        return in_their_order(Floor(**values))

    def _read(self, connection: Connection, wanted: Sequence[Part]) -> dict[Part, Items]:
        read = {part: held[0] for part in wanted if (held := self._held.get(part)) is not None}
        fresh = [part for part in wanted if part not in read]
        bodies = stones.parts(connection, {digest for _, digest in fresh})
        for name, digest in fresh:
            body, kind = bodies[digest], _kind(name)[1]
            read[name, digest] = tuple((key, from_plain(kind, plain, key)) for key, plain in parse(body))
            self._hold((name, digest), read[name, digest], len(body))
        with suppress(KeyError):  # readers on several threads share this: a part may be gone that was here a moment ago
            for part in read:
                self._held.move_to_end(part)
        return read

    def _hold(self, part: Part, items: Items, size: int) -> None:
        self._held[part] = (items, size)
        self._bytes += size
        while self._bytes > self._most and self._held:
            _, (_, gone) = self._held.popitem(last=False)
            self._bytes -= gone


def plain_of(connection: Connection, names: Mapping[str, Any]) -> dict[str, Any]:
    """The plain Floor of these parts, as it crosses to a process; raises KeyError when one is missing or harmed."""
    wanted = {name: [bytes.fromhex(digest) for digest in digests] for name, digests in names.items()}
    found = stones.parts(connection, list(digests_of(names)))
    plain: dict[str, Any] = {}
    for name, digests in wanted.items():
        items = [item for digest in digests for item in parse(found[digest])]
        plain[name] = dict(items) if _kind(name)[0] else items[0][1]
    return plain


def digests_of(names: Mapping[str, Any]) -> set[bytes]:
    """The digests of every part that these names name."""
    return {bytes.fromhex(digest) for digests in names.values() for digest in digests}


def _shares(value: Any) -> Iterator[Items]:
    """A value as its parts: a mapping by runs of its names in order, anything else as one."""
    if not isinstance(value, Mapping):
        yield (("", value),)
        return
    run: list[tuple[str, Any]] = []
    for key in sorted(value):
        run.append((key, value[key]))
        if crc32(key.encode()) % SHARE == 0:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _same(old: Items, new: Items) -> bool:
    return len(old) == len(new) and all(a[0] == b[0] and a[1] is b[1] for a, b in zip(old, new, strict=True))


@cache
def _kind(field: str) -> tuple[bool, Any]:
    """Whether a field of the Floor is a mapping, and what it holds."""
    hint = type_hints(Floor)[field]
    origin = get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return True, get_args(hint)[1]
    return False, hint
