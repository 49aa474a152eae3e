"""Stones along the record: sealed folds of its first entries, in parts they share; a look back begins at the nearest one."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db.canonical import canonical, parse
from db.entry import Place
from db.pen import Pen
from db.seal import is_signed
from db.tables import stone, stone_part

LEVEL = 6
PORTION = 400
"""So many parts are asked for at a time."""
_STONE = b"cleanroom-console-stone-v1\0"


@dataclass(frozen=True, slots=True)
class Stone:
    """The fold of the first `arrived` entries, the last of them at `place` in canonical order; `names` is what names its parts."""

    place: Place
    arrived: int
    names: Mapping[str, Any]


def digest(part: bytes) -> bytes:
    """The name of a part."""
    return hashlib.sha256(part).digest()


def packed(part: bytes) -> bytes:
    """A part as it lies on the disk."""
    return zlib.compress(part, LEVEL)


def lay(connection: Connection, pen: Pen, place: Place, arrived: int, names: bytes, parts: Mapping[bytes, bytes]) -> None:
    """Lay a stone with those of its parts (packed, by digest) that are not here yet; `names` are canonical bytes."""
    if parts:
        rows = [{"digest": name, "body": body} for name, body in parts.items()]
        connection.execute(upsert(stone_part).on_conflict_do_nothing(), rows)
    row = {
        "arrived": arrived,
        "lamport": place.lamport,
        "chain": place.chain,
        "seq": place.seq,
        "app": pen.app,
        "body": packed(names),
        "sig": pen.key.sign(_message(place, arrived, pen.app, names)),
    }
    connection.execute(delete(stone).where(stone.c.arrived == arrived))
    connection.execute(insert(stone), [row])


def stones(connection: Connection, public_key: bytes, app: str, upto: int) -> Iterator[Stone]:
    """Stones that hold, laid by this program and device over at most so many entries; the nearest first."""
    query = select(stone).where(stone.c.app == app, stone.c.arrived <= upto).order_by(stone.c.arrived.desc())
    with connection.execute(query) as rows:
        for row in rows:
            place = Place(row.lamport, row.chain, row.seq)
            names = _unpacked(row.body)
            if names is None or not is_signed(public_key, _message(place, row.arrived, row.app, names), row.sig):
                continue
            told = parse(names)
            if isinstance(told, dict):
                yield Stone(place, row.arrived, told)


def parts(connection: Connection, wanted: Collection[bytes]) -> dict[bytes, bytes]:
    """Of these parts those that are here and unharmed, by digest."""
    found: dict[bytes, bytes] = {}
    names = list(wanted)
    for first in range(0, len(names), PORTION):
        query = select(stone_part).where(stone_part.c.digest.in_(names[first : first + PORTION]))
        for row in connection.execute(query):
            part = _unpacked(row.body)
            if part is not None and digest(part) == row.digest:
                found[row.digest] = part
    return found


def here(connection: Connection, wanted: Collection[bytes]) -> set[bytes]:
    """Of these parts the digests of those that lie here, whether or not they are unharmed."""
    found: set[bytes] = set()
    names = list(wanted)
    for first in range(0, len(names), PORTION):
        query = select(stone_part.c.digest).where(stone_part.c.digest.in_(names[first : first + PORTION]))
        found.update(connection.execute(query).scalars())
    return found


def laid(connection: Connection) -> list[int]:
    """Over how many entries each stone was laid, whoever laid it and whether or not it holds."""
    return list(connection.execute(select(stone.c.arrived).order_by(stone.c.arrived)).scalars())


def all_parts(connection: Connection) -> list[bytes]:
    """The digests of every part that lies here."""
    return list(connection.execute(select(stone_part.c.digest)).scalars())


def take_up(connection: Connection, arrived: Collection[int]) -> None:
    """Remove stones, by how many entries they were laid over."""
    connection.execute(delete(stone).where(stone.c.arrived.in_(list(arrived))))


def drop(connection: Connection, unwanted: Collection[bytes]) -> None:
    """Remove parts that no stone names, or that are harmed."""
    connection.execute(delete(stone_part).where(stone_part.c.digest.in_(list(unwanted))))


def size(connection: Connection) -> int:
    """How many bytes stones and parts take, without what the file itself needs around them."""
    sums = (select(func.coalesce(func.sum(func.length(body)), 0)) for body in (stone.c.body, stone_part.c.body))
    return sum(connection.execute(one).scalar_one() for one in sums)


def _unpacked(body: bytes) -> bytes | None:
    try:
        return zlib.decompress(body)
    except zlib.error:
        return None


def _message(place: Place, arrived: int, app: str, names: bytes) -> bytes:
    words = {"place": list(place), "arrived": arrived, "app": app, "names": hashlib.sha256(names).hexdigest()}
    return _STONE + canonical(words)
