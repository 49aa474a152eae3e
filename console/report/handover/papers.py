"""What a handover says of sheets of paper: who has which out, what each waits for, and whose signature stands in ink alone."""

from __future__ import annotations

from collections.abc import Iterator

from console.domain.blanks import BlankState, ordered
from console.domain.facility import Role
from console.domain.handover import HandoverPoint
from console.report.handover.seen import Seen

DO = {
    BlankState.OUT: "bring it back with every page, or make it void",
    BlankState.RETURNED: "key what stands on it",
    BlankState.KEYED: "have a second person key it and sign",
    BlankState.VERIFIED: "attach its scan",
}
STANDS = {
    BlankState.OUT: "is out",
    BlankState.RETURNED: "came back and is not keyed",
    BlankState.KEYED: "is keyed by one person",
    BlankState.VERIFIED: "is checked, its original is missing",
}


def sheets(seen: Seen) -> Iterator[HandoverPoint]:
    """Every sheet that is not done with (section 10), and the signatures that are owed for those that were checked (section 5)."""
    floor = seen.floor
    for waiting in floor.open_blanks():
        if waiting.state not in STANDS:
            continue
        issuer = floor.person_name(waiting.issued_by)
        since = f"since {seen.clock(waiting.since)}, issued by {issuer}"
        words = f"Sheet {waiting.number} of {waiting.room} {STANDS[waiting.state]} {since}"
        yield seen.point(10, "sheet", f"blank:{waiting.number}", words, Role.SUPERVISOR, do=DO[waiting.state])
    for blank in ordered(floor.blanks.values()):
        for user in blank.owed:
            words = f"{floor.person_name(user)} stands in ink on sheet {blank.number} and has not signed on the console"
            yield seen.point(
                5, f"ink.{user}", f"blank:{blank.number}", words, user, do="sign it", own=True
            )  # fmt: skip
    if not floor.blank_account().balanced:
        words = "The account of sheets is not balanced: a number came twice, or an entry is missing here"
        yield seen.point(10, "account", "blanks", words, Role.QA, do="find the sheet", own=True)
