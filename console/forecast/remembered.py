"""What stays true between two looks at a floor: the network of a batch of which nothing has changed."""

from __future__ import annotations

from collections.abc import Callable

from console.domain.batch import Batch
from console.domain.floor import AppointmentKind, RoomOut
from console.domain.recipe import Recipe
from console.forecast.network import Network
from console.forecast.relearned import relearned
from console.forecast.seen import Seen

MOST = 400
"""Networks kept at hand; those of batches not asked for longest are forgotten first."""

Make = Callable[[Seen, Batch, Recipe, str], Network]


class Remembered:
    """Networks found before, each with all it was found from; it saves time and changes nothing."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], tuple[object, ...], Network]] = {}

    def network(self, seen: Seen, batch: Batch, recipe: Recipe, promise_to: str, make: Make) -> Network:
        """The batch's network, made anew where anything it rests on is not the very same as last time.

        Where that is the history alone, only what was learned is put in anew.
        """
        same, equal = _rests_on(seen, batch, recipe), (promise_to, *_told(seen, batch))
        kept = self._kept.pop(batch.id, None)
        if kept is None or kept[1] != equal or any(a is not b for a, b in zip(kept[0][1:], same[1:], strict=True)):
            kept = (same, equal, make(seen, batch, recipe, promise_to))
        elif kept[0][0] is not same[0]:
            kept = (same, equal, relearned(seen, batch, recipe, kept[2]))
        while len(self._kept) >= MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[batch.id] = kept
        return kept[2]


def _rests_on(seen: Seen, batch: Batch, recipe: Recipe) -> tuple[object, ...]:
    return (seen.history, batch, recipe, seen.floor.facility, seen.crews, seen.clocks)


def _told(seen: Seen, batch: Batch) -> tuple[object, ...]:
    """What else the floor says that holds this batch: its clinic slots, its open deviations, rooms that are out."""
    slots = (seen.slots.get((batch.id, kind)) for kind in AppointmentKind)
    out = tuple(room for room in seen.floor.rooms.values() if room.out is not RoomOut.NO)
    return (*slots, seen.deviations.get(batch.id, ()), out)
