"""Programmes invented for the tests: sponsors, products, and batches that took so many hours."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from console.domain.batch import Batch, BatchStatus, Placement, Step, StepState
from console.domain.durations import fixed
from console.domain.facility import Clinic, Facility, LaneKind, Measure, Product, Promise, Room, Sponsor
from console.domain.floor import Floor
from console.domain.recipe import Recipe, RecipeKind, RecipeStep
from console.forecast.outlook import Forecast, Outlook, Quantiles
from console.view.charts.cases import Case

NOW = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
START = datetime(2026, 9, 1, 16, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def step(code: str, title: str, reaches: str = "") -> RecipeStep:
    return RecipeStep(code, title, LaneKind.ROOM, fixed("2"), reaches=reaches)


PATIENT = Recipe(
    "CART-7D-v1", "CART-7D", 1, "CAR-T", RecipeKind.PATIENT,
    (
        step("APH_COLLECT", "Leukapheresis"), step("FORMULATE_FILL", "Formulation and fill", "QUARANTINE"),
        step("DISPOSITION", "Disposition"), step("INFUSE", "Infusion", "ADMINISTERED"),
    ),
)  # fmt: skip
LOT = Recipe(
    "FILL-v1", "FILL", 1, "Fill", RecipeKind.LOT,
    (step("FILL", "Fill", "QUARANTINE"), step("DISPOSITION", "Disposition")),
)  # fmt: skip
BLOCK = Recipe("EM-v1", "EM", 1, "Requalification", RecipeKind.BLOCK, (step("EM", "Requalify"),))
SITE = Facility(
    "Watertown", "America/New_York", rooms=(Room("CR1", "CR1", "C"),),
    sponsors=(Sponsor("AV", "Aldervale"), Sponsor("HL", "Harborlight"), Sponsor("QM", "Quillmark")),
    products=(
        Product("HL-22", "HL-22 CAR-T", "HL", "CART-7D-v1", True, Promise("APH_COLLECT", "INFUSE", 168 // 24, Measure.HOURS)),
        Product("AV-119", "AV-119 CAR-T", "AV", "CART-7D-v1", True, Promise("APH_COLLECT", "INFUSE", 7)),
        Product("QM-7", "QM-7 vials", "QM", "FILL-v1", False, Promise("FILL", "DISPOSITION", 21, Measure.HOURS)),
        Product("AV-LVV", "AV-119 vector", "AV", "LVV-v1"),
        Product("ROOM", "Room", "AV", "EM-v1", promise=Promise("EM", "EM", 1)),
    ),
    clinics=(Clinic("NY", "New York", "America/New_York", time(8), time(21)),),
)  # fmt: skip


def case(name: str = "B-1", took_h: float | None = 160.0, began: datetime = START, **changes: object) -> Case:
    ended = began + took_h * HOUR if took_h is not None else None
    plain: dict[str, object] = {
        "batch": name, "product": "AV-119", "began_at": began, "ended_at": ended,
        "released_at": ended - 4 * HOUR if ended else None, "formulated_at": ended - 9 * HOUR if ended else None,
        "promise_by": began + 7 * 24 * HOUR, "days": took_h / 24 if took_h is not None else None, "coi": f"COI-{name}",
    }  # fmt: skip
    return Case(**(plain | changes))  # type: ignore[arg-type]


def done(code: str, at: datetime) -> Step:
    return Step(code, StepState.DONE, started_at=at - HOUR, finished_at=at)


def batch(
    name: str, began: datetime | None = START, took_h: float | None = 160.0, formulated_h: float = 9.0, **changes: object
) -> Batch:
    """A patient's batch: formulated some hours, released four hours before its infusion; not ended without hours."""
    steps = [done("APH_COLLECT", began)] if began else [planned("APH_COLLECT", NOW + 24 * HOUR)]
    plain: dict[str, object] = {"product": "AV-119", "clinic": "NY", "coi": f"COI-{name}", "status": BatchStatus.IN_PROCESS}
    if began and took_h is not None:
        ended = began + took_h * HOUR
        steps += [done("FORMULATE_FILL", ended - formulated_h * HOUR), done("DISPOSITION", ended - 4 * HOUR), done("INFUSE", ended)]
        plain |= {"status": BatchStatus.ADMINISTERED, "released_at": ended - 4 * HOUR, "status_at": ended}
    return Batch(name, "CART-7D-v1", steps={each.code: each for each in steps}, **(plain | changes))  # type: ignore[arg-type]


def planned(code: str, end: datetime) -> Step:
    return Step(code, placement=Placement("CR1", end - HOUR, end))


def floor_of(*batches: Batch, left: tuple[Batch, ...] = (), site: Facility = SITE) -> Floor:
    recipes = {each.id: each for each in (PATIENT, LOT, BLOCK)}
    return Floor(facility=site, recipes=recipes, batches={each.id: each for each in batches}, left={each.id: each for each in left})


def forecast(name: str, p50: datetime, spread_h: float = 6.0, keep: float | None = 0.9, **changes: object) -> Forecast:
    at = [p50 + share * spread_h * HOUR for share in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    plain: dict[str, object] = {
        "batch": name, "product": "AV-119", "made_at": NOW, "promise_to": "INFUSE", "promise_at": p50 + 12 * HOUR,
        "release": Quantiles(*(each - 4 * HOUR for each in at)), "end": Quantiles(*at), "p_keep": keep, "p_never": 0.0,
        "n_history": 42,
    }  # fmt: skip
    return Forecast(**(plain | changes))  # type: ignore[arg-type]


def outlook(*made: Forecast) -> Outlook:
    return Outlook(NOW, 10, {each.batch: each for each in made})


def months(count: int, took_h: float = 160.0, product: str = "AV-119", first: int = 1) -> list[Batch]:
    """Batches one a day, each a little different."""
    return [
        batch(f"{product}-{n}", START + n * 24 * HOUR, took_h + (n * 7 % 5) - 2, product=product)
        for n in range(first, first + count)
    ]
