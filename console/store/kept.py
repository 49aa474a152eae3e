"""Forecasts as they were made, to rows and back: chances are kept in whole parts per million."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Select, case, func, select, type_coerce

from console.forecast.judged import MARKS_H, Stood
from console.forecast.outlook import Forecast
from console.service.held import KeptForecast
from db.tables import forecast_kept

PPM = 1_000_000
MICROS_AN_HOUR = 3_600_000_000


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


def first_of_each() -> Select[Any]:
    """Of every batch the first forecast of release at each step and under each mark of stated time left: all that can be judged.

    SQLite gives the other columns from the row of the minimum (sqlite.org/lang_select.html#bareagg).
    """
    table = forecast_kept.c
    left = type_coerce(table.p50, Integer) - type_coerce(table.made_at, Integer)
    mark = case(*((left <= mark_h * MICROS_AN_HOUR, n) for n, mark_h in enumerate(sorted(MARKS_H))), else_=len(MARKS_H))
    columns = (
        table.batch, table.p10, table.p25, table.p50, table.p75, table.p90, table.p_keep, table.p_never, table.product, table.step,
        table.plan_at, table.nominal_at, table.recent_at, table.model,
    )  # fmt: skip
    chosen = select(*columns, func.min(table.made_at, type_=table.made_at.type).label("made_at")).where(table.p50.is_not(None))
    return chosen.group_by(table.batch, table.step, mark)


def stood(row: Any) -> Stood:
    """A row as the forecast that stood."""
    return Stood(
        batch=row.batch,
        made_at=row.made_at,
        release=(row.p10, row.p25, row.p50, row.p75, row.p90),
        p_keep=None if row.p_keep is None else row.p_keep / PPM,
        p_never=(row.p_never or 0) / PPM,
        product=row.product or "",
        step=row.step,
        plan_at=row.plan_at,
        nominal_at=row.nominal_at,
        recent_at=row.recent_at,
        model=row.model or "",
    )
