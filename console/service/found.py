"""What the one search finds in the record: things of the floor that only a longer look finds, and entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from console.domain.floor import Floor
from console.service.audited import AuditRow
from console.service.spelling import Asked, folded

T = TypeVar("T")

MOST_ENTRIES = 12
"""So many entries one answer of the search holds; whoever wants more narrows the words or reads the audit."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The answer to one wish: what was sought on the floor, and the entries, best first and youngest first among equals.

    `patients` are the identifiers that no line may show whole.
    """

    things: tuple[T, ...]
    entries: tuple[AuditRow, ...]
    patients: frozenset[str] = frozenset()


def patients(floor: Floor) -> frozenset[str]:
    """The identifiers of patients this floor knows, folded: no entry is looked for by them, and none is shown in a line."""
    batches = (*floor.batches.values(), *floor.left.values())
    return frozenset(folded(one) for batch in batches for one in (batch.coi, batch.subject) if one)


def without_patients(asked: Asked, known: frozenset[str]) -> Asked:
    """The same wish without what identifies a patient."""
    return replace(asked, words=tuple(word for word in asked.words if word not in known))


class Searched(Protocol):
    """The part of the record that is searched."""

    def find(self, asked: Asked, limit: int) -> tuple[AuditRow, ...]:
        """The entries of a wish."""


def found_on(readings: Searched, floor: Floor, asked: Asked, seek: Callable[[Floor], Sequence[T]]) -> Found[T]:
    """The answer to a wish, from the record and from the floor."""
    known = patients(floor)
    return Found(tuple(seek(floor)), readings.find(without_patients(asked, known), MOST_ENTRIES), known)
