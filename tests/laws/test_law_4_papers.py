"""Law 4 for what papers bring: sheets, copies, handovers and reviews of two consoles apart give one Floor in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import commands as c
from console.domain.blanks import Blank, BlankEntry, BlankState, OriginalKind
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.handover import HandoverChange, HandoverPoint
from console.service.change import Change, EntryFact
from console.service.clock import SetClock
from tests.domain.builders import MINUTE, OPERATOR, QA, SECOND, SUPERVISOR, THIRD
from tests.laws.two import unseen, written
from tests.service.fakes import Console, FakeJournal, fold, place_of
from tests.service.scenes import asked, consents, with_batch

PEOPLE = (OPERATOR, SECOND, THIRD, SUPERVISOR, QA)


@dataclass(frozen=True)
class Act:
    """What somebody asks of one of the two consoles, some minutes after the last."""

    where: int
    what: str
    who: int
    which: int
    minutes: int


@cache
def founding() -> tuple[EntryFact, ...]:
    """A batch whose work stands on a sheet that one person has keyed, and another sheet that is out."""
    house = with_batch("B-1", "APH_QC")
    house.ask(c.TakeDuty(by=SUPERVISOR, handover="HO-0"))
    house.ask(c.IssueBlanks(by=SUPERVISOR, rooms=("CR1", "CR2"), mark="SAME", reason="stop"))
    number = "P-SAME-000001"
    started = house.wait(10 * MINUTE).now
    house.ask(c.ReturnBlank(by=OPERATOR, blank=number))
    first, *rest = house.floor.blanks[number].lines
    done = BlankEntry(first.id, started_at=started, performer=OPERATOR)
    house.ask(c.KeyBlank(by=OPERATOR, blank=number, entries=(done, *(BlankEntry(one.id, nothing=True) for one in rest))))
    return tuple(house.console.journal.entries)


def console_of(chain: str, entries: tuple[EntryFact, ...]) -> Console:
    clock = SetClock(entries[-1].recorded_at)
    journal = FakeJournal(clock, chain)
    journal.entries = list(entries)
    return Console(chain, clock, journal)


def of_sheet(act: Act, blank: Blank, by: str) -> Command:
    entries = [BlankEntry(one.id, nothing=True) for one in blank.lines]
    if entries and blank.returned_at is not None and act.which % 2:
        entries[0] = BlankEntry(blank.lines[0].id, started_at=blank.returned_at, performer=OPERATOR)
    digest = f"{act.which % 3:064x}"
    made: dict[str, Command] = {
        "print": c.LogPrint(
            by=by, kind="blank", subject=f"blank:{blank.number}", title="Sheet", pages=1 + act.which, digest="0a" * 32,
            head="A/9 0a", entries=9,
        ),
        "return": c.ReturnBlank(by=by, blank=blank.number, pages=act.which, reason="one is lost"),
        "void": c.VoidBlank(by=by, blank=blank.number, reason="not used", lost=bool(act.which % 2)),
        "key": c.KeyBlank(by=by, blank=blank.number, entries=tuple(entries)),
        "verify": c.VerifyBlank(by=by, blank=blank.number, entries=blank.entries),
        "attach": c.AttachOriginal(by=by, blank=blank.number, digest=digest, kind=OriginalKind.PDF, size=9),
        "sign": c.SignBlank(by=by, blank=blank.number),
    }  # fmt: skip
    return made[act.what]


def of_shift(act: Act, floor: Floor, by: str, number: int) -> Command:
    under_way = floor.handover
    name = under_way.id if under_way is not None else "HO-none"
    now = floor.latest
    assert now is not None
    points = (HandoverPoint("P-1", 1, "watch CR1", OPERATOR, now),)
    changed = (HandoverChange("B-1 came", now, 1, "batch:B-1"),)
    made: dict[str, Command] = {
        "take": c.TakeDuty(by=by, handover=f"HO-T{number}", told=QA, reason="he is ill"),
        "give": c.GiveHandover(
            by=floor.responsible, handover=f"HO-G{number}", must_know="none", points=points, changes=changed, since=now, until=now
        ),
        "settle": c.GiveHandover(
            by=next((owed.giver for owed in floor.owed.values()), by), handover=f"HO-S{number}", must_know="none",
            settles=next(iter(floor.owed), "HO-none"),
        ),
        "ask": c.QuestionHandover(by=by, handover=name, question=f"HQ-{act.which}", words="why?", point="P-1"),
        "answer": c.AnswerQuestion(by=floor.responsible, handover=name, question=f"HQ-{act.which}", answer="so"),
        "check": c.CheckPoint(by=by, handover=name, point="P-1"),
        "accept": c.AcceptHandover(
            by=by, handover=name, digest=under_way.digest if under_way is not None else "",
            carried=tuple(q.id for q in under_way.questions) if under_way is not None else (),
        ),
        "withdraw": c.WithdrawHandover(by=floor.responsible, handover=name, reason="forgot one"),
    }  # fmt: skip
    return made[act.what]


def command_of(act: Act, floor: Floor, mark: str, number: int) -> Command | None:
    """What this act asks on this floor; None where there is no sheet to ask about."""
    by = PEOPLE[act.who % len(PEOPLE)]
    if act.what == "issue":
        return c.IssueBlanks(by=SUPERVISOR, rooms=tuple(floor.rooms)[: 1 + act.which % 2], mark=mark, reason="stop")
    if act.what == "copy":
        return c.LogPrint(by=by, kind="history", title="History", pages=1, digest="0b" * 32, head="A/9 0a", entries=9)
    if act.what == "failed":
        return c.ReportNotWritten(by=by, kind="history", copy=1, reason="the disk is full")
    if act.what == "review":
        return c.ReviewAudit(by=QA, through=number, entry=f"E-{number}")
    if act.what in (*SHIFT, "shift on"):
        supervisors = sorted(one.id for one in floor.people.values() if Role.SUPERVISOR in one.roles)
        told = replace(act, what=next_of_shift(floor)) if act.what == "shift on" else act
        return of_shift(told, floor, supervisors[act.who % len(supervisors)], number)
    known = sorted(floor.blanks)
    if not known:
        return None
    blank = floor.blanks[known[act.which % len(known)]]
    return of_sheet(replace(act, what=NEXT[blank.state]) if act.what == "sheet on" else act, blank, by)


def next_of_shift(floor: Floor) -> str:
    """What leads a shift on from here, whoever asks it."""
    if floor.handover is None:
        return "give" if floor.responsible else "take"
    return "accept" if floor.handover.checks else "check"


NEXT = {
    BlankState.OUT: "return",
    BlankState.RETURNED: "key",
    BlankState.KEYED: "verify",
    BlankState.VERIFIED: "attach",
    BlankState.CLOSED: "sign",
    BlankState.VOID: "print",
}
SHEET = ("print", "return", "void", "key", "verify", "attach", "sign")
SHIFT = ("take", "give", "settle", "ask", "answer", "check", "accept", "withdraw")
ALONE = ("issue", "issue", "copy", "failed", "review", *("sheet on",) * 12, *("shift on",) * 6)
ACTS = st.builds(
    Act, st.integers(0, 1), st.sampled_from(SHEET + SHIFT + ALONE), st.integers(0, 4), st.integers(0, 3), st.integers(0, 30)
)


def lived(told: list[Act], marks: tuple[str, str]) -> tuple[Console, Console]:
    """Two consoles that hold the same beginning and go on without each other."""
    consoles = console_of("A", founding()), console_of("B", founding())
    for number, act in enumerate(told, 1):
        console = consoles[act.where]
        console.clock.put(console.clock.now() + act.minutes * MINUTE)
        command = command_of(act, console.floor, marks[act.where], number)
        if command is not None:
            asked(console, command, *consents(console, command))
    return consoles


def plain(floor: Floor) -> Floor:
    """The floor but for what each console counted of its own absorbs."""
    return replace(floor, entries=0, latest=None)


MARKS: list[tuple[str, str]] = [("EAST", "WEST"), ("SAME", "SAME")]


@settings(max_examples=25)
@given(
    told=st.lists(ACTS, min_size=8, max_size=40),
    marks=st.sampled_from(MARKS),
    seed=st.integers(0, 9),
    cuts=st.lists(st.integers(0, 20), max_size=3),
)
def test_papers_of_two_consoles_give_one_floor_in_any_order(
    told: list[Act], marks: tuple[str, str], seed: int, cuts: list[int]
) -> None:
    first, second = lived(told, marks)
    entries = [*written(first)[len([e for e in founding() if e.chain == "A"]) :], *written(second)]
    expected = plain(fold(Floor(), sorted([*founding(), *entries], key=place_of)))
    Random(seed).shuffle(entries)
    third, start = console_of("C", founding()), 0
    for cut in [*sorted(cuts), len(entries)]:
        assert isinstance(third.dispatcher.absorb(entries[start:cut]).result(), Change)
        start = max(start, cut)
    assert plain(third.floor) == expected
    assert floor_from_plain(floor_plain(third.floor)) == third.floor
    assert third.floor.blank_account().balanced or marks[0] == marks[1]


@settings(max_examples=15)
@given(told=st.lists(ACTS, min_size=8, max_size=40), marks=st.sampled_from(MARKS))
def test_two_consoles_that_met_agree_on_every_paper(told: list[Act], marks: tuple[str, str]) -> None:
    first, second = lived(told, marks)
    from_second, from_first = unseen(first, second), unseen(second, first)
    first.dispatcher.absorb(from_second).result()
    second.dispatcher.absorb(from_first).result()
    assert plain(first.floor) == plain(second.floor)
    for blank in first.floor.blanks.values():
        assert not blank.verified_by or blank.verified_by != blank.keyed_by
