"""Whether the forecast can be trusted, for the eye: what was stated against what came, the scores, the misses, the drifts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.forecast.report_card import ENOUGH, KEPT, Calibration, Chance, Miss, ReportCard, Score
from console.view.charts.tables import Table, number
from console.view.charts.words import hours_text, local_text
from console.view.spoken import counted, moment, span

FEW = 8
"""With fewer batches than this behind it a share is no evidence: not enough data."""
HOUR = timedelta(hours=1)


def enough(point: Calibration) -> bool:
    """Whether there are batches enough behind a point to draw it."""
    return point.n >= FEW


def n_text(point: Calibration) -> str:
    """How many batches stand behind a point, in words."""
    return f"n = {point.n}" if enough(point) else f"n = {point.n}, too few"


def too_few(points: Sequence[Calibration]) -> str:
    """Said once where no point has data enough; empty where one has, or where there is none."""
    if not points or any(enough(each) for each in points):
        return ""
    return f"not enough data, n = {max(each.n for each in points)}"


def point_words(point: Calibration) -> str:
    """One point in a sentence."""
    stated = f"{_share(point.stated)} chance stated"
    if not enough(point):
        return f"{stated}: not enough data, n = {point.n}."
    return (
        f"{stated}: {_share(point.observed)} came by then (95 % interval {_share(point.low)} to {_share(point.high)}), "
        f"n = {point.n} batches."
    )


UNKNOWN = "not known to be proven"
"""What every chart says where nobody can tell how good forecasts were: of an hour that is past the verdict was not kept."""


def unproven(card: ReportCard | None) -> str:
    """What every chart that shows a forecast must say while it is unproven; empty once it is proven or nobody knows yet."""
    if card is None or card.proven:
        return ""
    seen = "" if card.source == KEPT else " by backtest only"
    return f"unproven: {counted(card.batches, 'release')} judged{seen}"


def verdict(card: ReportCard) -> str:
    """The verdict in one line, always with its n."""
    said = card.verdict.strip()
    if said:
        return said
    if not card.proven:
        return f"Unproven: {counted(card.batches, 'release')} judged, {ENOUGH} are needed."
    return f"Judged by {counted(card.batches, 'release')}."


def provenance(card: ReportCard, now: datetime, zone: ZoneInfo) -> str:
    """What the verdict rests on: forecasts, batches, the version of the model, and when it was worked out."""
    parts = [f"{card.forecasts:,} forecasts of {counted(card.batches, 'released batch', 'released batches')}"]
    parts += [f"{card.never} ended without release"] if card.never else []
    parts += [f"{card.overdue} overdue: past their P90 and not released"] if card.overdue else []
    if card.source != KEPT:
        parts.append("forecasts the journal would have brought: nobody saw them")
    parts += [f"model: {card.model}"] if card.model else []
    parts.append(f"as of {moment(card.made_at, now, zone)}")
    return " · ".join(parts)


def chance_words(chance: Chance) -> str:
    """A stated chance against how often it happened, in one line; Brier's score beside that of always stating the same."""
    if chance.n < FEW:
        return f"{chance.what}: not enough data, n = {chance.n}"
    happened = f"{_share(chance.happened)} came true ({round(100 * chance.low)}–{round(100 * chance.high)})"
    brier = f"Brier {chance.brier:.3f} against {chance.plain:.3f}"
    return f"{chance.what}: {_share(chance.stated)} stated, {happened}, n = {chance.n}, {brier}"


def calibration_headline(card: ReportCard) -> str:
    """The chart in one line."""
    whole = card.overall
    if whole is None or whole.n < FEW:
        behind = max((each.n for each in card.calibration), default=card.batches)  # as the points beneath say
        return f"not enough data, n = {behind}"
    cover = f"{_share(whole.cover80)} fell inside P10–P90 (80 % stated)"
    return f"{cover} · n = {counted(whole.n, 'batch', 'batches')}"


def calibration_table(card: ReportCard) -> Table:
    """Stated and observed shares with their binomial intervals and n."""
    rows = tuple(
        (
            number(100 * each.stated, 0), number(100 * each.observed), number(100 * each.low), number(100 * each.high),
            str(each.n), "" if enough(each) else "not enough data",
        )
        for each in card.calibration
    )  # fmt: skip
    columns = ("stated %", "observed %", "95 % from", "to", "n", "")
    return Table("Stated against observed", columns, rows, frozenset({0, 1, 2, 3, 4}))


def score_table(card: ReportCard) -> Table:
    """Coverage and errors, over all, by product, step and horizon, beside what one would use instead."""
    names = tuple(dict.fromkeys(name for _, score in _scores(card) for name in score.baselines))
    columns = (
        "by", "group", "n", "in 80 % interval", "CRPS h", "error h", *(f"{name} h" for name in names), "against the best",
        "pinball P90 h", "width h", "forecasts",
    )  # fmt: skip
    rows = tuple(_score_row(by, score, names) for by, score in _scores(card))
    return Table("How good the forecasts were", columns, rows, frozenset(range(2, len(columns))))


