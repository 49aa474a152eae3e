"""Who had a hand in a batch, what people wrote about it, and what is open on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from console.service.ports import HistoryRow
from console.view import spoken
from console.view.batch.card import Seen
from console.view.batch.rows import Row, Table

PEOPLE = ("Who", "Did", "On duty")
NOTES = ("When", "Who", "Note")
OPEN = ("What", "Since", "Who", "Words")
HISTORY = ("Happened", "Recorded", "Who", "What", "Details", "Reason", "Signed")


def people_table(seen: Seen) -> Table:
    """Everybody who performed, verified, tested or reviewed, those with most first."""
    did: dict[str, Counter[str]] = {}
    for step in seen.batch.steps.values():
        for user, word in ((step.performer, "performed"), (step.verifier, "verified")):
            if user:
                did.setdefault(user, Counter())[word] += 1
    for test in seen.batch.tests.values():
        for user, word in ((test.entered_by, "tested"), (test.reviewed_by, "reviewed")):
            if user:
                did.setdefault(user, Counter())[word] += 1
    rows = []
    for user, counts in sorted(did.items(), key=lambda item: -sum(item[1].values())):
        words = ", ".join(f"{word} {times}" for word, times in counts.items())
        since = seen.floor.on_duty.get(user)
        rows.append(Row(user, (seen.floor.person_name(user), words, f"since {seen.moment(since)}" if since else "")))
    return Table(PEOPLE, tuple(rows))


def notes_table(seen: Seen) -> Table:
    """Remarks, the newest first."""
    notes = enumerate(seen.batch.notes)
    rows = [Row(str(n), (seen.moment(x.at), seen.floor.person_name(x.by), x.text)) for n, x in notes]
    return Table(NOTES, tuple(reversed(rows)))


def open_table(seen: Seen) -> Table:
    """Holds and deviations that stand, and whose signature stands on paper alone."""
    rows = [
        Row(hold.id, (f"Hold {hold.id}", seen.moment(hold.at), seen.floor.person_name(hold.by), hold.reason), "H")
        for hold in seen.batch.holds.values()
    ]
    for deviation in seen.floor.open_deviations(seen.batch.id):
        words = f"{deviation.severity.value}, {deviation.state.value.lower()}: {deviation.title}"
        who = seen.floor.person_name(deviation.by)
        sign = "2" if deviation.blocks_release else ""
        rows.append(Row(deviation.id, (deviation.id, seen.moment(deviation.opened_at), who, words), sign))
    return Table(OPEN, (*rows, *_owed(seen)))


def _owed(seen: Seen) -> Iterator[Row]:
    """Who has performed or verified a step of this batch in ink, and has not signed here."""
    steps = seen.batch.steps.values()
    for number in dict.fromkeys(step.paper for step in steps if step.paper):
        blank = seen.floor.blanks.get(number)
        if blank is None or blank.verified_at is None:
            continue
        hands = {user for step in steps if step.paper == number for user in step.hands}
        for user in (one for one in blank.owed if one in hands):
            words = f"it stands in ink on sheet {number}; signed here it stands in the journal, too"
            name = seen.floor.person_name(user)
            yield Row(f"{number}:{user}", ("Signature owed", seen.moment(blank.verified_at), name, words))


def history_row(seen: Seen, row: HistoryRow) -> Row:
    """One line of the batch's own history, with both times whole."""
    happened, recorded = spoken.stamp(row.at, seen.zone), spoken.stamp(row.recorded_at, seen.zone)
    shown = recorded if abs((row.recorded_at - row.at).total_seconds()) >= 60 else "at once"
    who = seen.floor.person_name(row.who)
    return Row(row.entry or str(row.n), (happened, shown, who, row.what, row.detail, row.reason, row.signed))
