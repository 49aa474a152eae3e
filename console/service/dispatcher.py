"""The one way in: a command is decided, recorded in one transaction, and only then does the floor move (laws 3 and 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.domain.audit import audit
from console.domain.batch import Batch
from console.domain.codec import Unknown, Wire, from_wire, to_wire
from console.domain.commands import LeaveFloor, NoteAbsorbed
from console.domain.commands.command import Command
from console.domain.decide import CONSOLE, decide, roles_of
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.needs import Given, given, missing_signature, signatures_needed
from console.domain.refusal import Refusal
from console.domain.rights import ALLOWED, may
from console.domain.signing import Consent, SignatureNeed
from console.service.change import Change, EntryFact, Signed, Trouble
from console.service.digest import command_digest
from console.service.ports import Clock, Credentials, Journal, StoreTrouble, ToRecord

LEAVES_AFTER = timedelta(days=30)
"""How long an ended batch stays on the live floor (design.md 2)."""

READ_ONLY = Trouble("read-only", "The console is read-only until it is started again.", "Start it again.")
NOT_PLAYING = Refusal("class", "Only a site that plays may be told what time it is.", "Use the clock of the console.", "now")

PLAY = ("DEMO", "TRAINING")
"""The classes of site in which simulation and injected clocks may exist (design.md 5)."""

Answer = Change | Refusal | Trouble


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with the consents given for it; `now` is stated by a simulation only."""

    command: Command
    consents: tuple[Consent, ...] = ()
    now: datetime | None = None


