"""How the floor's values lie in a table: whole numbers, text and bytes, nothing else (STRICT tables)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Dialect, Integer, LargeBinary, TypeDecorator

from db.canonical import Json, canonical, parse
from db.clock import from_micros, to_micros
from db.ids import id_bytes, id_text


class UtcMicros(TypeDecorator[datetime]):
    """An aware instant, kept as whole microseconds since 1970 UTC."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_micros(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_micros(value)


class CanonicalJson(TypeDecorator[Json]):
    """A plain value, kept as its canonical bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> bytes | None:
        return None if value is None else canonical(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Json:
        return None if value is None else parse(value)


class EntryName(TypeDecorator[str]):
    """The name of an entry (UUIDv7), kept as its sixteen bytes."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else id_bytes(value)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else id_text(value)
