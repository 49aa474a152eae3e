"""Sheets of paper in every state, and the hands that ask things of them, for tests of controlled blanks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from console.domain import commands as c
from console.domain.blanks import Blank, BlankEntry, BlankState, OriginalKind
from tests.domain.builders import HOUR, MINUTE, OPERATOR, SECOND, SUPERVISOR, House, after, good

N = "P-TEST-000001"
ROOM = "CR1"
LINES = ("1", "2", "3")
"""The sheet of these tests carries line clearance, enrichment, and activation of one batch."""


def issue(by: str = SUPERVISOR, **changes: Any) -> c.IssueBlanks:
    return c.IssueBlanks(**{"by": by, "rooms": (ROOM,), "mark": "TEST", "reason": "planned stop of the network", **changes})


def bring(by: str = OPERATOR, number: str = N, **changes: Any) -> c.ReturnBlank:
    return c.ReturnBlank(**{"by": by, "blank": number, "pages": 1, **changes})


def void(by: str = SUPERVISOR, number: str = N, reason: str = "not used", lost: bool = False) -> c.VoidBlank:
    return c.VoidBlank(by=by, blank=number, reason=reason, lost=lost)


def key(house: House, *entries: BlankEntry, by: str = OPERATOR, number: str = N) -> c.KeyBlank:
    return c.KeyBlank(by=by, blank=number, entries=entries or written(house))


def verify(house: House, *entries: BlankEntry, by: str = SECOND, number: str = N, at: datetime | None = None) -> c.VerifyBlank:
    return c.VerifyBlank(by=by, blank=number, entries=entries or written(house), at=at)


def attach(by: str = OPERATOR, number: str = N, **changes: Any) -> c.AttachOriginal:
    told: dict[str, Any] = {"digest": "0a" * 32, "kind": OriginalKind.PDF, "size": 1000, "name": "scan.pdf"}
    return c.AttachOriginal(**{"by": by, "blank": number, **told, **changes})


def sign(by: str = OPERATOR, number: str = N) -> c.SignBlank:
    return c.SignBlank(by=by, blank=number)


def sheet(house: House, number: str = N) -> Blank:
    return house.floor.blanks[number]


def line(house: House, number: str, start: int, end: int | None, **changes: Any) -> BlankEntry:
    """A line as somebody wrote it: minutes after the sheet was issued."""
    issued = sheet(house)
    told = next(one for one in issued.lines if one.id == number)
    plain: dict[str, Any] = {
        "started_at": issued.issued_at + start * MINUTE,
        "finished_at": None if end is None else issued.issued_at + end * MINUTE,
        "performer": OPERATOR,
        "verifier": "" if end is None else SECOND,
        "values": {} if end is None else {limit.name: good(limit) for limit in told.values},
    }
    return BlankEntry(number, **{**plain, **changes})


def written(house: House) -> tuple[BlankEntry, ...]:
    """A good sheet: the line was cleared, enrichment done, activation not begun."""
    return line(house, "1", 5, 35), line(house, "2", 40, 230), BlankEntry("3", nothing=True)


# ------------------------------------------------------------------------------------------------------------------- houses


def ready() -> House:
    return after("APH_QC")


def out() -> House:
    house = ready()
    house.ask(issue())
    return house.wait(6 * HOUR)


def printed_out(pages: int = 3) -> House:
    """A sheet that is out on so many pages."""
    house = out()
    house.ask(log(pages))
    return house


def log(pages: int = 3) -> c.LogPrint:
    """The print of the sheet, or a later copy of it."""
    subject = f"blank:{N}"
    return c.LogPrint(
        by=SUPERVISOR, kind="blank", title=N, pages=pages, digest="0a" * 32, head="c/1 00", entries=1, subject=subject
    )


def returned() -> House:
    house = out()
    house.ask(bring())
    return house.wait(10 * MINUTE)


def keyed() -> House:
    house = returned()
    house.ask(key(house))
    return house.wait(5 * MINUTE)


def verified() -> House:
    house = keyed()
    house.ask(verify(house))
    return house.wait(5 * MINUTE)


def closed() -> House:
    house = verified()
    house.ask(attach())
    return house.wait(5 * MINUTE)


def voided() -> House:
    house = out()
    house.ask(void())
    return house.wait(5 * MINUTE)


HOUSES: dict[BlankState, Callable[[], House]] = {
    BlankState.OUT: out,
    BlankState.RETURNED: returned,
    BlankState.KEYED: keyed,
    BlankState.VERIFIED: verified,
    BlankState.CLOSED: closed,
    BlankState.VOID: voided,
}


def at(house: House, hours: float) -> datetime:
    """An instant so many hours after the sheet was issued."""
    return sheet(house).issued_at + hours * HOUR
