"""A site without clocks in its recipe: every hour that is lost on the way is lost to the release, so that errors show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from console.domain.durations import DurationLaw, LawKind
from console.domain.facility import Facility, LaneKind, Product, Role, Shift
from console.domain.recipe import (
    DISPOSITION,
    LINE_CLEARANCE,
    QC_RELEASE,
    Edge,
    Gate,
    Lag,
    LagKind,
    Recipe,
    RecipeKind,
    RecipeStep,
    TestSpec,
)
from console.service.library import shipped_facility

FLOW = "FLOW-5D-v1"
PRODUCTS = ("FL-1", "FL-2", "FL-3")


def law(median: str, sigma: str = "0.3") -> DurationLaw:
    """A lognormal law in hours."""
    return DurationLaw(LawKind.LOGNORMAL, Decimal(median), Decimal(sigma))


def room(code: str, hours: str, after: tuple[str, ...], people: int = 2, sigma: str = "0.3", **more: object) -> RecipeStep:
    """An attended step in a cleanroom."""
    step = RecipeStep(code, code.capitalize(), LaneKind.ROOM, law(hours, sigma), after, people=people, verified=people > 1)
    return replace(step, **more)  # type: ignore[arg-type]


def flow_recipe() -> Recipe:
    """Thaw, grow, purify, fill, test, review, release: five days, one clock-free chain with branches."""
    steps = (
        RecipeStep("RECEIVE", "Receive", LaneKind.DOCK, law("0.5")),
        room(LINE_CLEARANCE, "0.5", ("RECEIVE",)),
        room("SEED", "1.5", (LINE_CLEARANCE,), wait=law("0.7", "0.6")),
        room("GROW", "56", ("SEED",), people=0, sigma="0.12", attended=False, verified=False),
        room("FEED", "1", ("SEED",), people=1),
        room("HARVEST", "3", ("GROW", "FEED"), wait=law("1.5", "0.7")),
        room("PURIFY", "5", ("HARVEST",)),
        room("FILL", "2", ("PURIFY",), wait=law("0.8", "0.6"), sample="F"),
        room("CHANGEOVER", "1.5", ("FILL",)),
        RecipeStep(QC_RELEASE, "Panel", LaneKind.QC, law("24"), ("FILL",), role=Role.QC_ANALYST, attended=False),
        RecipeStep("RECORD_REVIEW", "Review", LaneKind.QA, law("4", "0.4"), ("FILL",), role=Role.QA, wait=law("3", "0.7")),
        RecipeStep(DISPOSITION, "Release", LaneKind.QA, law("1", "0.5"), (QC_RELEASE, "RECORD_REVIEW"), role=Role.QA),
    )
    lags = (
        Lag("FEEDING", "Feed on the second day", LagKind.WINDOW, "SEED", Edge.END, "FEED", Edge.START, Decimal(20), Decimal(40)),
        Lag("WARM", "Harvest to column", LagKind.HOLD, "HARVEST", Edge.END, "PURIFY", Edge.START, None, Decimal(3)),
    )
    tests = (
        TestSpec("COUNT", "Count", "FILL", law("4", "0.35"), Gate.GATING, invalid=Decimal("0.05")),
        TestSpec("PURITY", "Purity", "FILL", law("16", "0.25"), Gate.GATING, invalid=Decimal("0.08")),
        TestSpec("POTENCY", "Potency", "FILL", law("22", "0.2"), Gate.GATING, invalid=Decimal("0.04")),
    )
    return Recipe(FLOW, "FLOW-5D", 1, "Five days without a clock", RecipeKind.LOT, steps, lags, tests)


def flow_site(weekends: bool = True) -> Facility:
    """The demo's people and cell suites for this recipe; nobody but at the weekend's rooms where it has no weekends."""
    facility = shipped_facility()
    rooms = tuple(replace(r, recipes=()) for r in facility.rooms if "CART-7D-v1" in r.recipes)
    products = tuple(Product(name, name, "SITE", FLOW) for name in PRODUCTS)
    people = facility.people
    shifts: tuple[Shift, ...] = facility.shifts
    if not weekends:
        people = tuple(p for p in people if p.shift not in ("WD", "WN"))
        shifts = tuple(s for s in shifts if s.id not in ("WD", "WN"))
    waits = dict(facility.laws)
    waits["between_steps"] = law("0.1", "0.8")
    waits["result_review"] = law("1", "0.7")
    return replace(facility, rooms=rooms, products=products, people=people, shifts=shifts, chances=(), laws=tuple(waits.items()))
