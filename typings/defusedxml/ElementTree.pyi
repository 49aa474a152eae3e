from collections.abc import Iterator, Sequence
from typing import IO, Any
from xml.etree.ElementTree import Element, ElementTree, ParseError as ParseError

def parse(
    source: Any,
    parser: Any | None = None,
    forbid_dtd: bool = False,
    forbid_entities: bool = True,
    forbid_external: bool = True,
) -> ElementTree[Element]: ...
def iterparse(
    source: Any,
    events: Sequence[str] | None = None,
    parser: Any | None = None,
    forbid_dtd: bool = False,
    forbid_entities: bool = True,
    forbid_external: bool = True,
) -> Iterator[tuple[str, Element]]: ...
def fromstring(
    text: str | bytes,
    forbid_dtd: bool = False,
    forbid_entities: bool = True,
    forbid_external: bool = True,
) -> Element: ...
