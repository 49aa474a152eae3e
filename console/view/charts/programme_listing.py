"""The programmes as a list for people without a window, and as JSON values for programs."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from console.forecast.report_card import ENOUGH as PROVEN
from console.view.charts import chance, xmr
from console.view.charts.chance import DAY_H, Curve
from console.view.charts.intervals import NAN, Median, Share
from console.view.charts.programme import Programme, ProgrammeState
from console.view.charts.programme_words import headline, lines
from console.view.charts.quarter import QuarterChance
from console.view.charts.xmr import XmR
from console.view.listing import utc

CHANCES = (0.1, 0.5, 0.9)


def state_json(state: ProgrammeState) -> dict[str, Any]:
    """Every programme there is in this state, as of its instant."""
    return {
        "at": utc(state.now), "zone": state.zone.key, "judged": state.judged,
        "programmes": [as_json(each, state.judged) for each in state.programmes],
    }  # fmt: skip


def state_text(state: ProgrammeState) -> str:
    """Every programme, its figures a line each; what is out of the ordinary under them."""
    if not state.programmes:
        return "No product of this site makes a promise."
    return "\n\n".join(_text(each, state.judged, state.zone) for each in state.programmes)


def _text(programme: Programme, judged: int | None, zone: ZoneInfo) -> str:
    naming, told = programme.naming, lines(programme, judged)
    wide, answer = max(len(line.title) for line in told), max(len(line.value) for line in told)
    found = [f"{naming.sponsor_name} · {naming.title}", headline(programme), ""]
    found += [f"{line.title:<{wide}}  {line.value:<{answer}}  {line.note}" for line in told]
    found.append("")
    for chart in (programme.length, programme.release):
        found.append(f"{chart.what}: {xmr.headline(chart, zone)}")
        found += [f"  {chart.points[each.index].batch}: {each.words}" for each in chart.signals]
    found.append(f"Release: {chance.headline(programme.chance, naming.began)}")
    return "\n".join(found)


def as_json(programme: Programme, judged: int | None) -> dict[str, Any]:
    """The same figures for programs: numbers in the unit of their name, None where there is not enough; every n beside them."""
    told, naming = programme.figures, programme.naming
    return {
        "sponsor": naming.sponsor, "sponsor_name": naming.sponsor_name, "product": naming.product, "title": naming.title,
        "promise": {"days": naming.promise_days, "measure": naming.measure.value, "from": naming.began, "to": naming.end},
        "length_days": _median_json(told.length), "length_h": _median_json(told.length_h),
        "kept": {**_share_json(told.kept), "open": told.open_},
        "turnaround_h": _median_json(told.turnaround_h), "first_pass": _share_json(told.first_pass),
        "attrition": {**_share_json(told.attrition.share), "reasons": dict(told.attrition.reasons)},
        "quarter": _quarter_json(told.quarter, judged), "contradict": programme.contradict,
        "run_chart": _run_json(programme.length), "time_to_release_chart": _run_json(programme.release),
        "release": _chance_json(programme.chance),
    }  # fmt: skip


def _median_json(told: Median) -> dict[str, Any]:
    at = told.value if told.enough else NAN
    return {"median": _clean(at), "low": _clean(told.low), "high": _clean(told.high), "covers": _clean(told.cover), "n": told.n}


def _share_json(told: Share) -> dict[str, Any]:
    shown = told if told.enough else Share(told.hits, told.n, NAN, NAN, NAN)
    return {"share": _clean(shown.value), "low": _clean(shown.low), "high": _clean(shown.high), "hits": told.hits, "n": told.n}


def _quarter_json(told: QuarterChance, judged: int | None) -> dict[str, Any]:
    return {
        "label": told.quarter.label, "start": utc(told.quarter.start), "end": utc(told.quarter.end),
        "chance": _clean(told.chance), "median_days": _clean(told.middle), "ended": told.done, "forecast": told.live,
        "expected": _clean(told.expected), "judged": judged, "proven": judged is not None and judged >= PROVEN,
    }  # fmt: skip


def _run_json(chart: XmR) -> dict[str, Any]:
    """The run chart: hours; limits None while there are too few."""
    return {
        "n": chart.n, "older": chart.before, "base": chart.base, "mean_h": _clean(chart.mean), "low_h": _clean(chart.low),
        "high_h": _clean(chart.high),
        "points": [
            {"batch": each.batch, "at": utc(each.at), "hours": _clean(each.hours), "promise_h": _clean(each.promise_h)}
            for each in chart.points
        ],
        "signals": [
            {"batch": chart.points[each.index].batch, "rule": each.rule, "words": each.words} for each in chart.signals
        ],
    }  # fmt: skip


def _chance_json(curve: Curve) -> dict[str, Any]:
    """The chance of release by age: when so many of all begun are released, in days; None where that is not known."""
    released, lost, running = curve.tally()
    days = [curve.quantile(each) / DAY_H if curve.enough else NAN for each in CHANCES]
    by = {f"p{round(100 * each)}_days": _clean(at) for each, at in zip(CHANCES, days, strict=True)}
    return {"n": curve.n, "released": released, "lost": lost, "running": running, **by}


def _clean(value: float) -> float | None:
    return round(value, 4) if value == value else None
