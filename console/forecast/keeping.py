"""Which forecasts are kept: every one that was shown and says something else than the one kept before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from console.forecast.outlook import Forecast, Outlook, Quantiles

SAME_WITHIN = timedelta(minutes=1)
SAME_SHARE = 0.01
"""Instants are shown to the minute: a move from what was kept of no more than that, or than this share of the span from P10 to P90,
is not another statement: a thousand scenarios know their own P50 to one or two hundredths of that span."""
SAME_CHANCE = 0.005
"""Chances are shown in whole per cent."""
SAME_INSTANT = timedelta(milliseconds=1)
TICK = timedelta(microseconds=1)
"""Two different forecasts of one instant (a demo that is paused while people act) keep their order by a microsecond."""
AT_LEAST_EVERY = timedelta(hours=1)
"""A forecast that stands is kept again after this, so that each sealed hour tells what stood in it and that somebody looked."""


def worth_keeping(outlook: Outlook, kept: Mapping[str, Forecast]) -> Outlook:
    """The outlook with those forecasts only that are to be kept, given what was kept last of each batch.

    Compared is always with what was KEPT, never with what was shown last: a slow drift is kept as soon as it has gone further
    than `same_within` from the last row, so that at every moment the last row is what was shown, as far as that was known.
    """
    made = {
        name: _after(forecast, kept.get(name)) for name, forecast in outlook.forecasts.items() if differs(forecast, kept.get(name))
    }
    return replace(outlook, forecasts=made)


def _after(made: Forecast, kept: Forecast | None) -> Forecast:
    if kept is None or not kept.made_at - SAME_INSTANT < made.made_at <= kept.made_at:
        return made
    return replace(made, made_at=kept.made_at + TICK)


def differs(made: Forecast, kept: Forecast | None) -> bool:
    """Whether a forecast says something else than the one kept before it, or stands for so long that it is to be kept again."""
    if kept is None or made.made_at < kept.made_at or _named(made) != _named(kept):
        return True
    if made.release is None and made.end is None:
        return False  # nothing is forecast any more
    if made.made_at - kept.made_at >= AT_LEAST_EVERY:
        return True
    chances = [(made.p_keep, kept.p_keep), (made.p_never, kept.p_never)]
    return (
        _moved(made.release, kept.release)
        or _moved(made.end, kept.end)
        or any((a is None) != (b is None) or abs((a or 0.0) - (b or 0.0)) > SAME_CHANCE for a, b in chances)
    )


def _named(forecast: Forecast) -> tuple[object, ...]:
    """What is either the same or another: no measure lies between."""
    ends = forecast.release is None, forecast.end is None
    told = forecast.product, forecast.recipe, forecast.step, forecast.model, forecast.n_history
    return *ends, *told, forecast.promise_to, forecast.promise_at, forecast.plan_at


def _moved(made: Quantiles | None, kept: Quantiles | None) -> bool:
    if made is None or kept is None:
        return (made is None) != (kept is None)
    return any(abs(a - b) > same_within(kept) for a, b in zip(_instants(made), _instants(kept), strict=True))


def same_within(kept: Quantiles) -> timedelta:
    """How far a quantile may move from what was kept and still say the same."""
    return max(SAME_WITHIN, SAME_SHARE * (kept.p90 - kept.p10))


def _instants(quantiles: Quantiles) -> tuple[datetime, ...]:
    return quantiles.p10, quantiles.p25, quantiles.p50, quantiles.p75, quantiles.p90
