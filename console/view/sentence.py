"""The sentence of the day: what a supervisor is told before she asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.forecast.outlook import Outlook, Quantiles
from console.view.spoken import moment
from console.view.standing import WORDS, Standing, Tally, next_release, tally

_SAID = (Standing.ON_TIME, Standing.AT_RISK, Standing.LATE, Standing.HELD, Standing.UNKNOWN)


def sentence(floor: Floor, outlook: Outlook | None, now: datetime, zone: ZoneInfo) -> str:
    """Patients first, by standing; then the next release with half its 80 % span; other lots after that."""
    patients, lots = tally(floor, outlook, True), tally(floor, outlook, False)
    if not floor.facility or not floor.facility.rooms:
        return "No facility yet: this site is empty."
    if not patients.in_process and not lots.in_process:
        reported = sum(batch.reported for batch in floor.batches.values())
        return f"Nothing is in process; {reported} batches as reported." if reported else "Nothing is in process."
    told = [_counted(patients)] if patients.in_process else ["No patient's batch is in process"]
    soon = next_release(floor, outlook, now)
    if soon is not None and soon.release is not None:
        told.append(f"next release {soon.batch} {moment(soon.release.p50, now, zone)} {spread(soon.release)}")
    if lots.in_process:
        told.append(f"{lots.in_process} other {'lot' if lots.in_process == 1 else 'lots'}{_trouble(lots)}")
    return " — ".join(told)


def spread(release: Quantiles) -> str:
    """Half the span between P10 and P90, in words: ±40 min, ±2 h."""
    half = (release.p90 - release.p10) / 2
    if half < timedelta(minutes=90):
        return f"±{max(1, round(half / timedelta(minutes=1)))} min"
    return f"±{round(half / timedelta(hours=1))} h"


def _counted(patients: Tally) -> str:
    parts = [f"{patients.in_process} in process"]
    parts += [f"{n} {WORDS[s]}" for s in _SAID if (n := patients.by[s])]
    return " · ".join(parts)


def _trouble(lots: Tally) -> str:
    parts = [f"{n} {WORDS[s]}" for s in (Standing.LATE, Standing.AT_RISK, Standing.HELD) if (n := lots.by[s])]
    return f" ({', '.join(parts)})" if parts else ""
