"""Forecasts as they were made, to rows and back: chances are kept in whole parts per million."""

from __future__ import annotations

from typing import Any

from console.forecast.outlook import Forecast
from console.service.ports import KeptForecast

PPM = 1_000_000


def forecast_columns(forecast: Forecast) -> dict[str, Any]:
    """A forecast as its row."""
    release, end = forecast.release, forecast.end
    return {
        "batch": forecast.batch,
        "made_at": forecast.made_at,
        "p10": release.p10 if release else None,
        "p25": release.p25 if release else None,
        "p50": release.p50 if release else None,
        "p75": release.p75 if release else None,
        "p90": release.p90 if release else None,
        "end_p10": end.p10 if end else None,
        "end_p50": end.p50 if end else None,
        "end_p90": end.p90 if end else None,
        "p_keep": None if forecast.p_keep is None else round(forecast.p_keep * PPM),
        "p_never": round(forecast.p_never * PPM),
        "n_history": forecast.n_history,
        "product": forecast.product or None,
        "recipe": forecast.recipe or None,
        "step": forecast.step if forecast.recipe else None,
        "plan_at": forecast.plan_at,
        "nominal_at": forecast.nominal_at,
        "recent_at": forecast.recent_at,
        "model": forecast.model or None,
    }


def kept_forecast(row: Any) -> KeptForecast:
    """A row as the forecast it was."""
    return KeptForecast(
        made_at=row.made_at,
        batch=row.batch,
        p10=row.p10,
        p25=row.p25,
        p50=row.p50,
        p75=row.p75,
        p90=row.p90,
        end_p10=row.end_p10,
        end_p50=row.end_p50,
        end_p90=row.end_p90,
        p_keep=None if row.p_keep is None else row.p_keep / PPM,
        p_never=(row.p_never or 0) / PPM,
        n_history=row.n_history,
    )
