"""The words of an entry's header and the form each must have; what comes from elsewhere is held to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from db.canonical import Json

FORMAT = 1
MOST = 2**53  # numbers that count stay where every reader can count them

_TEXTS = ("actor", "app", "boot", "type")
_HEX = {"chain": 32, "prev": 64, "payload_sha256": 64, "salt": 32}
_COUNTS = ("format", "lamport", "seq", "v")
_WHOLES = ("mono", "occurred_at", "offset", "recorded_at")
_SIGNED_TEXTS = ("user", "printed_name", "role", "meaning", "over", "zone")

WORDS = frozenset({*_TEXTS, *_HEX, *_COUNTS, *_WHOLES, "id", "entities", "clk", "base", "signatures"})
"""Every word that a header of format 1 has; a later program may add some."""

_HEX_FORM = re.compile(r"[0-9a-f]*")
_ID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def header_fault(words: Json) -> str:
    """Which word of a header is missing or not in its form; nothing when all are."""
    if not isinstance(words, dict):
        return "the header is no object"
    missing = WORDS - words.keys()
    if missing:
        return f"the header lacks {min(missing)}"
    for name in WORDS:
        if not _has_form(name, words[name]):
            return f"the header's {name} is not in its form"
    return ""


def _has_form(name: str, value: Json) -> bool:
    if name in _TEXTS:
        return isinstance(value, str)
    if name in _HEX:
        return isinstance(value, str) and len(value) == _HEX[name] and _HEX_FORM.fullmatch(value) is not None
    if name in _COUNTS:
        return type(value) is int and 0 < value < MOST
    if name in _WHOLES:
        return type(value) is int
    if name == "id":
        return isinstance(value, str) and _ID_FORM.fullmatch(value) is not None
    if name == "entities":
        return isinstance(value, list) and all(isinstance(entity, str) for entity in value)
    if name == "signatures":
        return isinstance(value, list) and all(_is_signature(signature) for signature in value)
    if name == "base":
        return isinstance(value, dict) and _counts(value.get("heads")) and isinstance(value.get("saw"), dict)
    return isinstance(value, dict)


def _counts(heads: Json) -> bool:
    return isinstance(heads, dict) and all(type(seq) is int and seq > 0 for seq in heads.values())


def _is_signature(words: Any) -> bool:
    if not isinstance(words, Mapping):
        return False
    texts = all(isinstance(words.get(name), str) for name in _SIGNED_TEXTS)
    return texts and type(words.get("at")) is int and all(isinstance(words.get(name, ""), str) for name in ("key", "sig"))
