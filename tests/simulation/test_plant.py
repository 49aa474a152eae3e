"""The plant lives by the floor's own rules, from the floor alone, and always in the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from console.domain.batch import StepState
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.commands import FinishStep, MoveStep, PlanBatch, ReviewResult, SignDisposition
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.needs import missing_signature, signatures_needed
from console.domain.refusal import Refusal
from console.service.digest import command_digest
from console.service.library import shipped_facility, shipped_recipes
from console.simulation.history import asked_of, history
from console.simulation.plant import Plant
from tests.simulation.lived import NOW, past, payload_bytes


def test_the_same_seed_gives_the_same_bytes() -> None:
    again = history(shipped_facility(), shipped_recipes(), ZoneInfo, 7, NOW, 12)
    assert payload_bytes(again) == payload_bytes(past())


def test_another_seed_gives_another_plant() -> None:
    other = history(shipped_facility(), shipped_recipes(), ZoneInfo, 8, NOW, 2)
    assert payload_bytes(other) != payload_bytes(past(days=2))


def test_nothing_the_people_ask_is_refused_and_time_never_runs_back() -> None:
    floor = Floor()
    before = past()[0].at
    for happened in past():
        assert not isinstance(decide(floor, happened.asked.command, happened.at), Refusal), happened.asked.command
        assert happened.at >= before
        floor, before = happened.floor, happened.at


def test_every_signature_a_command_needs_is_given() -> None:
    floor = Floor()
    for happened in past():
        command = happened.asked.command
        needs = signatures_needed(floor, command)
        assert missing_signature(needs, happened.asked.consents, command_digest(command)) is None, command
        assert len(happened.asked.consents) == len(needs)
        floor = happened.floor


def test_performer_and_verifier_enterer_and_reviewer_maker_and_releaser_differ() -> None:
    for happened in past():
        command = happened.asked.command
        if isinstance(command, FinishStep):
            assert command.by != command.verifier
        if isinstance(command, ReviewResult):
            assert happened.floor.batches[command.batch].tests[command.test].entered_by != command.by
        if isinstance(command, SignDisposition):
            steps = happened.floor.batches[command.batch].steps.values()
            assert command.by not in {s.verifier for s in steps}


def test_one_attended_manipulation_at_a_time_and_one_patient_an_instrument() -> None:
    for happened in past()[::5]:
        attended: Counter[str] = Counter()
        for batch in happened.floor.batches.values():
            recipe = happened.floor.recipes[batch.recipe]
            busy = {
                s.lane
                for s in batch.steps.values()
                if s.state is StepState.RUNNING and recipe.by_code[s.code].attended and recipe.by_code[s.code].lane is LaneKind.ROOM
            }
            attended.update(busy)
        assert not attended or max(attended.values()) == 1
        holders = [i.batch for i in happened.floor.instruments.values() if i.batch]
        assert len(holders) == len(set(holders))


def test_the_plant_goes_on_from_a_floor_read_back_from_disk() -> None:
    floor = past()[-1].floor
    read_back = floor_from_plain(floor_plain(floor))
    plant, other = (Plant(shipped_facility(), 7, ZoneInfo) for _ in range(2))
    for n in range(60):
        deed, twin = plant.next_deed(floor), other.next_deed(read_back)
        assert deed is not None
        assert twin is not None
        assert (deed.at, deed.command) == (twin.at, twin.command)
        floor = _after(floor, deed.events)
        read_back = _after(read_back, twin.events)
        if n % 20 == 0:
            read_back = floor_from_plain(floor_plain(read_back))


def test_a_living_plant_that_has_seen_everything_agrees_with_one_that_just_arrived() -> None:
    floor = past()[-1].floor
    old = Plant(shipped_facility(), 7, ZoneInfo)
    for _ in range(60):
        deed = old.next_deed(floor)
        fresh = Plant(shipped_facility(), 7, ZoneInfo).next_deed(floor)
        assert deed is not None
        assert fresh is not None
        assert (deed.at, deed.command) == (fresh.at, fresh.command)
        floor = _after(floor, deed.events)


def test_what_a_person_did_first_is_not_done_again() -> None:
    floor = past()[-1].floor
    plant = Plant(shipped_facility(), 7, ZoneInfo)
    deed = plant.next_deed(floor)
    assert deed is not None
    done = _after(floor, deed.events)
    following = plant.next_deed(done)
    assert following is not None
    assert following.command != deed.command
    assert asked_of(following, done).now == following.at


def test_a_plan_that_a_person_made_is_not_undone() -> None:
    floor = past()[-1].floor
    plant = Plant(shipped_facility(), 7, ZoneInfo)
    batch = next(b for b in floor.batches.values() if b.coi and any(d.endswith(f"{b.id}-INCIDENT") for d in floor.deviations))
    placed = batch.steps["HARVEST_WASH"].placement
    assert placed is not None
    later = replace(placed, start=placed.start + timedelta(hours=2), end=placed.end + timedelta(hours=2))
    move = MoveStep(by="jhart", batch=batch.id, step="HARVEST_WASH", placement=later, reason="The clinic asks for it")
    floor = _after(floor, _events(floor, move))
    for _ in range(120):
        deed = plant.next_deed(floor)
        assert deed is not None
        assert not isinstance(deed.command, PlanBatch) or deed.command.batch != batch.id
        floor = _after(floor, deed.events)


def test_an_empty_site_keeps_everybody_idle() -> None:
    assert Plant(shipped_facility(), 7, ZoneInfo).next_deed(Floor()) is None


def _events(floor: Floor, command: Command) -> list[Event]:
    answer = decide(floor, command, NOW)
    assert not isinstance(answer, Refusal), answer
    return answer


def _after(floor: Floor, events: Iterable[Event]) -> Floor:
    for event in events:
        floor = evolve(floor, event)
    return floor
