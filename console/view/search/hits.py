"""The answer of the search as it is read: groups in their order, the best first, each hit one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.service.audited import AuditRow
from console.service.found import MOST_ENTRIES
from console.service.spelling import folded
from console.view.audit_listing import changes_words, one_line
from console.view.search.floor_index import Fitting
from console.view.search.seen import Seen
from console.view.search.things import EXACT, SPELT, Kind, Thing, Where, thing

YOUNGEST = -1
"""Instead of how many more there are: nobody counted, these are the youngest."""

MOST_OF_A_KIND = 6
"""So many hits of one kind are listed: a list that must be scrolled to be read is no answer."""

WRITTEN = ("text", "title", "comment", "note", "what", "label", "detail", "summary")
"""Labels under which stands what a person wrote in sentences: an entry is known again by it."""

LONGEST_LINE = 600
"""So many letters of an entry are told here; the audit tells it whole."""


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, and how many more there are (or YOUNGEST)."""

    kind: Kind
    things: tuple[Thing, ...]
    more: int = 0


def grouped(fitting: Iterable[Fitting], entries: Sequence[Thing] = (), most: int = MOST_OF_A_KIND) -> tuple[Group, ...]:
    """Hits by kind; the kind that holds exactly what was typed stands first, then all in their usual order."""
    found: dict[Kind, list[Fitting]] = {}
    for how, one in sorted(fitting, key=lambda each: each[0]):
        found.setdefault(one.kind, []).append((how, one))
    order = sorted(found, key=lambda kind: (found[kind][0][0] not in (EXACT, SPELT), list(Kind).index(kind)))
    groups = [Group(kind, tuple(one for _, one in found[kind][:most]), max(0, len(found[kind]) - most)) for kind in order]
    if entries:
        groups.append(Group(Kind.ENTRY, tuple(entries), YOUNGEST if len(entries) >= MOST_ENTRIES else 0))
    return tuple(groups)


def entry_thing(seen: Seen, row: AuditRow, known: frozenset[str]) -> Thing:
    """An entry in one line: what, about what, what was written, who, and when; no identifier of a patient in full."""
    written = [str(value) for label, value in row.new if label.split()[-1] in WRITTEN]
    spoken_of = (*row.about, *(str(value) for label, value in row.new if label == "subject"))
    about = [name.rpartition(":")[2] for name in spoken_of]
    told = [
        row.what,
        ", ".join(about),
        "; ".join(written) or changes_words(row, seen.zone),
        f"why: {row.why}" if row.why else "",
        row.who,
        seen.at(row.recorded_at),
    ]
    line = one_line(" · ".join(part for part in told if part))[:LONGEST_LINE]
    return thing(Kind.ENTRY, f"#{row.n}", _without(line, known), Where("audit", entry=row.n))


def in_the_audit(thing_: Thing) -> Thing:
    """The way from a person or a lot to everything the record says: of a person, all they wrote."""
    return thing(Kind.ENTRY, "all", f"Everything of {thing_.id} in the audit", Where("audit", about=thing_.where.about))


def _without(line: str, known: frozenset[str]) -> str:
    """The line with every patient's identifier cut to its last four letters."""
    return " ".join(_cut(word) if folded(word.strip(".,;:()“”'\"")) in known else word for word in line.split(" "))


def _cut(word: str) -> str:
    return f"…{word.strip('.,;:()“”')[-4:]}"
