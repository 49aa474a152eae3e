"""The luck that stays with a batch: a donor's slow cells, a difficult week; what it showed so far tells a little of what comes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.forecast.learning.sightings import Key, Lessons
from console.forecast.spread import Spread

FEWEST = 3
"""How many steps of a batch must be known before they say anything of what they have in common."""
LATELY = 100
"""How many of the latest batches are looked at."""
DOUBT = 6.0
"""For how many batches the usual (no luck in common) counts."""
MOST = 0.6
LEAST = 0.03
"""A share of luck below this is none."""
WILD = 3.0


@dataclass(frozen=True, slots=True)
class Luck:
    """What the steps of one batch have in common: the share of the variance of each (0 to MOST), and where this batch's lies.

    In normals: a step's own z is √(1 − share) · z + √share · c, and c is normal about `mean` with `sd`, from what is over already.
    """

    share: float = 0.0
    mean: float = 0.0
    sd: float = 1.0


NO_LUCK = Luck()


def share_of(batches: Sequence[Sequence[float]]) -> float:
    """The share of the variance that steps of one batch have in common, from the standardised log-hours of each batch.

    The mean product of two different steps of one batch (the intraclass correlation by moments, Donner 1986), shrunk to none as
    if DOUBT batches had shown none; rounded to hundredths, so that it changes seldom.
    """
    total = pairs = count = 0.0
    for values in batches[-LATELY:]:
        if len(values) < FEWEST:
            continue
        drawn_in = [min(WILD, max(-WILD, v)) for v in values]
        whole = sum(drawn_in)
        total += (whole * whole - sum(v * v for v in drawn_in)) / (len(drawn_in) * (len(drawn_in) - 1))
        pairs += 1.0
        count += 1.0
    if count < 2.0:
        return 0.0
    found = total / pairs * count / (count - 1.0) * count / (count + DOUBT)
    return round(min(MOST, found), 2) if found >= LEAST else 0.0


def luck_of(share: float, seen: Iterable[float]) -> Luck:
    """The luck of a batch whose steps so far came out at these standard values: normal on normal."""
    if share <= 0.0:
        return NO_LUCK
    values = [min(WILD, max(-WILD, v)) for v in seen]
    precision = 1.0 + len(values) * share / (1.0 - share)
    mean = math.sqrt(share) / (1.0 - share) * sum(values) / precision
    return Luck(share, mean, 1.0 / math.sqrt(precision))


def standardised(lessons: Iterable[Lessons], laws: Mapping[Key, Spread]) -> list[list[float]]:
    """What each batch's finished work came out at, in standard values under what was learned of each step."""
    found = []
    for batch in lessons:
        told = ((sighting.value, laws[sighting.key]) for sighting in batch.took if not sighting.bounded)
        found.append([(value - law.mu) / law.scale for value, law in told if law.scale > 0.0])
    return found
