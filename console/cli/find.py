"""`find`: the one search without a window, for people and for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.service.found import MOST_ENTRIES, found_on
from console.service.spelling import asked as asked_of
from console.view.search.floor_index import Fitting, FloorIndex, far, near
from console.view.search.hits import YOUNGEST, Group, entry_thing, grouped
from console.view.search.seen import Seen
from console.view.search.things import Kind

MOST = 25
"""So many of a kind are told: here nobody scrolls, and whoever wants more narrows the words."""

KINDS = {kind.name.lower(): kind for kind in Kind}


def find(asked: argparse.Namespace) -> int:
    """Tell everything that fits the words, kind by kind, the kind that is exactly meant first."""
    if asked.kind and asked.kind not in KINDS:
        print(f"cleanroom-console: --kind is one of {', '.join(KINDS)}.", file=sys.stderr)
        return Exit.USAGE
    with reading(asked.db) as opened:
        groups = found_in(opened, " ".join(asked.words), KINDS.get(asked.kind))
    print(json.dumps(list(_plain(groups)), indent=1, ensure_ascii=False) if asked.json else _text(groups))
    return Exit.WELL


def found_in(opened: Reading, text: str, only: Kind | None) -> tuple[Group, ...]:
    """The groups of hits in a site as it stands."""
    wish, seen = asked_of(text), Seen(opened.floor, None, opened.zone)

    def beyond(_floor: object) -> list[Fitting]:
        return [*FloorIndex(near).find(seen, wish), *FloorIndex(far).find(seen, wish)]

    found = found_on(opened.pages, opened.floor, wish, beyond)
    entries = [entry_thing(seen, row, found.patients) for row in found.entries[:MOST_ENTRIES]]
    groups = grouped(found.things, entries, MOST)
    return tuple(group for group in groups if only is None or group.kind is only)


def _text(groups: tuple[Group, ...]) -> str:
    if not groups:
        return "Nothing has these words."
    lines = []
    for group in groups:
        more = {0: "", YOUNGEST: " (only the youngest are listed)"}.get(group.more, f" (and {group.more} more)")
        lines += ["", f"{group.kind.title}{more}"]
        lines += [f"  {one.id}  {one.line}" + ("" if one.word == group.kind.word else f"  [{one.word}]") for one in group.things]
    return "\n".join(lines[1:])


def _plain(groups: tuple[Group, ...]) -> Iterator[dict[str, Any]]:
    for group in groups:
        for one in group.things:
            plain = {"kind": group.kind.name.lower(), "id": one.id, "what": one.word, "line": one.line}
            yield plain | ({"batch": one.where.batch} if one.where.batch else {})