def _score_row(by: str, score: Score, names: tuple[str, ...]) -> tuple[str, ...]:
    if score.n < FEW:
        blank = ("",) * (len(names) + 5)
        return (by, score.group, f"{score.n}", "not enough data", *blank, str(score.forecasts))
    cover = f"{_share(score.cover80)} ({round(100 * score.cover_low)}–{round(100 * score.cover_high)})"
    others = (number(score.baselines.get(name, float("nan"))) for name in names)
    return (
        by, score.group, str(score.n), cover, number(score.crps), number(score.error), *others, against(score),
        number(score.pinball90), number(score.width80), str(score.forecasts),
    )  # fmt: skip


def against(score: Score) -> str:
    """The error of the P50 against the best of the baselines, in words: 12 % less, 5 % more."""
    best = min(score.baselines.values(), default=0.0)
    if best <= 0.0:
        return ""
    change = round(100 * (score.error / best - 1))
    if not change:
        return "the same"
    return f"{abs(change)} % {'less' if change < 0 else 'more'}"


def _scores(card: ReportCard) -> Iterator[tuple[str, Score]]:
    if card.overall is not None:
        yield "all", card.overall
    for by, scores in (("product", card.by_product), ("horizon", card.by_horizon), ("step", card.by_step)):
        for score in scores:
            yield by, score


def miss_text(miss: Miss) -> str:
    """By how much a release lay outside what was stated: 6 h after P90."""
    side = "after P90" if miss.came > miss.p90 else "before P10"
    return f"{span(abs(miss.outside))} {side}"


def miss_words(miss: Miss, now: datetime, zone: ZoneInfo) -> str:
    """One miss in a sentence: what was said when, and what came."""
    said = f"P10 {moment(miss.p10, now, zone)}, P50 {moment(miss.p50, now, zone)}, P90 {moment(miss.p90, now, zone)}"
    came = f"came {moment(miss.came, now, zone)}, {miss_text(miss)}"
    return f"{miss.batch} ({miss.product}): {came}; stated {moment(miss.made_at, now, zone)}: {said}."


def newest_misses(card: ReportCard) -> tuple[Miss, ...]:
    """The misses, the newest first."""
    return tuple(sorted(card.misses, key=lambda miss: miss.came, reverse=True))


def miss_rows(card: ReportCard, now: datetime, zone: ZoneInfo) -> Table:
    """The last releases outside their stated interval, for the eye."""
    rows = tuple(
        (each.batch, miss_text(each), moment(each.came, now, zone), moment(each.p50, now, zone), each.product)
        for each in newest_misses(card)
    )
    return Table("Last misses", ("batch", "missed by", "came", "P50 stated", "product"), rows)


def miss_table(card: ReportCard, zone: ZoneInfo) -> Table:
    """The same with every instant whole, for programs and paper."""
    rows = tuple(
        (
            each.batch, each.product, local_text(each.made_at, zone), local_text(each.p10, zone), local_text(each.p50, zone),
            local_text(each.p90, zone), local_text(each.came, zone), number(each.outside / HOUR, 2),
        )
        for each in newest_misses(card)
    )  # fmt: skip
    columns = ("batch", "product", "forecast made", "P10", "P50", "P90", "came", "outside by h")
    return Table("Last misses", columns, rows, frozenset({7}))


def drift_table(card: ReportCard, zone: ZoneInfo) -> Table:
    """Durations that have changed lately."""
    rows = tuple(
        (
            each.title, each.recipe, hours_text(each.before_h), hours_text(each.lately_h),
            drift_text(each.before_h, each.lately_h), str(each.n), local_text(each.since, zone),
        )
        for each in card.drifts
    )  # fmt: skip
    columns = ("step or test", "recipe", "before", "lately", "change", "n", "since")
    return Table("What has drifted", columns, rows, frozenset({2, 3, 4, 5}))


def drift_rows(card: ReportCard) -> Table:
    """The same for the eye: what takes how long lately, and what it took before."""
    rows = tuple(
        (
            each.title, f"{hours_text(each.lately_h)}, was {hours_text(each.before_h)}",
            drift_text(each.before_h, each.lately_h), str(each.n), each.recipe,
        )
        for each in card.drifts
    )  # fmt: skip
    return Table("What has drifted", ("step or test", "takes", "change", "n", "recipe"), rows, frozenset({3}))


def drift_text(before_h: float, lately_h: float) -> str:
    """How a duration changed: 18 % longer."""
    if before_h <= 0.0:
        return ""
    change = round(100 * (lately_h / before_h - 1))
    return f"{abs(change)} % {'longer' if change > 0 else 'shorter'}" if change else "the same"


def _share(share: float) -> str:
    return f"{round(100 * share)} %"
