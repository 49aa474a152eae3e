"""What will befall one batch: drawn from its chain of identity, so that the record itself carries its future."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from console.domain.batch import Batch
from console.domain.facility import Facility
from console.simulation.draws import Draws

OOS_TESTS = (("DOSE", 0.53), ("COUNT_VIAB", 0.32), ("CAR_PCT", 0.15))
"""Which release test fails when one does (domain.md 1.3, reasons published for a central process)."""

HOLD_REASONS = (
    "Second label on the apheresis bag carries another collection time",
    "Shipper logger shows a gap of 40 minutes",
    "In-process count differs between two counters",
    "Clinic asks to confirm the patient's second identifier",
)

MINOR_TITLES = (
    "Pressure difference of the room below 10 Pa for 4 min during a weld",
    "Entry made on paper first, copied within the hour",
    "Feed line clamp closed 2 min late",
    "Room temperature 22.6 °C for 12 min",
    "Printer jam, one label destroyed and accounted for",
)

MAJOR_TITLES = (
    "Weld repeated after a failed integrity check",
    "Cassette alarm acknowledged without a comment during harvest",
    "Reagent bag used 40 min past its opened limit",
)


@dataclass(frozen=True, slots=True)
class Fate:
    """One batch's luck; spans count from its planned collection, empty fields mean it is spared."""

    drop: timedelta | None = None
    called_off: bool = False
    fails: bool = False
    oos: str = ""
    lab_error: bool = False
    unfit: bool = False
    extends: bool = False
    incident: timedelta | None = None
    slip: timedelta = timedelta()
    hold: timedelta | None = None
    hold_for: timedelta = timedelta()
    hold_why: str = ""
    minor_at: str = ""
    minor: str = ""
    major: str = ""
    contaminated: bool = False


def key_of(batch: Batch) -> str:
    """What a batch's draws are named after: its chain of identity, or its number where it has none."""
    return batch.coi or batch.id


def incident_of(draws: Draws, facility: Facility, key: str) -> tuple[timedelta | None, timedelta]:
    """When this batch's processor will stand, counted from its collection, if at all; and by how much that delays the harvest."""
    if not draws.chance(facility, "incident", key):
        return None, timedelta()
    return timedelta(hours=50 + 100 * draws.share(key, "incident at")), draws.law(facility, "incident", key)


def hold_of(draws: Draws, facility: Facility, key: str) -> tuple[timedelta | None, timedelta]:
    """When this batch will be put on hold, counted from its collection, if at all; and for how long."""
    if not draws.chance(facility, "hold", key):
        return None, timedelta()
    return timedelta(hours=30 + 90 * draws.share(key, "hold at")), draws.law(facility, "hold", key)


def patient_fate(draws: Draws, facility: Facility, key: str) -> Fate:
    """The luck of a patient's batch (domain.md 9.1, 9.2)."""
    incident, slip = incident_of(draws, facility, key)
    hold, hold_for = hold_of(draws, facility, key)
    oos = draws.chance(facility, "final_oos", key)
    rejected = oos and not draws.chance(facility, "oos_lab_error", key) and not draws.chance(facility, "oos_exceptional", key)
    return Fate(
        drop=timedelta(hours=20 + 120 * draws.share(key, "drop at")) if draws.chance(facility, "patient_drop", key) else None,
        called_off=draws.chance(facility, "called_off", key),
        fails=draws.chance(facility, "termination", key),
        oos=_weighted(draws.share(key, "oos test")) if oos else "",
        lab_error=oos and not rejected,
        unfit=draws.chance(facility, "patient_unfit", key),
        extends=draws.chance(facility, "extension", key),
        incident=incident,
        slip=slip,
        hold=hold,
        hold_for=hold_for,
        hold_why=draws.pick(HOLD_REASONS, key, "hold why"),
        minor_at=_minor_step(draws, key) if draws.chance(facility, "minor_deviation", key) else "",
        minor=draws.pick(MINOR_TITLES, key, "minor title"),
        major=draws.pick(MAJOR_TITLES, key, "major title") if draws.chance(facility, "major_deviation", key) else "",
        contaminated=draws.chance(facility, "contamination", key),
    )


def lot_fate(draws: Draws, facility: Facility, key: str) -> Fate:
    """The luck of a lot: now and then a minor deviation."""
    minor = draws.chance(facility, "minor_deviation", key)
    return Fate(minor_at="*" if minor else "", minor=draws.pick(MINOR_TITLES, key, "minor title"))


def _minor_step(draws: Draws, key: str) -> str:
    steps = ("RECEIPT_COI", "ENRICH", "TRANSDUCE", "WASH_FEED", "IPC_SAMPLE_D3", "HARVEST_WASH", "FORMULATE_FILL", "LABEL_COI")
    return draws.pick(steps, key, "minor at")


def _weighted(share: float) -> str:
    for code, weight in OOS_TESTS:
        if share < weight:
            return code
        share -= weight
    return OOS_TESTS[-1][0]
