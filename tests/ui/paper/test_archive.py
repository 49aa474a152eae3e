"""PDF/A-1b in fact: what a validator asks of a file, asked of ours; the validator's own word stands in docs/validation/paper.md."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication

from console.report.tree import Document
from console.ui.paper.archive import Facts, archived
from console.ui.paper.printer import pdf
from tests.report.documents import longest, report
from tests.ui.paper.reading import objects, stream

FORBIDDEN = (b"/Encrypt", b"/JavaScript", b"/JS", b"/EmbeddedFiles", b"/Launch", b"/DeviceCMYK", b"LZWDecode")
DOCUMENTS = {"ordinary": report(60), "longest": longest()}


def trailer(content: bytes) -> bytes:
    return content[content.rindex(b"trailer") :]


def info(content: bytes) -> bytes:
    found = re.search(rb"/Info (\d+) 0 R", trailer(content))
    assert found
    return objects(content)[int(found[1])]


def said(content: bytes) -> str:
    return next(stream(body) for body in objects(content).values() if b"/Type /Metadata" in body).decode()


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("text", [1.0, 2.0])
def test_nothing_in_the_file_is_what_pdf_a_forbids(qapp: QApplication, name: str, text: float) -> None:
    found = objects(pdf(DOCUMENTS[name], text))
    heads = b"\n".join(body.partition(b"stream")[0] for body in found.values())
    for forbidden in FORBIDDEN:
        assert forbidden not in heads, forbidden
    assert set(re.findall(rb"/SMask\s*/(\w+)", heads)) <= {b"None"}
    assert set(re.findall(rb"/(?:CA|ca) ([\d.]+)", heads)) <= {b"1", b"1.0"}
    assert not re.search(rb"/S /Transparency", heads)
    assert b"/OutputIntents" in heads and b"/GTS_PDFA1" in heads and b"/DestOutputProfile" in heads


def test_every_font_is_in_the_file_with_its_names_and_its_letters(qapp: QApplication) -> None:
    found = objects(pdf(report(60)))
    fonts = [body for body in found.values() if b"/Subtype /Type0" in body]
    assert len(fonts) == 2 and all(b"/ToUnicode" in body for body in fonts)
    described = [body for body in found.values() if b"/Type /FontDescriptor" in body]
    assert len(described) == 2 and all(b"/FontFile2" in body and b"/CIDSet" in body for body in described)


def test_the_file_says_the_same_of_itself_in_both_places_and_the_instant_of_the_site(qapp: QApplication) -> None:
    document = report(3)
    content = pdf(document)
    at = document.imprint.made_at
    assert f"D:{at:%Y%m%d%H%M%S}+00'00'".encode() in info(content)
    assert f"<xmp:CreateDate>{at:%Y-%m-%dT%H:%M:%S}+00:00</xmp:CreateDate>" in said(content)
    title = f"{document.imprint.site_class} · {document.imprint.site} · {document.title}"
    assert title in said(content) and title.encode("utf-16-be").hex().encode() in info(content)
    assert document.imprint.program in said(content)
    for unknown in ("pdf:Trapped", "dc:creator", "xmpMM"):
        assert unknown not in said(content)


def test_what_people_wrote_is_no_markup_in_the_facts_of_the_file(qapp: QApplication) -> None:
    odd = replace(report(1), title="A & B <c> (d) \\")
    content = pdf(odd)
    assert "A &amp; B &lt;c&gt; (d) \\" in said(content)
    assert odd.title.encode("utf-16-be").hex().encode() in info(content)


def test_every_place_in_the_table_is_that_of_its_object(qapp: QApplication) -> None:
    content = pdf(longest())
    at = int(content[content.rindex(b"startxref") + 9 :].split()[0])
    assert content[at : at + 4] == b"xref"
    lines = content[at:].split(b"\n")[2:]
    count = int(content[at:].split(None, 3)[2])
    used = {n: int(line[:10]) for n, line in enumerate(lines[:count]) if line.endswith(b"n ")}
    assert len(used) == len(objects(content)) > 10
    assert all(content[place:].startswith(b"%d 0 obj" % number) for number, place in used.items())
    assert all(len(line) == 19 for line in lines[:count])


def test_lengths_are_those_of_the_streams(qapp: QApplication) -> None:
    found = objects(pdf(report(3)))
    for body in found.values():
        length = re.search(rb"/Length (\d+)( 0 R)?", body)
        if length and b"\nstream\n" in body:
            told = int(found[int(length[1])]) if length[2] else int(length[1])
            start = body.index(b"\nstream\n") + 8
            assert body[start + told :].strip() == b"endstream"


def test_a_file_built_otherwise_is_refused(qapp: QApplication) -> None:
    content = pdf(report(1))
    document: Document = report(1)
    facts = Facts("t", "p", "q", document.imprint.made_at + timedelta(hours=1))
    assert archived(content, facts) != content
    with pytest.raises(ValueError):
        archived(content.replace(b"/Info", b"/Onfi"), facts)
    with pytest.raises(ValueError):
        archived(content.replace(b"\n2 0 obj", b"\n3 0 obj"), facts)
