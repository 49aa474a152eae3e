"""The account of all sheets: how many were given out, and of each where it is, since when, and in whose hands it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from console.domain.blanks import Blank, BlankState, open_blank, ordered
from console.domain.floor import Floor
from console.report.blanks.sheet import moment
from console.report.tree import Document, Imprint, Section, Table, Words

HEADINGS = ("Number", "Room", "Issued", "Stands", "In whose hands", "Originals")
BALANCED = "Every number that was given out is accounted for."
UNBALANCED = "The account is NOT balanced: a number was given out twice, or an entry is missing here. Ask QA."


def account_words(floor: Floor) -> str:
    """The account in one sentence: 12 issued = 9 returned + 1 void + 2 out."""
    told = floor.blank_account()
    return f"{told.issued} issued {'=' if told.balanced else '≠'} {told.returned} returned + {told.void} void + {told.out} out"


def account_document(floor: Floor, imprint: Imprint) -> Document:
    """All sheets the live floor knows, the open ones first, and whether the account is balanced."""
    blanks = ordered(floor.blanks.values())
    open_, done = [b for b in blanks if b.open], [b for b in blanks if not b.open]
    gone = floor.blanks_gone.returned + floor.blanks_gone.void
    older = (
        f"{gone} older {'sheet is' if gone == 1 else 'sheets are'} closed or void and told by the journal alone." if gone else ""
    )
    verdict = BALANCED if floor.blank_account().balanced else UNBALANCED
    sections = (
        Section(
            "Not done with", (Table(HEADINGS, tuple(_row(floor, b, imprint) for b in open_), empty="No sheet is out or open."),)
        ),
        Section(
            "Closed or void",
            (
                Table(HEADINGS, tuple(_row(floor, b, imprint) for b in reversed(done)), empty="None."),
                *([Words(older)] if older else []),
            ),
        ),
    )
    facts = (("Account", account_words(floor)), ("Verdict", verdict), ("Signatures owed", _owed(floor, blanks)))
    return Document("Controlled blanks", "Sheets given out for the hours without a console", imprint, facts, sections)


def _row(floor: Floor, blank: Blank, imprint: Imprint) -> tuple[str, ...]:
    zone = imprint.zone
    missing = ", original missing" if blank.state is BlankState.VERIFIED else ""
    reason = f": {blank.void_reason}" if blank.void_reason else ""
    state = f"{blank.state.value}{missing}{reason}{' (lost)' if blank.lost else ''}"
    return (
        blank.number,
        blank.room,
        f"for {moment(blank.from_at, zone)} to {moment(blank.until_at, zone)}, by {floor.person_name(blank.issued_by)}",
        f"{state}, since {moment(since(blank), zone)}",
        "; ".join(_hands(floor, blank, imprint)),
        ", ".join(f"{original.kind.value} {original.digest[:16]}" for original in blank.originals),
    )


def _hands(floor: Floor, blank: Blank, imprint: Imprint) -> Iterator[str]:
    if blank.returned_at is not None:
        pages = f" with {blank.pages} {'page' if blank.pages == 1 else 'pages'}" if blank.pages else ""
        yield f"back {moment(blank.returned_at, imprint.zone)}{pages}, taken by {floor.person_name(blank.returned_by)}"
    if blank.keyed_by:
        yield f"keyed by {floor.person_name(blank.keyed_by)}"
    if blank.verified_by:
        yield f"checked by {floor.person_name(blank.verified_by)}"
    if blank.voided_by:
        yield f"void by {floor.person_name(blank.voided_by)}"


def since(blank: Blank) -> datetime:
    """Since when a sheet stands as it stands."""
    closed = max((original.at for original in blank.originals), default=None) if blank.state is BlankState.CLOSED else None
    return blank.voided_at or closed or open_blank(blank).since


def _owed(floor: Floor, blanks: tuple[Blank, ...]) -> str:
    """Who stands in ink on a sheet and has not signed here."""
    owed = [f"{blank.number}: {', '.join(floor.person_name(user) for user in blank.owed)}" for blank in blanks if blank.owed]
    return "; ".join(owed) or "none"
