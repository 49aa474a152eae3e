"""Values to plain JSON and back: strings, integers, booleans, lists and objects only, so that what is hashed holds no float."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

type_hints = cache(get_type_hints)

DIGITS = 60
"""How long a decimal may be: 1E+99999999 is four letters on the wire and a hundred million written out."""


class PlainError(ValueError):
    """A plain value that does not fit its type; says where."""


def to_plain(value: Any) -> Any:
    """The plain JSON form of a domain value; fields at their default are left out, so old readers stay content."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        stated = [(name, getattr(value, name), default) for name, default in _fields(type(value))]
        return {name: to_plain(held) for name, held, default in stated if not _is_default(held, default)}
    if isinstance(value, Mapping):
        return {_key(k): to_plain(v) for k, v in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(v) for v in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(v) for v in value)
    raise PlainError(f"a {type(value).__name__} has no plain form")


def instant_text(at: datetime) -> str:
    """An aware instant as UTC text with microseconds, such as 2026-11-01T05:30:00.000000Z."""
    if at.tzinfo is None:
        raise PlainError("an instant without a zone")
    try:
        there = at.astimezone(UTC).replace(tzinfo=None)
    except OverflowError as wrong:
        raise PlainError("an instant beyond the calendar") from wrong
    return there.isoformat(timespec="microseconds") + "Z"  # strftime writes the year 202 with three digits


def from_plain(kind: Any, plain: Any, place: str = "") -> Any:
    """The domain value of type `kind` from its plain form; unknown fields are ignored; raises PlainError naming the place."""
    try:
        return _reader(kind)(plain, place)
    except PlainError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as wrong:
        raise PlainError(f"{place or 'value'}: {wrong}") from wrong


def _key(key: Any) -> str:
    if isinstance(key, Enum):
        return str(key.value)
    if isinstance(key, str):
        return key
    raise PlainError(f"a {type(key).__name__} cannot be a name")


_MISSING = object()


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    found = []
    for f in dataclasses.fields(kind):
        default: Any = f.default
        if default is dataclasses.MISSING:
            make: Any = f.default_factory
            default = _MISSING if make is dataclasses.MISSING else make()
        found.append((f.name, default))
    return tuple(found)


def _is_default(value: Any, default: Any) -> bool:
    return default is not _MISSING and type(value) is type(default) and bool(value == default)


Reader = Callable[[Any, str], Any]


@cache
def _reader(kind: Any) -> Reader:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = _reader(next(a for a in get_args(kind) if a is not type(None)))
        return lambda plain, place: None if plain is None else inner(plain, place)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if origin is frozenset:
        item = _reader(get_args(kind)[0])
        return lambda plain, place: frozenset(item(p, place) for p in _list(plain, place))
    if origin is not None and issubclass(origin, Mapping):
        item = _reader(get_args(kind)[1])
        return lambda plain, place: {k: item(v, f"{place}.{k}") for k, v in _object(plain, place).items()}
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    return _leaf_reader(kind)


def _tuple_reader(args: tuple[Any, ...]) -> Reader:
    if len(args) == 2 and args[1] is Ellipsis:
        item = _reader(args[0])
        return lambda plain, place: tuple(item(p, f"{place}[{n}]") for n, p in enumerate(_list(plain, place)))
    items = tuple(_reader(a) for a in args)
    return lambda plain, place: tuple(r(p, place) for r, p in zip(items, _list(plain, place), strict=True))


def _list(plain: Any, place: str) -> Any:
    if not isinstance(plain, list | tuple):
        raise PlainError(f"{place}: a list is needed, not {type(plain).__name__}")
    return plain


def _object(plain: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(plain, Mapping):
        raise PlainError(f"{place}: an object is needed, not {type(plain).__name__}")
    return plain


def _dataclass_reader(kind: type) -> Reader:
    hints = type_hints(kind)
    readers: dict[str, Reader] = {}
    defaults = dict(_fields(kind))

    def read(plain: Any, place: str) -> Any:
        _object(plain, place or kind.__name__)
        values = {}
        for name, default in defaults.items():
            if name in plain:
                if name not in readers:
                    readers[name] = _reader(hints[name])
                values[name] = readers[name](plain[name], f"{place}.{name}" if place else name)
            elif default is _MISSING:
                raise PlainError(f"{place or kind.__name__}: {name} is missing")
        return kind(**values)

    return read


def _leaf_reader(kind: Any) -> Reader:
    if kind is datetime:
        return lambda plain, place: _instant(plain)
    if kind is Decimal:
        return lambda plain, place: _decimal(plain, place)
    if kind is time:
        return lambda plain, place: plain if isinstance(plain, time) else _parsed(time.fromisoformat, plain, place)
    if kind is date:
        return lambda plain, place: plain if isinstance(plain, date) else _parsed(date.fromisoformat, plain, place)
    if kind is Any:
        return lambda plain, place: plain
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda plain, place: _parsed(kind, plain, place)
    return lambda plain, place: _exactly(kind, plain, place)


def _parsed(read: Callable[[Any], Any], plain: Any, place: str) -> Any:
    try:
        return read(plain)
    except (TypeError, ValueError) as wrong:
        raise PlainError(f"{place}: {wrong}") from wrong


def _exactly(kind: Any, plain: Any, place: str) -> Any:
    if isinstance(kind, type) and isinstance(plain, kind) and not (kind is int and isinstance(plain, bool)):
        return plain
    raise PlainError(f"{place}: {getattr(kind, '__name__', kind)} is needed, not {plain!r}")


def _decimal(plain: Any, place: str) -> Decimal:
    if isinstance(plain, bool) or not isinstance(plain, str | int | Decimal):
        raise PlainError(f"{place}: a decimal text is needed, not {plain!r}")
    number = Decimal(plain)
    if not number.is_finite():
        raise PlainError(f"{place}: {plain!r} is not a number")
    if abs(number.adjusted()) > DIGITS or len(number.as_tuple().digits) > DIGITS:
        raise PlainError(f"{place}: that is no number one can measure")
    return number


def _instant(plain: Any) -> datetime:
    at = plain if isinstance(plain, datetime) else datetime.fromisoformat(plain)
    if at.tzinfo is None:
        raise PlainError("an instant without a zone")
    return at.astimezone(UTC)
