"""A forecast as plain rows: for the kept series, and for those who ask without a window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.domain.plain import instant_text
from console.forecast.outlook import Forecast, Outlook, Quantiles

JSON_FIELDS = (
    "batch", "product", "promise_to", "promise_at", "p10", "p50", "p90", "end_p10", "end_p50", "end_p90", "p_keep", "p_never",
    "n_history",
)  # fmt: skip
"""What `forecast --json` gives for each batch, in this order."""


def json_row(forecast: Forecast) -> dict[str, Any]:
    """One row of `forecast --json`: instants in ISO 8601 UTC, chances 0..1, null where there is nothing (more) to expect."""
    release, end = forecast.release, forecast.end
    return {
        "batch": forecast.batch,
        "product": forecast.product,
        "promise_to": forecast.promise_to or None,
        "promise_at": _text(forecast.promise_at),
        "p10": _text(release.p10 if release else None),
        "p50": _text(release.p50 if release else None),
        "p90": _text(release.p90 if release else None),
        "end_p10": _text(end.p10 if end else None),
        "end_p50": _text(end.p50 if end else None),
        "end_p90": _text(end.p90 if end else None),
        "p_keep": None if forecast.p_keep is None else round(forecast.p_keep, 6),
        "p_never": round(forecast.p_never, 6),
        "n_history": forecast.n_history,
    }


def json_rows(outlook: Outlook) -> list[dict[str, Any]]:
    """Every batch whose release or promise still lies ahead, by its number."""
    ahead = (f for f in outlook.forecasts.values() if f.release is not None or f.end is not None)
    return [json_row(f) for f in sorted(ahead, key=lambda f: f.batch)]


def kept_row(forecast: Forecast) -> dict[str, str | int | None]:
    """A forecast as it is kept: UTC texts, chances as decimal texts with three places, so that what is sealed holds no float."""
    return {
        "batch": forecast.batch,
        "made_at": instant_text(forecast.made_at),
        **_five("", forecast.release),
        **_five("end_", forecast.end),
        "p_keep": None if forecast.p_keep is None else f"{forecast.p_keep:.3f}",
        "p_never": f"{forecast.p_never:.3f}",
        "n_history": forecast.n_history,
    }


def _five(before: str, quantiles: Quantiles | None) -> dict[str, str | None]:
    names = ("p10", "p25", "p50", "p75", "p90")
    return {before + name: _text(getattr(quantiles, name) if quantiles else None) for name in names}


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)
