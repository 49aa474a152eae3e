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
from console.service.change import Change, Trouble
from console.service.clock import SetClock
from tests.domain.builders import MINUTE, OPERATOR, PLANNER, QA, SUPERVISOR, good, site
from tests.service.fakes import Console, FakeJournal, fold
from tests.service.scenes import asked, consents, founded

BATCHES = st.sampled_from(["Q-1", "Q-2", "Q-3"])
CONSOLES = st.integers(0, 1)
RECIPE = site().recipes["EM-REQUAL-v1"]
ROOMS = {"Q-1": "CR5", "Q-2": "CR9", "Q-3": "CR9"}


class Oracle:
    """What each console should know, in plain words: where each batch is, its holds, its notes, its rooms."""

    def __init__(self) -> None:
        self.stage: dict[str, str] = {}
        self.holds: dict[str, set[str]] = {}
        self.notes: dict[str, list[str]] = {}
        self.out: set[str] = set()


class Work(RuleBasedStateMachine):
    """Two consoles of one site; between two meetings only one of them works, so that a plain oracle can say what is right."""

    @initialize()
    def begin(self) -> None:
        first = founded()
        journal = FakeJournal(SetClock(first.clock.now()), "B")
        journal.entries = list(first.journal.entries)
        self.consoles = [first, Console("B", journal.clock, journal)]
        self.oracle = Oracle()
        self.worker = 0
        self.count = 0

    @property
    def at_work(self) -> Console:
        return self.consoles[self.worker]

    def tell(self, command: Command, allowed: bool) -> None:
        console = self.at_work
        console.clock.put(console.clock.now() + MINUTE)
        answer = asked(console, command, *consents(console, command))
        assert isinstance(answer, Change) == allowed, answer

    @rule(batch=BATCHES)
    def order(self, batch: str) -> None:
        self.tell(c.OrderBatch(by=PLANNER, batch=batch, recipe=RECIPE.id), batch not in self.oracle.stage)
        self.oracle.stage.setdefault(batch, "planned")
        self.oracle.holds.setdefault(batch, set())
        self.oracle.notes.setdefault(batch, [])

    @rule(batch=BATCHES)
    def start(self, batch: str) -> None:
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

    @rule(batch=BATCHES, whole=st.booleans())
    def finish(self, batch: str, whole: bool) -> None:
        values = {limit.name: good(limit) for limit in RECIPE.steps[0].limits} if whole else {}
        allowed = self.oracle.stage.get(batch) == "running" and whole
        self.tell(c.FinishStep(by=OPERATOR, batch=batch, step="REQUALIFY", values=values), allowed)
        if allowed:
            self.oracle.stage[batch] = "measured"

    @rule(batch=BATCHES, by=st.sampled_from([QA, OPERATOR]))
    def release_room(self, batch: str, by: str) -> None:
        ready = self.oracle.stage.get(batch) == "measured" and not self.oracle.holds[batch] and by == QA
        self.tell(c.StartStep(by=by, batch=batch, step="ROOM_RELEASE", lane="QA"), ready)
        if ready:
            self.tell(c.FinishStep(by=QA, batch=batch, step="ROOM_RELEASE"), True)
            self.oracle.stage[batch] = "released"

    @rule(batch=BATCHES, hold=st.sampled_from(["H-1", "H-2"]), reason=st.sampled_from(["", "labels differ"]))
    def hold(self, batch: str, hold: str, reason: str) -> None:
        live = self.oracle.stage.get(batch, "released") not in ("released", "ended")
        allowed = live and hold not in self.oracle.holds[batch] and bool(reason)
        self.tell(c.PlaceHold(by=SUPERVISOR, batch=batch, hold=hold, reason=reason), allowed)
        if allowed:
            self.oracle.holds[batch].add(hold)

    @rule(batch=BATCHES, hold=st.sampled_from(["H-1", "H-2"]))
    def lift(self, batch: str, hold: str) -> None:
        live = self.oracle.stage.get(batch, "released") not in ("released", "ended")
        allowed = live and hold in self.oracle.holds[batch]
        self.tell(c.LiftHold(by=QA, batch=batch, hold=hold, reason="settled"), allowed)
        if allowed:
            self.oracle.holds[batch].discard(hold)

    @rule(batch=BATCHES, text=st.sampled_from(["", "clinic called", "filter changed"]))
    def note(self, batch: str, text: str) -> None:
        allowed = batch in self.oracle.stage and bool(text)
        self.tell(c.AddNote(by=OPERATOR, batch=batch, text=text), allowed)
        if allowed:
            self.oracle.notes[batch].append(text)

    @rule(batch=BATCHES)
    def end(self, batch: str) -> None:
        stage = self.oracle.stage.get(batch)
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

    @invariant()
    @precondition(lambda self: hasattr(self, "consoles"))
    def memory_is_the_fold(self) -> None:
        assert fold(Floor(), self.at_work.journal.in_order()) == self.at_work.floor


Work.TestCase.settings = settings(max_examples=12, stateful_step_count=25)
TestWork = Work.TestCase
