"""The shipped master records hold together, speak the floor's spellings and give the nominal clock of the process."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from statistics import NormalDist

import pytest

from console.domain.durations import DurationLaw
from console.domain.recipe import Gate, Recipe, RecipeKind
from console.service.library import shipped_recipes
from console.service.library_faults import labels, recipe_faults

CART = "CART-7D-v1"
SAMPLE_LABELS = {
    CART: (
        "Receipt & COI check",
        "Line clearance",
        "Enrichment",
        "Activation / load",
        "Vector thaw",
        "transduction",
        "Wash & feed",
        "IPC sample D3",
        "IPC sample D5",
        "Harvest & wash",
        "Formulation / fill",
        "QC release panel",
        "Record review",
        "Changeover",
        "Disposition",
    ),
    "LVV-SUSP-50L-v1": ("Transfection", "Culture", "Harvest & clarify"),
    "MRNA-IVT-1G-v1": ("IVT", "Purification", "Filter & fill"),
    "FILL-FINISH-v1": ("Set-up", "Fill", "Clean"),
}


def median(law: DurationLaw | None) -> timedelta:
    return timedelta(hours=law.quantile(0.5, NormalDist().inv_cdf(0.5))) if law else timedelta()


def nominal(recipe: Recipe, midnight: datetime) -> dict[str, tuple[datetime, datetime]]:
    """Each step as early as its predecessors, its clock and its windows allow, every law at its median."""
    found: dict[str, tuple[datetime, datetime]] = {}
    waiting = [s for s in recipe.steps if not s.optional]
    while waiting:
        step = next(s for s in waiting if all(c in found for c in s.after))
        waiting.remove(step)
        start = max((found[c][1] for c in step.after), default=midnight) + median(step.wait)
        if step.day is not None and step.clock is not None:
            clock = timedelta(hours=step.clock.hour, minutes=step.clock.minute)
            start = max(start, midnight + timedelta(days=step.day) + clock)
        for lag in recipe.lags:
            if lag.to_step == step.code and lag.min_h is not None and lag.from_step in found:
                start = max(start, found[lag.from_step][1] + timedelta(hours=float(lag.min_h)))
        found[step.code] = (start, start + median(step.law))
    return found


@pytest.mark.parametrize("recipe", shipped_recipes().values(), ids=lambda r: r.id)
def test_no_faults(recipe: Recipe) -> None:
    assert recipe_faults(recipe) == ()
    assert recipe.id == f"{recipe.name}-v{recipe.version}"


def test_the_names_people_write_find_one_recipe_each() -> None:
    names = [a.casefold() for r in shipped_recipes().values() for a in {r.id, *r.aliases}]
    assert len(names) == len(set(names))
    assert {"lvv", "mrna-ivt", "cart-7d", "fill-finish"} <= set(names)


@pytest.mark.parametrize("recipe", SAMPLE_LABELS)
def test_the_spellings_of_the_whiteboard_are_known(recipe: str) -> None:
    known = set(labels(shipped_recipes()[recipe]))
    assert {label.casefold() for label in SAMPLE_LABELS[recipe]} <= known


@pytest.mark.parametrize(
    ("step", "edge", "day", "clock"),
    [
        ("APH_COLLECT", 0, 0, "09:30"),
        ("APH_COLLECT", 1, 0, "13:10"),
        ("COURIER_IN", 1, 0, "15:10"),
        ("RECEIPT_COI", 1, 0, "16:15"),
        ("ENRICH", 0, 0, "17:20"),
        ("ACTIVATE_LOAD", 1, 0, "21:40"),
        ("TRANSDUCE", 0, 1, "21:40"),
        ("IPC_SAMPLE_D3", 0, 3, "09:00"),
        ("IPC_SAMPLE_D5", 0, 5, "07:15"),
        ("HARVEST_DECISION", 0, 6, "15:00"),
        ("HARVEST_WASH", 0, 7, "03:00"),
        ("FORMULATE_FILL", 1, 7, "05:30"),
        ("QC_RELEASE", 1, 7, "09:25"),
        ("RECORD_REVIEW", 1, 7, "08:30"),
        ("DISPOSITION", 1, 7, "10:05"),
        ("COURIER_OUT", 1, 7, "12:00"),
        ("INFUSE", 1, 7, "14:00"),
    ],
)
def test_the_medians_give_the_nominal_clock(step: str, edge: int, day: int, clock: str) -> None:
    midnight = datetime(2026, 11, 2, tzinfo=UTC)
    hour, minute = map(int, clock.split(":"))
    wanted = midnight + timedelta(days=day, hours=hour, minutes=minute)
    assert abs(nominal(shipped_recipes()[CART], midnight)[step][edge] - wanted) <= timedelta(hours=1)


def test_the_nominal_run_breaks_no_hold_and_no_window() -> None:
    recipe = shipped_recipes()[CART]
    times = nominal(recipe, datetime(2026, 11, 2, tzinfo=UTC))
    for lag in recipe.lags:
        gap = (times[lag.to_step][0] - times[lag.from_step][1]).total_seconds() / 3600
        assert gap <= float(lag.max_h or 10_000), lag.name
        assert gap >= float(lag.min_h or 0), lag.name


def test_the_vector_run_blocks_its_rooms_for_eighteen_days() -> None:
    times = nominal(shipped_recipes()["LVV-SUSP-50L-v1"], datetime(2026, 11, 2, tzinfo=UTC))
    blocked = times["CHANGEOVER"][1] - times["LINE_CLEARANCE"][0]
    assert timedelta(days=17) < blocked < timedelta(days=19)


def test_every_patient_and_lot_recipe_has_gates_and_ends_in_a_disposition() -> None:
    for recipe in shipped_recipes().values():
        if recipe.kind is RecipeKind.BLOCK:
            assert recipe.release_step == "ROOM_RELEASE"
        else:
            assert recipe.release_step == "DISPOSITION"
            assert recipe.gating
    confirming = [t.code for t in shipped_recipes()[CART].tests if t.gate is Gate.CONFIRM]
    assert "STER_FINAL" in confirming
