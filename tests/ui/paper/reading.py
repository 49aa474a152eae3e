"""A PDF of ours read back without a library: its objects, and the text that a reader would extract, page by page."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\r?\n(.*?)\r?\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9a-fA-F]+)> Tj|(ET)")


def objects(content: bytes) -> dict[int, bytes]:
    """Every object of the file by its number."""
    return {int(number): body for number, body in _OBJECT.findall(content)}


def stream(body: bytes) -> bytes:
    """What an object's stream holds, unpacked."""
    found = _STREAM.search(body)
    assert found
    # What is packed ends by itself: the line's end after it may look like its last byte.
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body else found[1]


def page_count(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", content))


def texts(content: bytes) -> list[str]:
    """The text of each page as its fonts' ToUnicode tables give it; each drawn piece is a line."""
    found = objects(content)
    fonts = {number: _letters(found, body) for number, body in found.items() if b"/ToUnicode" in body}
    pages = [body for body in found.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)]
    return [_shown(stream(found[_ref(page, b"Contents")]), fonts) for page in pages]


def _ref(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found
    return int(found[1])


def _letters(found: dict[int, bytes], font: bytes) -> dict[str, str]:
    table = stream(found[_ref(font, b"ToUnicode")]).decode()
    letters = {}
    for first, _, told in re.findall(r"<(\w{4})> <(\w{4})> \[(.*?)\]", table, re.DOTALL):
        for place, wire in enumerate(re.findall(r"<(\w+)>", told)):
            letters[f"{int(first, 16) + place:04x}"] = bytes.fromhex(wire).decode("utf-16-be")
    return letters


def _shown(drawn: bytes, fonts: dict[int, dict[str, str]]) -> str:
    said, letters = [], {}
    for font, glyphs, end in _SHOWN.findall(drawn):
        if font:
            letters = fonts[int(font)]
        elif end:
            said.append("\n")
        else:
            wire = glyphs.decode().lower()
            said += [letters[wire[at : at + 4]] for at in range(0, len(wire), 4)]
    return "".join(said)
