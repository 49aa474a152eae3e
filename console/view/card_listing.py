"""The report card as rows for people and as JSON values for programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.forecast.report_card import ReportCard, Score
from console.view.charts.tables import Table, number
from console.view.charts.trust import FEW, calibration_table, drift_rows, miss_rows, verdict
from console.view.listing import text_table, utc
from console.view.spoken import counted

HOUR = timedelta(hours=1)


def card_json(card: ReportCard) -> dict[str, Any]:
    """The report card in the words of `report-card --json`: shares 0..1, hours, instants in UTC; None where there is no case."""
    return {
        "source": card.source,
        "at": utc(card.made_at),
        "verdict": card.verdict,
        "proven": card.proven,
        "batches": card.batches,
        "forecasts": card.forecasts,
        "never_released": card.never,
        "overdue": card.overdue,
        "model": card.model,
        "calibration": [
            {"stated": c.stated, "observed": _round(c.observed), "low": _round(c.low), "high": _round(c.high), "n": c.n}
            for c in card.calibration
        ],
        "overall": score_json(card.overall) if card.overall is not None else None,
        **{by: [score_json(s) for s in getattr(card, by)] for by in ("by_product", "by_step", "by_horizon")},
        "chances": [
            {
                "what": c.what, "stated": _round(c.stated), "happened": _round(c.happened), "low": _round(c.low),
                "high": _round(c.high), "brier": _round(c.brier), "brier_of_the_share": _round(c.plain), "n": c.n,
            }
            for c in card.chances
        ],
        "misses": [
            {
                "batch": m.batch, "product": m.product, "made_at": utc(m.made_at), "p10": utc(m.p10), "p50": utc(m.p50),
                "p90": utc(m.p90), "came": utc(m.came), "outside_h": _round(m.outside / HOUR),
            }
            for m in card.misses
        ],
        "drifts": [
            {
                "recipe": d.recipe, "key": d.key, "title": d.title, "before_h": _round(d.before_h), "lately_h": _round(d.lately_h),
                "n": d.n, "since": utc(d.since),
            }
            for d in card.drifts
        ],
    }  # fmt: skip


def score_json(score: Score) -> dict[str, Any]:
    """One group's scores; hours."""
    return {
        "group": score.group,
        "n": score.n,
        "forecasts": score.forecasts,
        "coverage80": _round(score.cover80),
        "coverage80_low": _round(score.cover_low),
        "coverage80_high": _round(score.cover_high),
        "crps_h": _round(score.crps),
        "pinball90_h": _round(score.pinball90),
        "mae_h": _round(score.error),
        "width80_h": _round(score.width80),
        "baselines": {name: _round(error) for name, error in score.baselines.items()},
    }


def card_text(card: ReportCard, now: datetime, zone: ZoneInfo) -> str:
    """The report card for people: the verdict first, then each table that has something in it."""
    lines = [verdict(card), *_apart(card)]
    for table in (calibration_table(card), _scores(card), miss_rows(card, now, zone), drift_rows(card)):
        if table.rows:
            lines += ["", table.title, _text(table)]
    for chance in card.chances:
        happened = f"stated {_share(chance.stated)}, happened {_share(chance.happened)} of {counted(chance.n, 'batch', 'batches')}"
        lines += ["", f"{chance.what.capitalize()}: {happened}; Brier {chance.brier:.3f}, of the share itself {chance.plain:.3f}."]
    return "\n".join(lines)


def _apart(card: ReportCard) -> list[str]:
    told = []
    if card.never:
        told.append(f"{counted(card.never, 'batch', 'batches')} ended without release: they judge the chance of never alone.")
    if card.overdue:
        told.append(f"{counted(card.overdue, 'batch is', 'batches are')} past the P90 and not released: counted as outside.")
    return told


def _scores(card: ReportCard) -> Table:
    """Coverage and errors in hours, over all, by product, by time left and by step, beside what one would use instead."""
    groups = (("all", (card.overall,) if card.overall else ()), ("product", card.by_product), ("left", card.by_horizon))
    told = [(by, score) for by, scores in (*groups, ("step", card.by_step)) for score in scores]
    names = tuple(dict.fromkeys(name for _, score in told for name in score.baselines))
    columns = ("by", "group", "n", "in 80 % interval", "errs by h", *names, "CRPS h", "width h")
    return Table("How good the forecasts were (hours)", columns, tuple(_row(by, score, names) for by, score in told))


def _row(by: str, score: Score, names: tuple[str, ...]) -> tuple[str, ...]:
    if score.n < FEW:
        return (by, score.group, str(score.n), f"not enough data, n = {score.n}", *("" for _ in range(len(names) + 3)))
    cover = f"{_share(score.cover80)} ({100 * score.cover_low:.0f}–{100 * score.cover_high:.0f} %)"
    others = (number(score.baselines.get(name, float("nan"))) for name in names)
    return (by, score.group, str(score.n), cover, number(score.error), *others, number(score.crps), number(score.width80))


def _text(table: Table) -> str:
    return text_table(table.columns, table.rows)


def _share(share: float) -> str:
    return f"{100 * share:.0f} %"


def _round(value: float) -> float:
    return round(value, 4)
