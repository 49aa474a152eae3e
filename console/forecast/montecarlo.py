"""Many futures of one batch at once: every remaining step drawn, laid end to end, and counted."""

from __future__ import annotations

from console.forecast.network import Network
from console.forecast.passage import Futures, Passage


def futures(network: Network, scenarios: int, seed: int, before: Futures | None = None, now: float = 0.0) -> Futures:
    """The remaining network of one batch, run through `scenarios` times with nobody else in the way.

    `now` is in hours from the origin. With the futures of the whole network `before`, a part of it is run anew from the same
    draws; all else stays as it was, and each step waits for people and places as long as it did then.
    """
    passage = Passage(network, now, scenarios, seed, before)
    passage.alone()
    return passage.futures()


__all__ = ["Futures", "futures"]
