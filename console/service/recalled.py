"""The outlook of an hour that is past, put together from the forecasts that were kept: nothing in it is made anew."""

from __future__ import annotations

from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.service.held import Held, KeptForecast

QUARTER = (25 - 10) / (50 - 10)
"""How far from P10 to P50 the P25 lies on a straight line."""


def recalled(held: Held, zones: Zones) -> Outlook | None:
    """What was expected of every live batch at the instant; None where no forecast had been kept by then.

    The promise is a fact of the floor that was held. Not kept, and so not there: the expected times of single steps, what stood
    in a batch's way in the forecast's words, the latest safe start of a harvest, and what the forecast rested on.
    """
    made = {one.batch: forecast for one in held.kept if (forecast := _forecast(held.floor, one, zones)) is not None}
    if not held.kept:
        return None
    return Outlook(max(one.made_at for one in held.kept), held.entries, made)


def _forecast(floor: Floor, kept: KeptForecast, zones: Zones) -> Forecast | None:
    """A kept row as the forecast it was; None when its batch no longer lived, so that nothing was said of it any more."""
    batch = floor.batches.get(kept.batch)
    if batch is None or not batch.live:
        return None
    promise = promise_of(floor, batch, zones)
    return Forecast(
        batch=kept.batch,
        product=batch.product,
        made_at=kept.made_at,
        promise_to=promise.to_step if promise else "",
        promise_at=promise.by if promise else None,
        release=None if batch.released_at is not None else _release(kept),
        end=_end(kept),
        p_keep=kept.p_keep,
        p_never=kept.p_never,
        n_history=kept.n_history,
    )


def _release(kept: KeptForecast) -> Quantiles | None:
    if not (kept.p10 and kept.p25 and kept.p50 and kept.p75 and kept.p90):
        return None
    return Quantiles(kept.p10, kept.p25, kept.p50, kept.p75, kept.p90)


def _end(kept: KeptForecast) -> Quantiles | None:
    """Of the promise's end three points are kept; the quarters lie on the straight lines between them, and so add nothing."""
    if not (kept.end_p10 and kept.end_p50 and kept.end_p90):
        return None
    low, middle, high = kept.end_p10, kept.end_p50, kept.end_p90
    return Quantiles(low, low + (middle - low) * QUARTER, middle, high - (high - middle) * QUARTER, high)
