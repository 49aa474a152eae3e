"""What a scanner reads: AIM prefixes, ISBT 128 and GS1 identifiers, our own plain numbers; structure only, no licensed tables."""

from __future__ import annotations

import re
from dataclasses import dataclass

from console.domain.blanks import NUMBER

MAX_LENGTH = 256
_GS = "\x1d"
_AIM = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_DIN = re.compile(r"^=[A-NP-Z1-9][0-9A-Z]{12}[0-9A-Z]{2}$")
_FIXED = {"01": 14, "17": 6, "11": 6}
_ISBT = {
    "&/": "coi",
    "=<": "product_code",
    "&>": "expires_at",
    "=>": "expires_on",
    "&)": "container_lot",
    "='": "person",
    "&,1": "material",
}


@dataclass(frozen=True, slots=True)
class Label:
    """What a scan says: identifiers by name (`din`, `coi`, `gtin`, `lot`, `serial`, `person`, `blank`, `text`) and the text."""

    read: str
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """The identifier of this name, or an empty text."""
        return dict(self.fields).get(name, "")


def parse(read: str) -> Label | None:
    """The label of a scanned text, or None when it is empty, too long, or holds control characters other than GS."""
    text = read.strip(" \r\n\t")
    if not text or len(text) > MAX_LENGTH or any(ord(c) < 32 and c != _GS for c in text):
        return None
    text = _AIM.sub("", text).lstrip(_GS)  # some scanners send the leading FNC1 as a separator
    if _DIN.match(text):
        return Label(read, (("din", text[1:14]), ("din_flags", text[14:16])))
    for mark in sorted(_ISBT, key=len, reverse=True):
        if text.startswith(mark) and len(text) > len(mark):
            return Label(read, ((_ISBT[mark], text[len(mark) :]),))
    if NUMBER.fullmatch(text):
        return Label(read, (("blank", text), ("text", text)))
    gs1 = _gs1(text)
    if gs1:
        return Label(read, gs1)
    return Label(read, (("text", text),)) if text and _GS not in text else None


def _gs1(text: str) -> tuple[tuple[str, str], ...]:
    if text.startswith("("):
        pairs = re.findall(r"\((\d{2,4})\)([^(]+)", text)
    elif re.match(r"^01\d{14}", text):
        pairs = _element_string(text)
    else:
        return ()
    names = {"01": "gtin", "17": "expires_on", "10": "lot", "21": "serial", "11": "made_on", "8018": "service_relation"}
    return tuple((names[ai], read) for ai, value in pairs if ai in names and (read := value.strip(_GS)))


def _element_string(text: str) -> list[tuple[str, str]]:
    pairs = []
    rest = text
    while len(rest) > 2:
        ai = rest[:4] if rest.startswith("8018") else rest[:2]
        rest = rest[len(ai) :]
        size = _FIXED.get(ai)
        end = size if size is not None else (rest.find(_GS) if _GS in rest else len(rest))
        pairs.append((ai, rest[:end]))
        rest = rest[end:].lstrip(_GS)
    return pairs
