"""Forecasts and batches drawn at random for the properties of the charts."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from console.view.charts.values import KeptForecast, LiveBatch

START = datetime(2026, 11, 16, 13, 20, tzinfo=UTC)


def batch(name: str = "B-0412", **changes: object) -> LiveBatch:
    plain: dict[str, object] = {
        "batch": name, "title": name, "product": "CAR-T", "recipe": "CART-7D", "step": "EXPAND",
        "step_title": "Expansion", "leukapheresis_at": START, "promise_at": START + timedelta(days=7),
    }
    return LiveBatch(**(plain | changes))  # type: ignore[arg-type]


def forecast(hour: float, p50: float, name: str = "B-0412", spread: float = 6.0, **changes: object) -> KeptForecast:
    at = [START + timedelta(hours=p50 + share * spread) for share in (-1, -0.5, 0, 0.5, 1)]
    plain: dict[str, object] = {
        "made_at": START + timedelta(hours=hour), "batch": name, "p10": at[0], "p25": at[1], "p50": at[2],
        "p75": at[3], "p90": at[4], "end_p50": at[2] + timedelta(hours=3), "p_keep": 0.9, "n_history": 42,
    }
    return KeptForecast(**(plain | changes))  # type: ignore[arg-type]


@st.composite
def histories(draw: st.DrawFn, name: str = "B-0412", least: int = 0) -> list[KeptForecast]:
    """Forecasts of one batch in any order, their quantiles sometimes crossed by seconds."""
    hours = draw(st.lists(st.floats(0, 160), min_size=least, max_size=25))
    made = []
    for hour in hours:
        one = forecast(round(hour, 2), draw(st.floats(100, 200)), name, draw(st.floats(-0.01, 30)))
        made.append(one)
    return made
