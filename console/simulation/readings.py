"""What the counters, scales and sensors would show: plausible values within the limits, unless this batch's luck says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from console.domain.recipe import Limit, RecipeStep, TestSpec
from console.simulation.scene import Case

USUAL: dict[str, tuple[float, float, float, float]] = {
    "tnc": (9.5, 2.5, 4.0, 18.0),
    "cd3": (4.2, 1.3, 1.1, 9.0),
    "volume": (180.0, 25.0, 110.0, 260.0),
    "shipper_temp": (4.6, 0.7, 2.4, 7.4),
    "bag_weight": (214.0, 12.0, 180.0, 250.0),
    "viability": (91.5, 3.0, 81.0, 98.5),
    "hct": (2.6, 0.9, 0.6, 6.0),
    "cd3_purity": (94.0, 2.5, 85.0, 99.0),
    "recovery": (71.0, 8.0, 48.0, 92.0),
    "vcd": (1.1, 0.3, 0.55, 2.4),
    "titre": (2.4, 0.3, 1.6, 3.4),
    "moi": (3.4, 0.4, 2.3, 4.6),
    "ph": (7.18, 0.05, 7.02, 7.33),
    "do": (52.0, 9.0, 24.0, 80.0),
    "temperature": (37.0, 0.12, 36.6, 37.4),
    "glucose": (7.2, 1.4, 3.6, 11.0),
    "lactate": (11.5, 3.0, 4.0, 21.0),
    "car": (36.0, 8.0, 14.0, 58.0),
    "endotoxin": (0.25, 0.12, 0.05, 0.9),
    "dose": (110.0, 6.0, 94.0, 126.0),
    "labels_open": (0.0, 0.0, 0.0, 0.0),
    "vials": (198.0, 6.0, 180.0, 210.0),
    "yield": (6.1, 0.8, 4.2, 8.4),
    "bubble_point": (3.6, 0.1, 3.35, 3.9),
    "rejects": (0.9, 0.4, 0.1, 2.6),
    "pressure": (13.5, 1.0, 10.5, 16.0),
}
"""Mean, spread, least and most of what is usually read."""

RESULTS: dict[str, tuple[float, float, float, float]] = {
    "COUNT_VIAB": (91.0, 3.0, 78.0, 98.0),
    "CAR_PCT": (38.0, 8.0, 15.0, 62.0),
    "IDENT_CD3": (96.0, 1.8, 88.0, 99.5),
    "IMPURITY": (0.6, 0.3, 0.1, 2.0),
    "DOSE": (110.0, 6.0, 94.0, 126.0),
    "ENDOTOXIN": (0.3, 0.15, 0.05, 1.2),
    "VCN": (2.1, 0.6, 0.9, 4.3),
    "POTENCY": (420.0, 140.0, 120.0, 900.0),
    "EM_VIABLE": (2.0, 3.5, 0.0, 21.0),
    "TITRE": (2.6, 0.4, 1.6, 3.8),
    "P24": (1400.0, 250.0, 800.0, 2200.0),
    "PURITY": (93.0, 1.8, 87.5, 97.0),
    "DSRNA": (0.6, 0.25, 0.1, 1.6),
}
"""Mean, spread, least and most of usual test results."""

MISSED = {"DOSE": "71", "COUNT_VIAB": "66.4", "CAR_PCT": "8.1"}
"""The result of the test that fails when one does."""

TOO_FEW = Decimal("3.6")
"""CAR+ % on D5 of a batch that will not come to a product."""


def step_values(case: Case, told: RecipeStep) -> Mapping[str, Decimal]:
    """A value for everything this step records."""
    found = {limit.name: _usual(case, told, limit) for limit in told.limits}
    if told.code == "IPC_SAMPLE_D5" and case.fate.fails and "car" in found:
        found["car"] = TOO_FEW
    if told.code == "FORMULATE_FILL" and case.fate.oos == "DOSE" and "dose" in found:
        found["dose"] = Decimal(MISSED["DOSE"])
    return found


def _usual(case: Case, told: RecipeStep, limit: Limit) -> Decimal:
    return rounded(_within(case, USUAL.get(limit.name, (10.0, 2.0, 4.0, 16.0)), told.code, limit.name), limit.places)


def _within(case: Case, usual: tuple[float, float, float, float], *key: str) -> float:
    mean, sd, least, most = usual
    return min(most, max(least, case.scene.draws.normal(mean, sd, case.key, *key)))


def rounded(value: float, places: int) -> Decimal:
    """A recorded value: so many decimal places, no more."""
    return Decimal(f"{value:.{places}f}")


def result_of(case: Case, spec: TestSpec, attempt: int) -> tuple[Decimal | None, str]:
    """The value and the text of one attempt at a test."""
    if spec.code in MISSED and case.fate.oos == spec.code and (attempt == 1 or not case.fate.lab_error):
        return Decimal(MISSED[spec.code]), ""
    if spec.code == "STER_FINAL" and case.fate.contaminated:
        return None, "growth, gram-positive cocci"
    if spec.text_pass:
        return None, spec.text_pass
    usual = RESULTS.get(spec.code, (1.0, 0.1, 0.5, 1.5))
    places = 0 if usual[0] >= 100 or spec.code == "EM_VIABLE" else 1 if usual[0] >= 10 else 2
    return rounded(_within(case, usual, spec.code, str(attempt)), places), ""
