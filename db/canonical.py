"""The one way a value is written down before it is sealed: canonical JSON bytes.

Sorted keys, no spaces, UTF-8 in Unicode form NFC; integers, strings, booleans, null, lists and objects only. Two
programs that hold the same value therefore seal the same bytes. Decimals travel as strings: a binary fraction has
more than one way of being written.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

# A value as JSON knows it. Recursive aliases do not survive Python 3.11's TypeAlias at run time, hence Any inside.
Json: TypeAlias = Any

_INT_BOUND = 2**63
_LONG_NUMBER = re.compile(rb"\d{19}")


class NotCanonical(ValueError):
    """A value has no canonical form; `path` says where in it."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path or 'the value'}: {why}")
        self.path = path
        self.why = why


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False)


def canonical(value: Json) -> bytes:
    """The canonical bytes of a value; raises NotCanonical with the path of what has none."""
    return _written(_plain(value, ""))


def parse(data: bytes) -> Json:
    """The value that canonical bytes hold; raises ValueError for a binary fraction or what is no JSON."""
    return _DECODER.decode(data.decode("utf-8"))


def is_canonical(data: bytes) -> bool:
    """Whether bytes are exactly the canonical form of what they say."""
    try:
        return is_written(data, parse(data))
    except (ValueError, RecursionError):
        return False


def is_written(data: bytes, value: Json) -> bool:
    """Whether bytes are the canonical form of the value that was parsed from them: quicker than to write it anew."""
    try:
        if _LONG_NUMBER.search(data) is None and (data.isascii() or unicodedata.is_normalized("NFC", data.decode("utf-8"))):
            return _written(value) == data
        return canonical(value) == data  # an escape before a combining letter looks composable and is not
    except ValueError:
        return False


def _written(plain: Json) -> bytes:
    return _ENCODER.encode(plain).encode("utf-8")


def _refuse(text: str) -> Json:
    raise NotCanonical("", f"{text} is no whole number")


def _plain(value: Json, path: str) -> Json:
    if value is None or value is True or value is False:
        return value
    if type(value) is int:
        if not -_INT_BOUND <= value < _INT_BOUND:
            raise NotCanonical(path, "an integer beyond 64 bits")
        return value
    if type(value) is str:
        return _text(value, path)
    if isinstance(value, Mapping):
        return _object(value, path)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray)):
        return [_plain(item, f"{path}[{place}]") for place, item in enumerate(value)]
    raise NotCanonical(path, f"a {type(value).__name__} has no canonical form")


def _text(value: str, path: str) -> str:
    if value.isascii():
        return value
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise NotCanonical(path, "half of a surrogate pair")
    return unicodedata.normalize("NFC", value)


def _object(value: Mapping[Json, Json], path: str) -> dict[str, Json]:
    plain: dict[str, Json] = {}
    for key, item in value.items():
        if type(key) is not str:
            raise NotCanonical(path, f"a key that is a {type(key).__name__}, not a string")
        name = _text(key, path)
        if name in plain:
            raise NotCanonical(path, f"two keys that are both {name!r} in form NFC")
        plain[name] = _plain(item, f"{path}.{name}" if path else name)
    return plain


_DECODER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
