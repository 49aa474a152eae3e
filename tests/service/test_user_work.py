"""Random work on two consoles, with refusals, failures, restarts and meetings, against a plain oracle of words and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from console.domain import commands as c
from console.domain.batch import StepState
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.service.change import Change, EntryFact, Trouble
from console.service.clock import SetClock
from tests.domain.builders import MINUTE, OPERATOR, PLANNER, QA, SUPERVISOR, good, site
from tests.service.fakes import Console, FakeJournal, fold
from tests.service.scenes import asked, consents, founded

LUCK = st.integers(0, 11)
CONSOLES = st.integers(0, 1)
RECIPE = site().recipes["EM-REQUAL-v1"]
ROOMS = dict.fromkeys(("Q-1", "Q-2", "Q-3"), "CR9")


class Oracle:
    """What each console should know, in plain words: where each batch is, its holds, its notes, its rooms."""

    def __init__(self) -> None:
        self.stage: dict[str, str] = {}
        self.holds: dict[str, set[str]] = {}
        self.notes: dict[str, list[str]] = {}
        self.out: set[str] = set()


FOUNDED: list[EntryFact] = []


def begun(chain: str) -> Console:
    """A console of a site that was founded already."""
    if not FOUNDED:
        FOUNDED.extend(founded().journal.entries)
    journal = FakeJournal(SetClock(FOUNDED[-1].recorded_at), chain)
    journal.entries = list(FOUNDED)
    return Console(chain, journal.clock, journal)


class Work(RuleBasedStateMachine):
    """Two consoles of one site; between two meetings only one of them works, so that a plain oracle can say what is right."""

    @initialize()
    def begin(self) -> None:
        self.consoles = [begun("A"), begun("B")]
        self.oracle = Oracle()
        self.worker = 0
        self.count = 0
        self.order(0)

    @property
    def at_work(self) -> Console:
        return self.consoles[self.worker]

    def tell(self, command: Command, allowed: bool) -> None:
        console = self.at_work
        console.clock.put(console.clock.now() + MINUTE)
        answer = asked(console, command, *consents(console, command))
        assert isinstance(answer, Change) == allowed, answer

    @rule(luck=LUCK)
    @precondition(lambda self: not self.somewhere("planned"))
    def order(self, luck: int) -> None:
        batch = self.likely(luck, "none")
        self.tell(c.OrderBatch(by=PLANNER, batch=batch, recipe=RECIPE.id), batch not in self.oracle.stage)
        self.oracle.stage.setdefault(batch, "planned")
        self.oracle.holds.setdefault(batch, set())
        self.oracle.notes.setdefault(batch, [])

    @rule(luck=LUCK)
    def start(self, luck: int) -> None:
        batch = self.likely(luck, "planned")
        room = ROOMS[batch]
        taken = any(self.oracle.stage.get(b) == "running" and ROOMS[b] == room for b in ROOMS if b != batch)
        allowed = (
            self.oracle.stage.get(batch) == "planned" and not self.oracle.holds[batch] and not taken and not self.stands_in(batch)
        )
        self.tell(c.StartStep(by=OPERATOR, batch=batch, step="REQUALIFY", lane=room, station="1"), allowed)
        if allowed:
            self.oracle.stage[batch] = "running"

    def stands_in(self, batch: str) -> bool:
        others = {b for b in ROOMS if b != batch and ROOMS[b] == ROOMS[batch]}
        return any(self.oracle.stage.get(b) == "measured" for b in others)

    @rule(luck=LUCK, whole=st.booleans())
    @precondition(lambda self: self.somewhere("running"))
    def finish(self, luck: int, whole: bool) -> None:
        batch = self.likely(luck, "running")
        values = {limit.name: good(limit) for limit in RECIPE.steps[0].limits} if whole else {}
        allowed = self.oracle.stage.get(batch) == "running" and whole
        self.tell(c.FinishStep(by=OPERATOR, batch=batch, step="REQUALIFY", values=values), allowed)
        if allowed:
            self.oracle.stage[batch] = "measured"

    @rule(luck=LUCK, by=st.sampled_from([QA, OPERATOR]))
    @precondition(lambda self: self.somewhere("measured"))
    def release_room(self, luck: int, by: str) -> None:
        batch = self.likely(luck, "measured")
        ready = self.oracle.stage.get(batch) == "measured" and not self.oracle.holds[batch] and by == QA
        self.tell(c.StartStep(by=by, batch=batch, step="ROOM_RELEASE", lane="QA"), ready)
        if ready:
            self.tell(c.FinishStep(by=QA, batch=batch, step="ROOM_RELEASE"), True)
            self.oracle.stage[batch] = "released"

    @rule(luck=LUCK, hold=st.sampled_from(["H-1", "H-2"]), reason=st.sampled_from(["labels differ", "seal broken", ""]))
    def hold(self, luck: int, hold: str, reason: str) -> None:
        batch = self.likely(luck, "planned", "running", "measured")
        live = self.oracle.stage.get(batch, "released") not in ("released", "ended")
        allowed = live and hold not in self.oracle.holds[batch] and bool(reason)
        self.tell(c.PlaceHold(by=SUPERVISOR, batch=batch, hold=hold, reason=reason), allowed)
        if allowed:
            self.oracle.holds[batch].add(hold)

    def likely(self, luck: int, *stages: str) -> str:
        """Mostly a batch in one of these stages; now and then any batch, so that refusals are tried too."""
        fit = [b for b in ROOMS if self.oracle.stage.get(b, "none") in stages]
        among = fit if fit and luck < 9 else list(ROOMS)
        return among[luck % len(among)]

    def somewhere(self, *stages: str) -> bool:
        return any(stage in stages for stage in self.oracle.stage.values()) if hasattr(self, "oracle") else False

    @rule(luck=LUCK, data=st.data())
    @precondition(lambda self: hasattr(self, "oracle") and any(self.oracle.holds.values()))
    def lift(self, luck: int, data: st.DataObject) -> None:
        batch = self.likely(luck, "planned", "running", "measured")
        held = [b for b in ROOMS if self.oracle.holds.get(b)]
        batch = held[luck % len(held)] if held and luck < 9 else batch
        hold = data.draw(st.sampled_from(sorted(self.oracle.holds.get(batch, ())) or ["H-1"]))
        live = self.oracle.stage.get(batch, "released") not in ("released", "ended")
        allowed = live and hold in self.oracle.holds[batch]
        self.tell(c.LiftHold(by=QA, batch=batch, hold=hold, reason="settled"), allowed)
        if allowed:
            self.oracle.holds[batch].discard(hold)

    @rule(luck=LUCK, text=st.sampled_from(["", "clinic called", "filter changed"]))
    def note(self, luck: int, text: str) -> None:
        batch = self.likely(luck, "planned", "running", "measured")
        allowed = batch in self.oracle.stage and bool(text)
        self.tell(c.AddNote(by=OPERATOR, batch=batch, text=text), allowed)
        if allowed:
            self.oracle.notes[batch].append(text)

    @rule(luck=LUCK)
    def end(self, luck: int) -> None:
        batch = self.likely(luck, "running", "measured")
        stage = self.oracle.stage.get(batch)
        if luck < 8 and stage == "planned":
            return  # most batches are let live
        command: Any = c.CancelBatch(by=PLANNER, batch=batch, reason="plan changed")
        if stage not in (None, "planned"):
            self.tell(command, False)
            command = c.TerminateBatch(by=QA, batch=batch, reason="plan changed")
        allowed = stage in ("planned", "running", "measured")
        self.tell(command, allowed)
        if allowed:
            self.oracle.stage[batch] = "ended"

    @rule(when=st.sampled_from(["fails_before", "fails_after"]))
    def the_disk_fails(self, when: str) -> None:
        console = self.at_work
        before = replace(console.floor)
        setattr(console.journal, when, 1)
        self.count += 1
        material = f"M-{self.count}"
        answer = asked(console, c.ReceiveMaterial(by=OPERATOR, material=material, title="Plates"))
        assert isinstance(answer, Trouble if when == "fails_before" else Change)
        assert (material in console.floor.materials) == (when == "fails_after")
        assert when == "fails_after" or console.floor == before

    @rule(seal=st.booleans())
    def closed_and_opened_again(self, seal: bool) -> None:
        console = self.at_work
        if seal:
            console.dispatcher.snapshot().result()
        again = Console(console.journal.chain, console.clock, console.journal)
        assert again.floor == console.floor
        self.consoles[self.worker] = again

    @rule(to=CONSOLES)
    @precondition(lambda self: hasattr(self, "consoles"))
    def meet_and_hand_over(self, to: int) -> None:
        first, second = self.consoles
        for here, there in ((first, second), (second, first)):
            known = {e.id for e in here.journal.entries}
            new = [e for e in there.journal.entries if e.id not in known]
            assert isinstance(here.dispatcher.absorb(list(reversed(new))).result(), Change)
        self.worker = to
        self.at_work.clock.put(max(first.clock.now(), second.clock.now()))

    @invariant()
    @precondition(lambda self: hasattr(self, "consoles"))
    def the_worker_knows_what_the_oracle_knows(self) -> None:
        floor = self.at_work.floor
        assert set(floor.batches) == set(self.oracle.stage)
        for name, stage in self.oracle.stage.items():
            batch = floor.batches[name]
            assert set(batch.holds) == self.oracle.holds[name]
            assert [n.text for n in batch.notes] == self.oracle.notes[name]
            assert batch.live == (stage not in ("released", "ended"))
            if batch.live:
                state = batch.steps["REQUALIFY"].state
                told = {"planned": StepState.PLANNED, "running": StepState.RUNNING, "measured": StepState.DONE}[stage]
                assert state is told

    def teardown(self) -> None:
        for console in getattr(self, "consoles", ()):
            assert fold(Floor(), console.journal.in_order()) == console.floor


Work.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
TestWork = Work.TestCase
