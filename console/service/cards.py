"""The report card asked for: what was kept until now, against what became of it on the floor of now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from console.domain.floor import Floor
from console.forecast.judged import outcomes
from console.forecast.marking import report_card
from console.forecast.outlook import Outlook
from console.forecast.report_card import ReportCard
from console.service.ports import Readings
from console.service.zones import zone_of

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything a site can have recorded."""


def card_of(readings: Readings, floor: Floor, outlook: Outlook | None, now: datetime, since: datetime | None) -> ReportCard:
    """The report card as of now, of forecasts made since an instant, or ever; a third of a second at 100,000 kept."""
    stood = [one for one in readings.stood(since) if one.made_at <= now]
    drifts, model = (outlook.drifts, outlook.model) if outlook is not None else ((), "")
    return report_card(stood, outcomes(floor, now, zone_of), now, drifts, model)


def beside(kept: ReportCard, backtest: ReportCard) -> ReportCard:
    """While what was kept proves nothing yet: the figures of the journal's backtest under both verdicts, what was kept first."""
    verdict = f"{kept.verdict} {backtest.verdict}"
    return replace(backtest, verdict=verdict, drifts=kept.drifts, model=kept.model)
