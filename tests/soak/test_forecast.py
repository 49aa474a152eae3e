"""Long campaigns that the forecast deserves trust: three plants with a known truth, and the oracle; figures to docs/validation."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.forecast.oracle.compare import Apart, compared
from tests.forecast.oracle.floors import CASES, Case
from tests.forecast.plants.campaign import Believes, Scored, Walk, figures, moments_of, ours, scored
from tests.forecast.plants.demo import lived_through, past_of
from tests.forecast.plants.flow import PRODUCTS, flow_recipe, flow_site
from tests.forecast.plants.lives import BEFORE, Plant, live
from tests.forecast.plants.rivals import most_likely
from tests.forecast.plants.truths import OtherTruth, Truth
from tests.forecast.truth import MONDAY, zones

FIGURES = Path(__file__).parents[2] / "docs" / "validation" / "forecast.json"
SEED = 20261125
BATCHES = 600
WARM = 70
"""Batches lived before the first is asked for, so that sixty stand behind it."""
EVERY_H = 26.0
TRUTHS = 4
"""So many different truths share the batches of a plant."""
SCENARIOS = 500
ORACLE_SCENARIOS = 4000
NOW = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
DEMO_DAYS = 400
DEMO_SEEDS = range(1, 7)
RIVAL = "maximum likelihood"
PASTS: Mapping[int, Mapping[str, Believes]] = {
    6: {"forecast": ours, RIVAL: most_likely},
    20: {"forecast": ours},
    60: {"forecast": ours},
}

pytestmark = pytest.mark.timeout(14_400)


def keep(name: str, found: Mapping[str, object]) -> None:
    """Put a campaign's figures in the place of its last ones."""
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    kept[name] = {**found, "seed": SEED, "machine": machine}
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def told(name: str, found: Sequence[Scored]) -> dict[int, dict[str, dict[str, float]]]:
    """The figures of a plant by length of history and teller, kept and printed."""
    by: dict[int, dict[str, dict[str, float]]] = {
        past: {teller: figures([s for s in found if (s.past, s.teller) == (past, teller)]) for teller in tellers}
        for past, tellers in PASTS.items()
    }
    few = by[6]
    few["forecast"]["crps_better_than_maximum_likelihood"] = round(1.0 - few["forecast"]["crps_h"] / few[RIVAL]["crps_h"], 4)
    for past, tellers in by.items():
        print(f"\n{name}, {past} past batches: {tellers}")
    keep(name, {str(past): tellers for past, tellers in by.items()})
    return by


def of_plant(form: type[Truth], weekends: bool) -> list[Scored]:
    """The forecasts of a plant without clocks, under several truths one after the other."""
    facility, recipe = flow_site(weekends), flow_recipe()
    found: list[Scored] = []
    for n in range(TRUTHS):
        seed = SEED + n
        plant = Plant("flow", facility, recipe, PRODUCTS, "", MONDAY, WARM + BATCHES // TRUTHS, EVERY_H)
        lived = live(plant, form(facility, recipe, MONDAY - BEFORE, zones(facility.zone), seed))
        walk = Walk(lived.floor, lived.events, moments_of(lived.spans, WARM, seed))
        found += scored(walk.floors(), walk.past, lived.spans, PASTS, SCENARIOS)
    return found


def of_demo() -> Iterator[Scored]:
    """The forecasts of the demo's own plant with its own stories."""
    for seed in DEMO_SEEDS:
        past = lived_through(seed, NOW, DEMO_DAYS, WARM)
        yield from scored(past.floors(), past_of, past.spans, PASTS, SCENARIOS)


PLANTS: tuple[tuple[str, Callable[[], Sequence[Scored]]], ...] = (
    ("plant of the model's form", lambda: of_plant(Truth, weekends=True)),
    ("demo plant with its stories", lambda: list(of_demo())),
    ("plant of another form", lambda: of_plant(OtherTruth, weekends=False)),
)


@pytest.mark.parametrize(("name", "made"), PLANTS, ids=[name for name, _ in PLANTS])
def test_eighty_per_cent_intervals_hold_what_they_say(name: str, made: Callable[[], Sequence[Scored]]):
    by = told(name, made())
    assert all(tellers["forecast"]["n"] >= BATCHES for tellers in by.values())
    assert {past: 0.76 <= by[past]["forecast"]["cover80"] <= 0.84 for past in (20, 60)} == {20: True, 60: True}
    assert 0.72 <= by[6]["forecast"]["cover80"] <= 0.88
    assert by[6]["forecast"]["crps_better_than_maximum_likelihood"] >= 0.15


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_quantiles_of_release_are_the_oracles(make: Callable[[], Case]):
    case = make()
    apart: list[Apart] = compared(case, ORACLE_SCENARIOS, seed=SEED)
    worst = {level: max((abs(one.hours) for one in apart if one.level == level), default=0.0) for level in (0.1, 0.5, 0.9)}
    off = [str(one) for one in apart if not one.agrees]
    found = {f"p{round(100 * level)}_hours_apart_at_most": round(hours, 3) for level, hours in worst.items()}
    keep(f"oracle: {case.name}", {**found, "quantiles": len(apart), "disagree": len(off), "scenarios": ORACLE_SCENARIOS})
    assert not off
