"""What one batch's release hangs on, and what would buy hours: as rows, in words, and as tables."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.forecast.explained import Driver, Explained, Lever
from console.view.charts.tables import Table, number
from console.view.charts.words import hours_text, local_text, near
from console.view.spoken import moment, span

NOTHING = timedelta(minutes=1)
LEAST_SHARE = 0.005


def seen(told: Explained) -> tuple[Driver, ...]:
    """The drivers that bind in a share of the futures worth a row, the largest first."""
    found = [each for each in told.drivers if each.share >= LEAST_SHARE]
    return tuple(sorted(found, key=lambda each: (-each.share, -each.hours, each.title)))


def name(driver: Driver) -> str:
    """The driver with whose batch it is, where it is another's."""
    return f"{driver.title} ({driver.batch})" if driver.batch and driver.batch not in driver.title else driver.title


def share_text(driver: Driver) -> str:
    """How often it binds and what it holds there: 68 % · 3.2 h."""
    return f"{share_words(driver.share)} · {hours_text(driver.hours)}"


def share_words(share: float) -> str:
    """A share of the futures without feigned certainty: 68 %, under 1 %, over 99 %."""
    if 0.0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1.0:
        return "over 99 %"
    return f"{round(100 * share)} %"


def driver_words(driver: Driver) -> str:
    """One driver in a sentence."""
    return (
        f"{name(driver)} ({driver.kind.value}): decides the release in {share_words(driver.share)} of the futures, "
        f"and holds it {hours_text(driver.hours)} there."
    )


def headline(told: Explained, now: datetime, zone: ZoneInfo) -> str:
    """What the drivers are of, and from how many scenarios."""
    when = f"release P50 {near(told.p50, now, zone)} · " if told.p50 else ""
    return f"{when}n = {told.scenarios:,} futures"


def gain_text(lever: Lever) -> str:
    """What a lever buys: 3 h 20 min earlier, nothing."""
    if abs(lever.gained) < NOTHING:
        return "nothing"
    return f"{span(abs(lever.gained))} {'earlier' if lever.gained > timedelta() else 'later'}"


def keep_text(lever: Lever) -> str:
    """What a lever adds to the chance of keeping the promise, in percentage points."""
    if lever.keep is None:
        return ""
    points = round(100 * lever.keep, 1)
    return "0 pp" if abs(points) < 0.05 else f"{'+' if points > 0 else '−'}{abs(points):g} pp"


def lever_headline(told: Explained) -> str:
    """How the gains were found."""
    if not told.levers:
        return "no lever was found that would buy anything"
    return "each tried by running the same futures again with it done"


def driver_table(told: Explained) -> Table:
    """Every driver with its share of the futures and the hours it holds."""
    rows = tuple(
        (name(each), each.kind.value, number(100 * each.share), number(each.hours), each.key, each.batch) for each in told.drivers
    )
    columns = ("driver", "kind", "share of futures %", "holds h", "key", "other batch")
    return Table(f"What drives {told.batch}", columns, rows, frozenset({2, 3}))


def lever_rows(told: Explained) -> Table:
    """Every lever with its gain, for the eye."""
    rows = tuple((each.title, gain_text(each), keep_text(each)) for each in told.levers)
    return Table(f"What would help {told.batch}", ("lever", "release comes", "promise"), rows)


def lever_table(told: Explained, zone: ZoneInfo) -> Table:
    """Every lever with its gain for the eye and, in plain numbers, for a program."""
    rows = tuple(
        (
            each.title, gain_text(each), keep_text(each), local_text(each.p50, zone), each.kind.value, each.batch,
            number(each.gained / timedelta(hours=1), 2), number(100 * each.keep) if each.keep is not None else "",
        )
        for each in told.levers
    )  # fmt: skip
    columns = ("lever", "release comes", "promise kept", "release P50 then", "kind", "other batch", "gain h", "gain pp")
    return Table(f"What would help {told.batch}", columns, rows, frozenset({6, 7}))


def lever_words(lever: Lever, now: datetime, zone: ZoneInfo) -> str:
    """One lever in a sentence."""
    keep = f", promise kept {keep_text(lever)}" if lever.keep is not None else ""
    return f"{lever.title}: release {gain_text(lever)}, P50 {moment(lever.p50, now, zone)}{keep}."
