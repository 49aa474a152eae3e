"""The keyboard's twin of a drag: by a slot, to the next edge of what is lawful, to another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from console.planning.lawful import Lawful
from console.planning.moves import Wish
from console.planning.problem import Place
from console.view.board.drag import Aim, Drag, place_now, places, seconds
from console.view.board.over import tracks_at


def planned(drag: Drag) -> Drag:
    """Wished where it is planned: what is drawn may be what is expected, not what is planned."""
    if drag.mover is None:
        return drag
    start = drag.mover.plan.starts.get((drag.grip.batch, drag.grip.step))
    here = place_now(drag.mover, drag.grip)
    if start is None:
        return drag
    tracks = tracks_at(drag.picture, here) if here is not None else drag.aim.tracks
    return drag.to(Aim(seconds(drag.mover.problem.grid, start), tracks or drag.aim.tracks))


def by_slots(drag: Drag, slots: int) -> Drag:
    """Later by so many slots, earlier below 0."""
    wish = drag.wish
    return drag if wish is None else _to(drag, replace(wish, start=wish.start + slots))


def to_edge(drag: Drag, direction: int) -> Drag:
    """To the next (1) or the last (-1) edge of what is lawful at this place; it stays when there is none."""
    wish = drag.wish
    if wish is None:
        return drag
    # Where one has looked no further, a span is only cut, it does not end.
    first_seen, last_seen = drag.seen[0], drag.seen[1] - 1
    edges = sorted({edge for first, beyond in _spans(drag.lawful, wish.place) for edge in (first, beyond - 1)})
    ahead = [edge for edge in edges if (edge - wish.start) * direction > 0 and edge not in (first_seen, last_seen)]
    return _to(drag, replace(wish, start=ahead[0 if direction > 0 else -1])) if ahead else drag


def to_place(drag: Drag, direction: int) -> Drag:
    """To the next place down (1) or up (-1) the board, at the same time; the last one stays."""
    wish, choices = drag.wish, _in_order(drag)
    if wish is None or wish.place not in choices:
        return drag
    at = min(max(choices.index(wish.place) + direction, 0), len(choices) - 1)
    return _to(drag, replace(wish, place=choices[at]))


def to_lawful_place(drag: Drag, direction: int) -> Drag:
    """To the next place down or up at which it may stand at all, at the lawful start nearest to this one."""
    wish, choices = drag.wish, _in_order(drag)
    if wish is None or wish.place not in choices:
        return drag
    here = choices.index(wish.place)
    for place in choices[here + 1 :] if direction > 0 else reversed(choices[:here]):
        spans = _spans(drag.lawful, place)
        if spans:
            near = min((min(max(wish.start, a), b - 1) for a, b in spans), key=lambda at: (abs(at - wish.start), at))
            return _to(drag, replace(wish, place=place, start=near))
    return drag


def _to(drag: Drag, wish: Wish) -> Drag:
    assert drag.mover is not None
    tracks = tracks_at(drag.picture, wish.place) if wish.place is not None else drag.aim.tracks
    return drag.to(Aim(seconds(drag.mover.problem.grid, wish.start), tracks))


def _in_order(drag: Drag) -> list[Place]:
    """The places of the step that the board shows, from top to bottom."""
    if drag.mover is None:
        return []
    shown = [place for place in places(drag.mover.problem, drag.grip) if tracks_at(drag.picture, place)]
    return sorted(shown, key=lambda place: (tracks_at(drag.picture, place), place.instrument))


def _spans(lawful: Sequence[Lawful], place: Place | None) -> tuple[tuple[int, int], ...]:
    return next((each.spans for each in lawful if each.place == place), ())
