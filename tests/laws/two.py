"""Two consoles of one site, apart: each writes its own chain from the same founding entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from console.domain import commands as c
from console.domain.batch import Placement
from console.domain.commands.command import Command
from console.domain.plan import StepMove
from console.domain.quality import Severity
from console.service.change import EntryFact
from console.service.clock import SetClock
from tests.domain.builders import MINUTE, OPERATOR, PLANNER, QA, START, SUPERVISOR, elsewhere
from tests.service.fakes import Console, FakeJournal
from tests.service.scenes import asked, consents, with_batch


def apart() -> tuple[Console, Console]:
    """Two consoles that hold the same entries and go on without each other."""
    first = with_batch("B-1").console
    clock = SetClock(first.clock.now())
    journal = FakeJournal(clock, "B")
    journal.entries = list(first.journal.entries)
    return first, Console("B", clock, journal)


@dataclass(frozen=True)
class Wish:
    """One thing one of the two consoles asks, some minutes after the last."""

    where: int
    command: Command
    minutes: int


def works() -> st.SearchStrategy[Command]:
    """Work on a batch that both consoles know."""
    numbers = st.integers(1, 3)
    placement = elsewhere(with_place(), end=START + 400 * MINUTE)
    return st.one_of(
        numbers.map(lambda n: c.AddNote(by=OPERATOR, batch="B-1", text=f"note {n}")),
        numbers.map(lambda n: c.PlaceHold(by=OPERATOR, batch="B-1", hold=f"H-{n}", reason="labels differ")),
        numbers.map(lambda n: c.LiftHold(by=QA, batch="B-1", hold=f"H-{n}", reason="settled")),
        st.sampled_from(["APH_COLLECT", "COURIER_IN"]).map(lambda s: c.StartStep(by=SUPERVISOR, batch="B-1", step=s)),
        st.just(c.FinishStep(by=SUPERVISOR, batch="B-1", step="APH_COLLECT", values={})),
        numbers.map(lambda n: c.MoveStep(by=PLANNER, batch="B-1", step="INFUSE", placement=placement, reason=f"wish {n}")),
        numbers.map(lambda n: changing(f"PC-{n}", StepMove("B-1", "INFUSE", placement))),
        numbers.map(lambda n: c.KeepDraft(by=PLANNER, draft=f"DR-{n}", title="t", moves=(StepMove("B-1", "INFUSE", placement),))),
        numbers.map(lambda n: c.DropDraft(by=PLANNER, draft=f"DR-{n}")),
        numbers.map(
            lambda n: c.OpenDeviation(by=OPERATOR, deviation=f"DV-{n}", title="t", severity=Severity.MINOR, batches=("B-1",))
        ),
        numbers.map(lambda n: c.TakeRoomOut(by=OPERATOR, room=f"CR{n}", reason="pressure")),
        numbers.map(lambda n: c.TakeRoomOut(by=OPERATOR, room=f"CR{n}", reason="pressure", expected_at=START + (900 + n) * MINUTE)),
        numbers.map(lambda n: c.ReturnRoom(by=QA, room=f"CR{n}", reason="back")),
        numbers.map(lambda n: printing(f"batch:B-{n}")),
        numbers.map(lambda n: c.IssueBlanks(by=SUPERVISOR, rooms=(f"CR{n}",), mark="TEST", reason="stop of the network")),
        numbers.map(lambda n: c.ReturnBlank(by=OPERATOR, blank=f"P-TEST-00000{n}")),
        numbers.map(lambda n: c.VoidBlank(by=QA, blank=f"P-TEST-00000{n}", reason="not used")),
        st.just(c.CancelBatch(by=PLANNER, batch="B-1", reason="withdrawn")),
        st.just(c.TerminateBatch(by=QA, batch="B-1", reason="withdrawn")),
        st.just(c.OrderBatch(by=PLANNER, batch="B-2", recipe="CAL-v1")),
    )


def changing(number: str, *moves: StepMove) -> c.ChangePlan:
    """A signed change set."""
    return c.ChangePlan(by=PLANNER, change=number, title="later", moves=moves, reason="clinic asked")


def printing(subject: str) -> c.LogPrint:
    """A copy of a batch's history."""
    return c.LogPrint(
        by=OPERATOR, kind="history", subject=subject, title="History", pages=2, digest="0a" * 32, head="A/9 0a0a", entries=9
    )


def with_place() -> Placement:
    """Where the batch's infusion is planned."""
    placement = with_batch("B-1").step("B-1", "INFUSE").placement
    assert placement is not None
    return placement


def wishes() -> st.SearchStrategy[list[Wish]]:
    """What the two ask in turn."""
    return st.lists(st.builds(Wish, st.integers(0, 1), works(), st.integers(0, 30)), max_size=10)


def live(consoles: Sequence[Console], told: Sequence[Wish]) -> None:
    """Let each console answer what it is asked; refusals are part of life."""
    for wish in told:
        console = consoles[wish.where]
        console.clock.put(console.clock.now() + wish.minutes * MINUTE)
        asked(console, wish.command, *consents(console, wish.command))


def written(console: Console) -> list[EntryFact]:
    """What this console wrote itself since it was apart."""
    return [e for e in console.journal.entries if e.chain == console.journal.chain and e.wire.type != "entries.absorbed"]


def unseen(by: Console, of: Console) -> list[EntryFact]:
    """What one console holds that the other does not."""
    known = {e.id for e in by.journal.entries}
    return [e for e in of.journal.entries if e.id not in known]
