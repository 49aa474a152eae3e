"""Invented batches and forecasts for the charts' tests, pictures and budgets: seeded, and shaped like the floor's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from console.view.charts.values import ChartsState, KeptForecast, LiveBatch, PastAges
from console.view.standing import Standing

NOW = datetime(2026, 11, 23, 15, 12, tzinfo=UTC)
ZONE = ZoneInfo("America/New_York")
STEPS = [
    ("RECEIPT_COI", "Receipt, identity", 5.5), ("ENRICH", "Enrichment", 10), ("ACTIVATE_LOAD", "Activation", 11.5),
    ("TRANSDUCE", "Transduction", 36), ("WASH_FEED", "Wash and feed", 62), ("EXPAND", "Expansion", 148),
    ("HARVEST_WASH", "Harvest", 152), ("FORMULATE_FILL", "Formulation", 153.5), ("QC_RELEASE", "QC release", 158),
    ("RECORD_REVIEW", "Record review", 159), ("DISPOSITION", "Disposition", 159.5), ("PACK_SHIP", "Pack, ship", 161.5),
]
CAUSES = {
    "late": [(30, 6.5, "vector lot held"), (70, 7.8, "mycoplasma test repeated"), (88, -3.0, "QC desk freed")],
    "risk": [(52, 5.5, "CR3 out of service")],
}
SEVEN_DAYS_H = 168.0


def history(batch: str, start: datetime, release_h: float, points: int, seed: int, kind: str = "") -> list[KeptForecast]:
    """One forecast an hour from `start`, narrowing as the release comes nearer, jumping where events say so."""
    rng = np.random.default_rng(seed)
    jumps = {at: (by, why) for at, by, why in CAUSES.get(kind, [])}
    made, centre = [], release_h - sum(by for by, _ in jumps.values())
    for i in range(points):
        by, why = jumps.get(i, (0.0, ""))
        centre += by + float(rng.normal(0, 0.12))
        left = max(1.0, centre - i)
        low, high = 0.045 * left + 0.8, 0.085 * left + 1.2
        p10, p25, p50, p75, p90 = (
            start + timedelta(hours=centre + d) for d in (-1.28 * low, -0.67 * low, 0, 0.67 * high, 1.28 * high)
        )
        end = p50 + timedelta(hours=2.6)
        keep = float(np.clip(0.5 + (start + timedelta(hours=SEVEN_DAYS_H - 4) - end).total_seconds() / 3600 / 14, 0.02, 0.99))
        made.append(KeptForecast(
            start + timedelta(hours=i), batch, p10, p25, p50, p75, p90,
            p10 + timedelta(hours=2), end, p90 + timedelta(hours=3.5),
            keep, 0.02, 42, why,
        ))
    return made


def state(now: datetime = NOW, batches: int = 14, hourly: int = 0) -> ChartsState:
    """A floor of so many live batches with late, at-risk, held and healthy ones, a vector lot and a new batch."""
    live, kept = [], {}
    for i in range(batches):
        age = 6.0 + i * (150.0 / max(1, batches - 1))
        kind = {batches - 3: "late", batches - 5: "risk"}.get(i, "")
        start = now - timedelta(hours=age)
        name = f"B-{430 - i:04d}"
        points = hourly or max(2, int(age))
        release = 156.0 + (i * 7 % 5) + {"late": 13.0, "risk": 4.0}.get(kind, 0.0)
        first = now - timedelta(hours=points)
        kept[name] = tuple(history(name, first, release - age + points, points, i, kind))
        step = next(each for each in STEPS if age <= each[2] or each is STEPS[-1])
        promise = start + timedelta(hours=SEVEN_DAYS_H - 2)
        held = i == 4
        live.append(LiveBatch(
            name, name, "CAR-T 7 day", "CART-7D", step[0], step[1], True, start, promise, "infusion",
            Standing.HELD if held else {"late": Standing.LATE, "risk": Standing.AT_RISK}.get(kind, Standing.ON_TIME),
        ))
    due = now + timedelta(days=46)
    live.append(LiveBatch("LV-118", "LV-118", "Lentiviral vector", "LVV-SUSP-50L", "CLARIFY", "Clarification", False,
                          None, due, "release", Standing.ON_TIME))
    p10, p25, p50, p75, p90 = (now + timedelta(days=41, hours=h) for h in (-90, -40, 0, 50, 110))
    kept["LV-118"] = tuple(
        KeptForecast(now - timedelta(hours=200 - i), "LV-118", p10, p25, p50, p75, p90, None, None, None, 0.9, 0.0, 11)
        for i in range(200)
    )
    live.append(LiveBatch("B-0431", "B-0431", "CAR-T 7 day", "CART-7D", "APH_QC", "Apheresis QC", True,
                          now - timedelta(hours=4.6), now + timedelta(days=6), "infusion"))
    sentence = "15 in process · 11 on time · 1 at risk · 1 late · 1 on hold"
    return ChartsState(now, ZONE, tuple(live), kept, past(), sentence)


def past(seed: int = 5) -> tuple[PastAges, ...]:
    """Ages of past batches at the end of each step; one step with four only, one with a dozen."""
    rng = np.random.default_rng(seed)
    made = []
    for step, title, typical in STEPS:
        n = {"WASH_FEED": 4, "PACK_SHIP": 12}.get(step, 42)
        ages = typical * np.exp(rng.normal(0, 0.035, n)) + rng.exponential(0.02 * typical + 0.4, n)
        made.append(PastAges("CART-7D", step, title, tuple(float(each) for each in ages)))
    return tuple(made)
