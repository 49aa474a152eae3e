"""The file as an archive wants it: what Qt writes is not PDF/A-1b yet.

ISO 19005-1: no uncalibrated CMYK (6.2.3), metadata in known schemas only (6.7.9) and saying what the file's own facts say
(6.7.3). Qt lists a CMYK it never uses, a property the 2004 schema of XMP does not know, an author nobody named, and the
instant of this machine's clock instead of the site's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from xml.sax.saxutils import escape

_ENTRY = 20
"""Bytes of one line of the table of places (ISO 32000, 7.5.4)."""
_LETTERS = re.compile(rb"beginbfrange.*?endbfrange", re.DOTALL)
_NAMES = re.compile(rb"(<\w{4}> <\w{4}> )(.*)")
"""A range of drawn letters and the names they are read out by."""
_FIXED_ID = re.compile(rb"/ID \[.*?\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says of itself: its title, the program, what drew it, and when the report was made."""

    title: str
    program: str
    producer: str
    at: datetime


def archived(content: bytes, facts: Facts) -> bytes:
    """The file of Qt's, as PDF/A-1b; raises ValueError when it is not built as Qt builds it."""
    objects, trailer = _read(content)
    info, catalogue = _reference(trailer, b"Info"), _reference(trailer, b"Root")
    objects[info] = _info(facts)
    objects[_reference(objects[catalogue], b"Metadata")] = _metadata(facts)
    return _written({number: _spaced(_calibrated(body)) for number, body in objects.items()}, trailer)


def _read(content: bytes) -> tuple[dict[int, bytes], bytes]:
    """Every object by its number, and the trailer."""
    at = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    first, count = (int(word) for word in content[at:].split(None, 3)[1:3])
    table = content.index(b"\n", at + 5) + 1
    places = {}
    for number in range(count):
        line = content[table + number * _ENTRY : table + (number + 1) * _ENTRY]
        if line[17:18] == b"n":
            places[first + number] = int(line[:10])
    ends = dict(pairwise(sorted([*places.values(), at])))
    bodies = {n: content[place : ends[place]] for n, place in sorted(places.items())}
    if not all(body.startswith(b"%d 0 obj" % number) for number, body in bodies.items()):
        raise ValueError("this file is not built as Qt builds it")
    trailer = content[content.rindex(b"trailer") : content.rindex(b"startxref")]
    return {n: body[body.index(b"obj") + 3 : body.rindex(b"endobj")].strip() for n, body in bodies.items()}, trailer


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    if found is None:
        raise ValueError(f"this file has no {name.decode()}")
    return int(found[1])


def _written(objects: dict[int, bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    name = hashlib.sha256(bytes(out)).hexdigest()[:32].encode()
    size = max(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n" % size
    # A number that is not used is free; all free ones are told as never to be used again.
    lines = (b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    out += b"".join(lines)
    return bytes(out + _FIXED_ID.sub(b"/ID [ <%s> <%s> ]" % (name, name), trailer) + b"startxref\n%d\n%%%%EOF\n" % start)


def _calibrated(body: bytes) -> bytes:
    """The colours of a page without the CMYK that nothing on it uses."""
    head, stream, rest = body.partition(b"stream")
    return head.replace(b"/DeviceCMYK", b"/DeviceRGB") + stream + rest


def _spaced(body: bytes) -> bytes:
    """Spaces read out as spaces: Qt names the letter of a space by the tab that looks the same; each name is as long."""

    def mended(table: re.Match[bytes]) -> bytes:
        return _NAMES.sub(lambda line: line[1] + line[2].replace(b"<0009>", b"<0020>"), table[0])

    return _LETTERS.sub(mended, body) if b"begincmap" in body else body


def _info(facts: Facts) -> bytes:
    def text(words: str) -> bytes:
        return b"<feff" + words.encode("utf-16-be").hex().encode() + b">"

    at = f"(D:{facts.at.astimezone(UTC):%Y%m%d%H%M%S}+00'00')".encode()
    told = ((b"Title", text(facts.title)), (b"Creator", text(facts.program)), (b"Producer", text(facts.producer)))
    said = (*told, (b"CreationDate", at), (b"ModDate", at))
    return b"<<\n" + b"\n".join(b"/%s %s" % pair for pair in said) + b"\n>>"


def _metadata(facts: Facts) -> bytes:
    at = f"{facts.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00"
    title, program, producer = (escape(words) for words in (facts.title, facts.program, facts.producer))
    described = (
        ("pdfaid", "http://www.aiim.org/pdfa/ns/id/", "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"),
        (
            "dc", "http://purl.org/dc/elements/1.1/",
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>',
        ),
        (
            "xmp", "http://ns.adobe.com/xap/1.0/",
            f"<xmp:CreatorTool>{program}</xmp:CreatorTool><xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>",
        ),
        ("pdf", "http://ns.adobe.com/pdf/1.3/", f"<pdf:Producer>{producer}</pdf:Producer>"),
    )  # fmt: skip
    parts = "\n".join(
        f'<rdf:Description rdf:about="" xmlns:{name}="{url}">{said}</rdf:Description>' for name, url, said in described
    )
    packet = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n{parts}\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()
    return b"<<\n/Type /Metadata /Subtype /XML\n/Length %d\n>>\nstream\n%s\nendstream" % (len(packet), packet)
