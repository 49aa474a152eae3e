"""Invented answers of the forecaster for the charts' tests, pictures and budgets: why, what drives, what helps, report cards."""

from datetime import time, timedelta

from console.domain.facility import Shift
from console.forecast.explained import Driver, DriverKind, Explained, Lever, Part, Waterfall
from console.forecast.report_card import Calibration, Chance, Drift, Miss, ReportCard, Score
from tests.ui.charts.invented import NOW

BATCH = "B-0419"
SINCE = NOW - timedelta(minutes=252)
BEFORE = NOW + timedelta(hours=27, minutes=14)
SHIFTS = (Shift("E", "Early", time(6), time(14)), Shift("L", "Late", time(14), time(22)), Shift("N", "Night", time(22), time(6)))
BASELINES = ("recipe nominal", "plan date", "recent median")


def minutes(size: float) -> timedelta:
    return timedelta(minutes=size)


PARTS = (
    Part("Vector lot V-118 held: sterility not read yet", minutes(395), NOW - minutes(248), ("e1",), BATCH, "Ann Lee"),
    Part("Transduction began 40 min late", minutes(38), NOW - minutes(220), ("e2", "e3"), BATCH),
    Part("Vector lot V-118 released by QA", minutes(-205), NOW - minutes(170), ("e4",), BATCH, "Ben Okoro"),
    Part("Crew of B-0421 stays for its harvest: two operators fewer", minutes(52), NOW - minutes(130), ("e5",), "B-0421"),
    Part("Mycoplasma test invalid: a repeat was ordered", minutes(168), NOW - minutes(95), ("e6",), BATCH, "QC lab"),
    Part("Cell count recorded", minutes(2), NOW - minutes(90), ("e7",), BATCH),
    Part("Batch B-0422: wash finished early", minutes(-4), NOW - minutes(70), ("e8",), "B-0422"),
    Part("Clinic moved the infusion appointment", minutes(-31), NOW - minutes(22), ("e9",), BATCH),
    Part("time passed, nothing else", minutes(13)),
)


def waterfall(parts: tuple[Part, ...] = PARTS, batch: str = BATCH, of: str = "release") -> Waterfall:
    """Nine parts that sum to the movement."""
    moved = sum((part.moved for part in parts), timedelta())
    return Waterfall(batch, SINCE, NOW, of, BEFORE, BEFORE + moved, parts)


def explained(batch: str = BATCH) -> Explained:
    """Seven drivers, five levers."""
    p50 = NOW + timedelta(hours=34)
    rows = (
        (DriverKind.TEST, "MYCO", "Mycoplasma test, the repeat", 0.68, 31.0, ""),
        (DriverKind.REVIEW, "RECORD_REVIEW", "Batch record review by QA", 0.44, 5.2, ""),
        (DriverKind.OTHER_BATCH, "TRANSDUCE", "Transduction in CR3", 0.31, 3.4, "B-0421"),
        (DriverKind.CREW, "operators", "Operators: two needed, one on the night shift", 0.22, 2.1, ""),
        (DriverKind.CLOCK, "hold", "Hold limit after the wash", 0.12, 0.7, ""),
        (DriverKind.INSTRUMENT, "FLOW-2", "Flow cytometer FLOW-2", 0.07, 0.4, ""),
        (DriverKind.MISHAP, "OOS", "An out-of-specification result and its investigation", 0.004, 40.0, ""),
    )
    levers = (
        Lever("Read the mycoplasma repeat on the evening run", minutes(260), 0.21, p50 - minutes(260), DriverKind.TEST, "MYCO"),
        Lever("A second QA reviewer this evening", minutes(95), 0.083, p50 - minutes(95), DriverKind.REVIEW, "RECORD_REVIEW"),
        Lever("B-0421 leaves CR3 on time", minutes(55), 0.04, p50 - minutes(55), DriverKind.OTHER_BATCH, "CR3", "B-0421"),
        Lever("Overtime of the early shift, 2 h", minutes(20), 0.006, p50 - minutes(20), DriverKind.CREW, "operators"),
        Lever("Two more operators tonight", minutes(0), 0.0, p50, DriverKind.CREW, "operators"),
    )
    return Explained(batch, NOW, p50, tuple(Driver(*row) for row in rows), levers, 2_000)


def points(n: int) -> tuple[Calibration, ...]:
    """Five stated chances, a little too sure of itself."""
    rows = ((0.1, 0.13), (0.25, 0.29), (0.5, 0.47), (0.75, 0.69), (0.9, 0.86))
    half = 0.98 / max(1, n) ** 0.5
    return tuple(Calibration(s, o, max(0.0, o - half * (o * (1 - o)) ** 0.5 * 2), min(1.0, o + half), n) for s, o in rows)


def score(group: str, n: int, error: float) -> Score:
    """One row of scores; the baselines err more."""
    others = dict(zip(BASELINES, (error * 1.31, error * 1.19, error * 1.12), strict=True))
    return Score(group, n, n * 41, 0.78, 0.71, 0.84, error * 0.71, error * 0.4, error, error * 3.1, others)


def card(n: int = 42) -> ReportCard:
    """A report card of so many releases; few of them leave it unproven."""
    misses = tuple(
        Miss(f"B-{400 - i:04d}", "CAR-T 7 day", came - timedelta(hours=48), came - timedelta(hours=30), came - timedelta(hours=22),
             came - timedelta(hours=5 + i), came, timedelta(hours=5 + i))
        for i, came in enumerate(NOW - timedelta(days=2 + 3 * k) for k in range(7))
    )  # fmt: skip
    verdict = (
        f"Fairly calibrated: of {n} releases 78 % fell inside their 80 % interval; it errs 11 % less than the recent median."
        if n >= 20
        else f"Unproven: {n} releases judged, 20 are needed."
    )
    return ReportCard(
        NOW - minutes(4), n, n * 41, verdict, points(n), score("all", n, 6.2),
        (score("CAR-T 7 day", max(1, n - 12), 5.9), score("Lentiviral vector", 5, 31.0)),
        (score("Expansion", n, 9.0), score("QC release", n, 4.1), score("Record review", n, 2.2)),
        (score("under 1 d ahead", n, 1.9), score("1 to 3 d ahead", n, 4.6), score("over 3 d ahead", n, 9.7)),
        misses if n >= 8 else misses[:1],
        (Drift("CART-7D", "QC_RELEASE", "QC release panel", 26.0, 31.0, 14, NOW - timedelta(days=18)),
         Drift("CART-7D", "RECORD_REVIEW", "Record review", 5.2, 4.1, 11)),
        f"learned as steps finish, from {n} finished batches", 1, 0,
        (Chance("keeping the promise", 0.84, 0.81, 0.66, 0.9, 0.118, 0.154, n),
         Chance("no release", 0.04, 0.02, 0.0, 0.12, 0.021, 0.023, n)),
    )  # fmt: skip
