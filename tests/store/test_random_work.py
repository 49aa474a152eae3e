"""Random work with restarts, snapshots and failed commits: rows, journal and Floor stay one (laws 2 and 3)."""

from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from console.domain.commands import AddNote
from console.domain.facility import Role
from tests.store.place import (
    Struck,
    dispatcher,
    furnish,
    made,
    reopened,
    whole_fold,
    workplace,
)
from tests.store.scenes import note, order, someone


class Random(RuleBasedStateMachine):
    """Random work with restarts, snapshots and failed commits: rows, journal and Floor stay one."""

    folder = Path()
    number = 0

    def __init__(self) -> None:
        super().__init__()
        Random.number += 1
        self.work = workplace(seed=Random.number)
        self.site = made(Random.folder / str(Random.number), self.work)
        self.run = dispatcher(self.site, self.work)
        furnish(self.run)
        self.batches = 0

    @rule()
    def order(self) -> None:
        self.batches += 1
        order(self.run, f"B-{self.batches}")

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def note(self, data) -> None:
        note(self.run, f"B-{data.draw(st.integers(1, self.batches))}", "hm")

    @precondition(lambda self: self.batches)
    @rule(after=st.booleans())
    def fail(self, after) -> None:
        struck = Struck(self.site, after)
        self.run.submit(AddNote(by=someone(self.run, Role.SUPERVISOR), batch="B-1", text="hm")).result()
        struck.mend()

    @rule()
    def snapshot(self) -> None:
        self.run.snapshot().result()

    @rule(clean=st.booleans())
    def restart(self, clean) -> None:
        if clean:
            self.site.journal.close(self.run.floor)
        else:
            self.site.db.close()
        self.site = reopened(self.site.db.folder, self.work)
        self.run = dispatcher(self.site, self.work)

    @invariant()
    def one(self) -> None:
        assert whole_fold(self.site) == self.run.floor
        assert self.site.journal.fault() == ""

    def teardown(self) -> None:
        assert self.site.verify().whole
        self.site.db.close()


def test_random_work_keeps_rows_journal_and_floor_one(tmp_path_factory):
    Random.folder = tmp_path_factory.mktemp("random")
    run_state_machine_as_test(Random, settings=settings(max_examples=8, stateful_step_count=12))