class Dispatcher:
    """Owns the writer thread: everything that changes the floor passes here, one after another."""

    def __init__(
        self,
        journal: Journal,
        credentials: Credentials,
        clock: Clock,
        writer: Executor,
        new_id: Callable[[datetime], str],
        tell: Callable[[Change], None],
        trouble: Callable[[Trouble], None],
    ) -> None:
        self._journal = journal
        self._credentials = credentials
        self._clock = clock
        self._writer = writer
        self._new_id = new_id
        self._tell = tell
        self._trouble = trouble
        self._floor = journal.load()
        self._place = journal.place()
        self.read_only = False

    @property
    def floor(self) -> Floor:
        """The floor as of the last commit; every thread may read it."""
        return self._floor

    def submit(self, command: Command, consents: tuple[Consent, ...] = ()) -> Future[Answer]:
        """Ask; the future gives the change, the refusal, or the trouble."""
        return self._writer.submit(self._one, Asked(command, consents))

    def submit_all(self, asked: Sequence[Asked]) -> Future[list[Answer]]:
        """Ask many, recorded in one transaction: a simulation's way; refused ones are left out, the rest stands."""
        return self._writer.submit(self._many, tuple(asked))

    def absorb(self, entries: Sequence[EntryFact | bytes]) -> Future[Change | Trouble]:
        """Take in entries written elsewhere, in any order; the floor is the fold in canonical order (law 4)."""
        return self._writer.submit(self._absorb, tuple(entries))

    def sweep(self) -> Future[list[Answer]]:
        """Let batches leave the live floor that ended long ago."""
        now = self._clock.now()
        gone = [b.id for b in self._floor.batches.values() if left_behind(b, now)]
        return self.submit_all([Asked(LeaveFloor(by=CONSOLE, batch=batch)) for batch in gone])

    def snapshot(self) -> Future[None]:
        """Seal the floor as it stands."""
        return self._writer.submit(lambda: self._journal.snapshot(self._floor))

    def _one(self, asked: Asked) -> Answer:
        return self._many((asked,))[0]

    def _many(self, asked: Sequence[Asked]) -> list[Answer]:
        if self.read_only:
            return [READ_ONLY for _ in asked]
        floor = self._floor
        records: list[ToRecord] = []
        answers: list[Refusal | tuple[Floor, Floor, list[Event], int]] = []
        for one in asked:
            answer = self._decided(floor, one)
            if isinstance(answer, Refusal):
                answers.append(answer)
                continue
            events, made = answer
            before, floor = floor, _folded(floor, events)
            answers.append((before, floor, events, len(records)))
            records += made
        entries = self._record(records, floor) if records else ()
        if isinstance(entries, Trouble):
            return [a if isinstance(a, Refusal) else entries for a in answers]
        return [self._told(a, entries) for a in answers]

    def _decided(self, floor: Floor, asked: Asked) -> Refusal | tuple[list[Event], list[ToRecord]]:
        if asked.now is not None and self._journal.site.kind not in PLAY:
            return NOT_PLAYING
        now = asked.now or self._clock.now()
        needs = signatures_needed(floor, asked.command)
        digest = command_digest(asked.command) if needs else ""
        consents = given(needs, asked.consents, digest)
        unsigned = self._unsigned(floor, missing_signature(needs, asked.consents, digest), consents)
        if unsigned is not None:
            return unsigned
        events = decide(floor, asked.command, now)
        if isinstance(events, Refusal):
            return events
        return events, [self._to_record(floor, to_wire(event), consents, asked.now, now) for event in events]

    def _unsigned(self, floor: Floor, missing: SignatureNeed | None, consents: Given) -> Refusal | None:
        if missing is not None:
            return Refusal("signature", f"It must be signed: {missing.meaning.value}.", "Sign with your password.", "signature")
        for consent, need in consents:
            if not may(roles_of(floor, consent.user), need.right):
                who = ", ".join(sorted(role.value.replace("_", " ") for role in ALLOWED[need.right]))
                name = floor.person_name(consent.user)
                return Refusal("signature-right", f"{name} may not {need.right.value}.", f"Ask: {who}.", "signature")
            if not self._credentials.unlocked(consent.user):
                return Refusal("signature-locked", "The signing session has ended.", "Sign again.", "signature")
        return None

    def _to_record(self, floor: Floor, wire: Wire, consents: Given, stated: datetime | None, now: datetime) -> ToRecord:
        signatures = tuple(self._signed(floor, wire, consent) for consent, _ in consents)
        return ToRecord(self._new_id(now), wire, signatures, stated)

    def _signed(self, floor: Floor, wire: Wire, consent: Consent) -> Signed:
        roles = roles_of(floor, consent.user)
        return self._credentials.sign(wire, consent, floor.person_name(consent.user), roles[0].value if roles else "")

    def _record(self, records: list[ToRecord], after: Floor) -> tuple[EntryFact, ...] | Trouble:
        """Commit, then believe the disk: a commit that failed may yet stand (data.md D8)."""
        touched = {e.removeprefix("batch:") for r in records for e in r.wire.entities if e.startswith("batch:")}
        try:
            entries = self._journal.append(records, after, touched)
        except Exception as wrong:  # noqa: BLE001 - a commit may fail in any way, and memory must follow the disk
            return self._after_failure(records, wrong)
        self._floor = after
        self._place = (entries[-1].lamport, entries[-1].chain, entries[-1].seq)
        return entries

    def _after_failure(self, records: list[ToRecord], wrong: Exception) -> tuple[EntryFact, ...] | Trouble:
        try:
            stands = self._journal.holds([r.id for r in records])
            self._believe_disk()
        except Exception as worse:  # noqa: BLE001 - whatever it is, a record that cannot be read ends writing
            return self._unreadable(worse)
        if stands:
            _, tail = self._journal.fold_from(None)
            kept = {r.id for r in records}
            return tuple(entry for entry in tail if entry.id in kept)
        return self._in_trouble(Trouble("disk", f"It was not recorded: {wrong}.", "Nothing was lost; try again."))

    def _believe_disk(self) -> None:
        self._floor = self._journal.load()
        self._place = self._journal.place()

    def _unreadable(self, wrong: Exception) -> Trouble:
        self.read_only = True
        why = f"The record cannot be read ({type(wrong).__name__})."
        return self._in_trouble(Trouble("disk", why, "Start the console again."))

    def _in_trouble(self, trouble: Trouble) -> Trouble:
        self._trouble(trouble)
        return trouble

    def _told(self, answer: Refusal | tuple[Floor, Floor, list[Event], int], entries: tuple[EntryFact, ...]) -> Answer:
        if isinstance(answer, Refusal):
            return answer
        before, after, events, first = answer
        change = Change(tuple(events), entries[first : first + len(events)], before, after)
        self._tell(change)
        return change

    def _absorb(self, entries: tuple[EntryFact | bytes, ...]) -> Change | Trouble:
        before = self._floor
        if self.read_only:
            return READ_ONLY
        try:
            new = self._journal.absorb(entries)
            if not new:
                return Change((), (), before, before)
            after, flags = self._refolded(new)
            self._floor = after
            change = Change(tuple(from_wire(entry.wire) for entry in new), new, before, after)
            self._journal.rewrite(after, change.touched())
        except StoreTrouble as wrong:
            return self._in_trouble(Trouble("absorb", f"Nothing was taken in: {wrong}.", "Check where these entries come from."))
        except Exception as wrong:  # noqa: BLE001 - as in any commit: memory follows the disk
            return self._after_bad_absorb(wrong)
        self._tell(change)
        self._many([Asked(note) for note in _notes(new, flags)])
        return change

    def _after_bad_absorb(self, wrong: Exception) -> Trouble:
        try:
            self._believe_disk()
        except Exception as worse:  # noqa: BLE001 - whatever it is, a record that cannot be read ends writing
            return self._unreadable(worse)
        return self._in_trouble(Trouble("absorb", f"It may not have been taken in: {wrong}.", "Take the same entries in again."))

    def _refolded(self, new: tuple[EntryFact, ...]) -> tuple[Floor, tuple[str, ...]]:
        first = min((e.lamport, e.chain, e.seq) for e in new)
        floor, tail = (self._floor, new) if first > self._place else self._journal.fold_from(first)
        foreign = {entry.id for entry in new}
        flags = []
        for entry in tail:
            event = from_wire(entry.wire)
            if entry.id in foreign:
                flags += [f"{entry.id}:{rule}" for rule in audit(floor, event)]
            floor = evolve(floor, event)
        self._place = self._journal.place()
        return floor, tuple(flags)


def left_behind(batch: Batch, now: datetime) -> bool:
    """Whether a batch ended so long ago that it leaves the live floor."""
    return not batch.live and not batch.reported and batch.status_at is not None and now - batch.status_at > LEAVES_AFTER


def _notes(new: Sequence[EntryFact], flags: Sequence[str]) -> list[NoteAbsorbed]:
    """What is noted of an absorb: of each chain how far it is known here now, how many entries came, and their flags."""
    chains = dict.fromkeys(entry.chain for entry in new)
    mine = {chain: [entry for entry in new if entry.chain == chain] for chain in chains}
    return [
        NoteAbsorbed(
            by=CONSOLE,
            chain=chain,
            upto=max(entry.seq for entry in entries),
            count=len(entries),
            flags=tuple(flag for flag in flags if flag.split(":")[0] in {entry.id for entry in entries}),
        )
        for chain, entries in mine.items()
    ]


def _folded(floor: Floor, events: Sequence[Event | Unknown]) -> Floor:
    for event in events:
        floor = evolve(floor, event)
    return floor
