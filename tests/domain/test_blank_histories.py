"""Sheets of paper in any history: none is lost from the account, no number comes twice, and two people stand behind every entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain import events as e
from console.domain.batch import StepState
from console.domain.blanks import Blank, BlankEntry, BlankState, OriginalKind, number_parts
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.events.event import Event
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from tests.domain.builders import MINUTE, OPERATOR, QA, SECOND, SUPERVISOR, THIRD, after, good
from tests.domain.sheets import ROOM, line, sheet, written

PEOPLE = (OPERATOR, SECOND, THIRD, SUPERVISOR, QA)


@dataclass(frozen=True)
class Act:
    """What somebody does with one of the sheets there are, some minutes after the last; or gives out new ones."""

    what: str
    by: str
    which: int
    minutes: int
    more: int


ACTS = st.builds(
    Act,
    st.sampled_from(("issue", "return", "void", "lose", "key", "verify", "attach", "sign")),
    st.sampled_from(PEOPLE),
    st.integers(0, 5),
    st.integers(0, 90),
    st.integers(1, 3),
)


def nothing(blank: Blank) -> tuple[BlankEntry, ...]:
    return tuple(BlankEntry(one.id, nothing=True) for one in blank.lines)


def asked(act: Act, floor: Floor, mark: str) -> Command | None:
    """The command of an act on this floor; None where there is no such sheet."""
    if act.what == "issue":
        rooms = tuple(floor.rooms)[: act.more]
        return c.IssueBlanks(by=act.by, rooms=rooms, mark=mark, reason="stop")
    known = sorted(floor.blanks)
    if not known:
        return None
    blank = floor.blanks[known[act.which % len(known)]]
    commands: dict[str, Command] = {
        "return": c.ReturnBlank(by=act.by, blank=blank.number, pages=act.more),
        "void": c.VoidBlank(by=act.by, blank=blank.number, reason="not used"),
        "lose": c.VoidBlank(by=act.by, blank=blank.number, reason="not found", lost=True),
        "key": c.KeyBlank(by=act.by, blank=blank.number, entries=nothing(blank)),
        "verify": c.VerifyBlank(by=act.by, blank=blank.number, entries=nothing(blank)),
        "attach": c.AttachOriginal(by=act.by, blank=blank.number, digest=f"{act.more:064x}", kind=OriginalKind.PDF, size=act.more),
        "sign": c.SignBlank(by=act.by, blank=blank.number),
    }
    return commands[act.what]


def lived(acts: list[Act], mark: str = "TEST") -> tuple[Floor, list[Event]]:
    """The floor after these acts and all that happened; refusals are part of life."""
    floor, now = after("APH_QC").floor, after("APH_QC").now
    told: list[Event] = []
    for act in acts:
        now += act.minutes * MINUTE
        command = asked(act, floor, mark)
        answer = decide(floor, command, now) if command is not None else []
        if isinstance(answer, Refusal):
            continue
        told += answer
        for event in answer:
            floor = evolve(floor, event)
    return floor, told


@settings(max_examples=120)
@given(acts=st.lists(ACTS, max_size=40))
def test_in_any_history_issued_is_returned_and_void_and_out_held_against_a_plain_count(acts: list[Act]) -> None:
    floor, told = lived(acts)
    account = floor.blank_account()
    issued = [event.blank for event in told if isinstance(event, e.BlankIssued)]
    void = [event.blank for event in told if isinstance(event, e.BlankVoided)]
    back = {event.blank for event in told if isinstance(event, e.BlankReturned)}
    assert account.balanced
    assert (account.issued, account.void) == (len(issued), len(void))
    assert account.returned == len(back - set(void)) and account.out == len(set(issued) - back - set(void))
    assert len(set(issued)) == len(issued) and len(set(void)) == len(void)
    alone = Floor(blanks=floor.blanks, blank_counts=floor.blank_counts, blanks_gone=floor.blanks_gone)
    assert floor_from_plain(floor_plain(alone)) == alone


@settings(max_examples=80)
@given(acts=st.lists(ACTS, min_size=5, max_size=40))
def test_in_any_history_a_sheet_is_checked_by_another_person_and_closed_only_with_its_original(acts: list[Act]) -> None:
    floor, _ = lived(acts)
    for blank in floor.blanks.values():
        if blank.verified_at is not None:
            assert blank.verified_by and blank.keyed_by and blank.verified_by != blank.keyed_by
            assert blank.returned_at is not None and blank.voided_at is None
        assert (blank.state is BlankState.CLOSED) == (blank.verified_at is not None and bool(blank.originals))
    assert [one.number for one in floor.open_blanks()] == [
        b.number for b in sorted(floor.blanks.values(), key=lambda b: (b.issued_at, b.number)) if b.open
    ]


@settings(max_examples=60)
@given(first=st.lists(ACTS, max_size=15), second=st.lists(ACTS, max_size=15), order=st.randoms(use_true_random=False))
def test_numbers_that_two_consoles_gave_out_apart_are_all_different_when_they_meet(
    first: list[Act], second: list[Act], order: object
) -> None:
    start, _ = lived([])
    queues = [lived(first, "7K3M")[1], lived(second, "Q2XA")[1]]
    numbers = [event.blank for told in queues for event in told if isinstance(event, e.BlankIssued)]
    assert len(set(numbers)) == len(numbers)
    floor = start
    while any(queues):  # the two chains keep their own order and interleave anyhow
        queue = order.choice([each for each in queues if each])  # type: ignore[attr-defined]  # a seeded random.Random
        floor = evolve(floor, queue.pop(0))
    assert floor.blank_account().balanced
    assert {name for name in floor.blanks if number_parts(name)} == set(floor.blanks)
    assert floor.blank_account().issued == len(numbers)


VALUES = st.decimals(Decimal("0.1"), Decimal("999"), places=2, allow_nan=False, allow_infinity=False)


@settings(max_examples=60)
@given(
    begun=st.integers(1, 60), long=st.integers(1, 200), values=st.tuples(VALUES, VALUES, VALUES), done=st.booleans(),
    who=st.sampled_from(((OPERATOR, SECOND), (SECOND, OPERATOR), (THIRD, OPERATOR))), by=st.sampled_from((SUPERVISOR, THIRD, QA)),
)  # fmt: skip
def test_what_was_keyed_is_what_the_floor_then_says_whatever_stands_on_the_paper(
    begun: int, long: int, values: tuple[Decimal, ...], done: bool, who: tuple[str, str], by: str
) -> None:
    house = after("APH_QC")
    house.ask(c.IssueBlanks(by=SUPERVISOR, rooms=(ROOM,), mark="TEST", reason="stop"))
    house.wait(300 * MINUTE).ask(c.ReturnBlank(by=SUPERVISOR, blank="P-TEST-000001"))
    told = dict(zip((limit.name for limit in sheet(house).lines[1].values), values, strict=True))
    clear = line(house, "1", 0, begun, performer=who[0], verifier=who[1])
    enrich = line(house, "2", begun, begun + long if done else None, performer=who[0], verifier=who[1] if done else "", values=told)
    entries = (clear, enrich, BlankEntry("3", nothing=True))
    house.ask(c.KeyBlank(by=OPERATOR, blank="P-TEST-000001", entries=entries))
    events = house.ask(c.VerifyBlank(by=by, blank="P-TEST-000001", entries=entries))
    step = house.step("B-1", "ENRICH")
    assert (step.started_at, step.finished_at, dict(step.values)) == (enrich.started_at, enrich.finished_at, told)
    assert (step.performer, step.state) == (who[0], StepState.DONE if done else StepState.RUNNING)
    assert all(event.by == by for event in events)
    assert sheet(house).state is BlankState.VERIFIED


@settings(max_examples=60)
@given(minutes=st.lists(st.integers(-30, 420), min_size=4, max_size=4), by=st.sampled_from((OPERATOR, SECOND, THIRD)))
def test_whatever_times_stand_on_the_paper_it_becomes_the_floors_as_a_whole_or_not_at_all(minutes: list[int], by: str) -> None:
    house = after("APH_QC")
    house.ask(c.IssueBlanks(by=SUPERVISOR, rooms=(ROOM,), mark="TEST", reason="stop"))
    house.wait(400 * MINUTE).ask(c.ReturnBlank(by=SUPERVISOR, blank="P-TEST-000001"))
    a, b, x, y = minutes
    entries = (line(house, "1", a, b), line(house, "2", x, y), BlankEntry("3", nothing=True))
    before = house.floor
    key = c.KeyBlank(by=SUPERVISOR, blank="P-TEST-000001", entries=entries)
    if isinstance(decide(house.floor, key, house.now), Refusal):
        return
    house.ask(key)
    verify = c.VerifyBlank(by=by, blank="P-TEST-000001", entries=entries)
    answer = decide(house.floor, verify, house.now)
    if isinstance(answer, Refusal):
        assert answer.place.startswith("line:") and answer.instead
        assert house.floor.batches == before.batches
    else:
        house.ask(verify)
        done = [house.step("B-1", code) for code in ("LINE_CLEARANCE", "ENRICH")]
        assert [(s.started_at, s.finished_at) for s in done] == [(one.started_at, one.finished_at) for one in entries[:2]]


@settings(max_examples=40)
@given(part=st.sampled_from(("started_at", "finished_at", "performer", "values")), which=st.integers(0, 1))
def test_no_entry_of_the_floor_is_made_while_two_people_read_something_else(part: str, which: int) -> None:
    house = after("APH_QC")
    house.ask(c.IssueBlanks(by=SUPERVISOR, rooms=(ROOM,), mark="TEST", reason="stop"))
    house.wait(400 * MINUTE).ask(c.ReturnBlank(by=SUPERVISOR, blank="P-TEST-000001"))
    first = written(house)
    house.ask(c.KeyBlank(by=OPERATOR, blank="P-TEST-000001", entries=first))
    one = first[which]
    assert one.started_at is not None and one.finished_at is not None
    limit = next(iter(sheet(house).lines[1].values))
    other: Any = {
        "started_at": one.started_at - MINUTE / 2, "finished_at": one.finished_at + MINUTE, "performer": THIRD,
        "values": {**one.values, limit.name: good(limit) + 1} if which else {},
    }[part]  # fmt: skip
    second = tuple(replace(each, **{part: other}) if each is one else each for each in first)
    if second == first:
        return
    assert house.no(c.VerifyBlank(by=SECOND, blank="P-TEST-000001", entries=second)) == "blank-differs"
