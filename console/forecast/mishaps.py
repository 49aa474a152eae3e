"""What may still befall a batch: the plant's stated chances, as far as they are not spent yet, and how long each would cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from console.domain.batch import Batch
from console.domain.facility import LaneKind
from console.domain.quality import TestState
from console.domain.recipe import QC_RELEASE, Recipe, RecipeKind
from console.forecast.learning.culture import after_culture
from console.forecast.seen import Seen
from console.forecast.spread import KAPPA0, Spread, certain


@dataclass(frozen=True, slots=True)
class Mishaps:
    """Chances (0..1) of one batch from here on, and the laws of what they cost.

    `lost` is the chance of ending without product over a whole run, `age` the hours it has run already; `oos_since` tells for how
    long an OOS result stands, None without one; `review` is the step that deviations still to come would lengthen.
    """

    lost: float = 0.0
    age: float = 0.0
    unfit: float = 0.0
    oos: float = 0.0
    oos_since: float | None = None
    lab_error: float = 0.0
    exceptional: float = 0.0
    extension: float = 0.0
    incident: float = 0.0
    minor: float = 0.0
    major: float = 0.0
    review: str = ""
    costs: tuple[Spread, ...] = (certain(0.0),) * 7


COSTS = ("extension", "incident", "minor_deviation", "major_deviation", "oos_investigation", "physician_request")
"""The plant's laws in the order of `Mishaps.costs`; the seventh is the retest."""


def mishaps_of(seen: Seen, batch: Batch, recipe: Recipe) -> Mishaps:
    """The chances of this batch; a block of a room has none, and what lies behind a batch can befall it no more.

    Deviations lengthen the review of the record (domain.md 9.1), and reviews that were seen have been lengthened already: the
    stated chances count only as far as the review's duration is still the recipe's word.
    """
    facility = seen.floor.facility
    if facility is None or recipe.kind is RecipeKind.BLOCK:
        return Mishaps()
    patient = recipe.kind is RecipeKind.PATIENT
    lost = _any(
        facility.chance("termination"), facility.chance("contamination"), facility.chance("patient_drop") if patient else Decimal(0)
    )
    ahead = batch.released_at is None
    culture = bool(culture_follower(recipe, batch))
    review = next((c for c in _reviews(recipe) if (s := batch.steps.get(c)) is not None and not s.over), "") if ahead else ""
    unlearned = KAPPA0 / (KAPPA0 + seen.history.sightings(recipe, review))
    failed = [t.reviewed_at for spec in recipe.gating if (t := batch.last_test(spec.code)) and t.state is TestState.OOS]
    return Mishaps(
        lost=seen.history.chance(recipe, "lost", lost) if ahead else 0.0,
        age=_age(seen, batch),
        unfit=_chance(seen, recipe, "unfit", "patient_unfit") if patient else 0.0,
        oos=_oos(seen, batch, recipe) if ahead else 0.0,
        oos_since=max((max(0.0, -seen.hours(at)) for at in failed if at), default=0.0) if failed and ahead else None,
        lab_error=float(facility.chance("oos_lab_error")),
        exceptional=float(facility.chance("oos_exceptional")) if patient else 0.0,
        extension=_chance(seen, recipe, "extension") if culture and not _decided(recipe, batch) else 0.0,
        incident=float(facility.chance("incident")) if culture else 0.0,
        minor=_chance(seen, recipe, "minor_deviation") * unlearned if review else 0.0,
        major=_chance(seen, recipe, "major_deviation") * unlearned if review else 0.0,
        review=review,
        costs=(*(seen.law(name) for name in COSTS), _retest(seen, recipe)),
    )


def _chance(seen: Seen, recipe: Recipe, what: str, stated: str = "") -> float:
    """A chance the plant states, after what past batches have seen of it."""
    facility = seen.floor.facility
    return seen.history.chance(recipe, what, facility.chance(stated or what) if facility is not None else Decimal(0))


def culture_follower(recipe: Recipe, batch: Batch) -> str:
    """The step that waits for the last long culture, while it has not started: what lengthens the culture delays it."""
    code = after_culture(recipe)
    step = batch.steps.get(code)
    return code if step is not None and step.started_at is None and not step.over else ""


def _decided(recipe: Recipe, batch: Batch) -> bool:
    """Whether the culture's end was decided: a milestone step is over."""
    return any((s := batch.steps.get(told.code)) is not None and s.over for told in recipe.steps if told.milestone)


def _reviews(recipe: Recipe) -> tuple[str, ...]:
    release = recipe.by_code[recipe.release_step]
    return tuple(code for code in release.after if code != QC_RELEASE and recipe.by_code[code].lane is LaneKind.QA)


def _oos(seen: Seen, batch: Batch, recipe: Recipe) -> float:
    """The chance of an OOS result, as far as tests are open that could bring one."""
    facility, gating = seen.floor.facility, recipe.gating
    if facility is None or not gating:
        return 0.0
    passed = sum(1 for spec in gating if (t := batch.last_test(spec.code)) is not None and t.state is TestState.PASS)
    whole = seen.history.chance(recipe, "oos", facility.chance("final_oos"))
    return 1.0 - float((1.0 - whole) ** ((len(gating) - passed) / len(gating)))


def _retest(seen: Seen, recipe: Recipe) -> Spread:
    laws = sorted((seen.history.test(recipe, spec) for spec in recipe.gating), key=lambda s: s.median)
    return laws[len(laws) // 2] if laws else certain(0.0)


def _age(seen: Seen, batch: Batch) -> float:
    begun = [s.started_at for s in batch.steps.values() if s.started_at is not None]
    return max(0.0, -seen.hours(min(begun))) if begun else 0.0


def _any(*chances: Decimal) -> Decimal:
    spared = Decimal(1)
    for chance in chances:
        spared *= 1 - chance
    return 1 - spared
