"""What is learned is put into the networks that stand, and they are the networks that would be made anew."""

from __future__ import annotations

import numpy as np
import pytest

from console.domain.batch import Batch
from console.domain.floor import Floor
from console.domain.recipe import Recipe
from console.forecast.durations import History, learn
from console.forecast.floorwide import seen_from
from console.forecast.network import Network, network_of
from console.forecast.remembered import Remembered
from console.forecast.seen import Seen
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, ordered, site, until, zones

DAY = 24 * HOUR


def lived(floor: Floor, batch: str, days: float, seed: int) -> Floor:
    events = Life(floor, batch, np.random.default_rng(seed), factor=1.3).lived().events
    return after(floor, until(events, MONDAY + days * DAY))


def taught() -> History:
    """What two past batches have shown."""
    floor = site()
    for n in range(2):
        floor = lived(ordered(floor, f"P{n}", MONDAY - 30 * DAY), f"P{n}", 0.0, n)
    return learn(floor, zones)


def never(seen: Seen, batch: Batch, recipe: Recipe, promise_to: str) -> Network:
    raise AssertionError("the whole network was made anew")


@pytest.mark.parametrize("days", [-1.0, 0.5, 6.0, 8.5])
def test_a_network_into_which_was_put_what_was_learned_is_the_one_made_anew(days: float):
    floor = lived(ordered(site(), "B", MONDAY), "B", days, 7)
    batch, recipe, history = floor.batches["B"], floor.recipes[CART], taught()
    before = seen_from(floor, MONDAY + days * DAY, zones, History())
    later = seen_from(floor, MONDAY + days * DAY + HOUR, zones, history)
    later.found["people"] = before.people
    remembered = Remembered()
    first = remembered.network(before, batch, recipe, "", network_of)
    made = remembered.network(later, batch, recipe, "", never)
    assert made == network_of(later, batch, recipe, "")
    assert made != first and made.seen_at == pytest.approx(first.seen_at + 1.0)
    assert remembered.network(later, batch, recipe, "", never) is made
