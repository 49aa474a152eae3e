"""Handovers of the past from a real file: each whole, under the names that signed it, the latest first, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from console.domain import commands as c
from console.domain.commands.command import Command
from console.domain.facility import Role
from console.domain.floor import Floor
from console.domain.handover import HandoverChange, HandoverPoint
from console.domain.needs import signatures_needed
from console.domain.signing import Consent
from console.service.digest import command_digest
from console.service.dispatcher import Dispatcher
from console.service.handed import renamed
from db.opening import Workplace
from tests.store.place import START, OpenSite, clock_of, done
from tests.store.scenes import note, someone
from tests.store.test_replay import MINUTE

POINT = HandoverPoint("P-1", 3, "CR3 is out", "qa", START, "room:CR3")
CHANGE = HandoverChange("B-1: ordered", START, 1, "batch:B-1")
Ask = Callable[[Command], None]


@pytest.fixture
def ask(site: OpenSite, run: Dispatcher, work: Workplace) -> Ask:
    """Ask as somebody whose key is open, a minute after the last."""
    clock = clock_of(work)
    for user in supervisors(run.floor):
        key = site.credentials.create(user, "pass")
        done(run.submit(c.CertifyKey(by=someone(run, Role.QA), user=user, public_key=str(key))))
        assert site.credentials.unlock(user, "pass", clock.now()) is None

    def asked(command: Command) -> None:
        clock.put(clock.now() + MINUTE)
        needs, digest = signatures_needed(run.floor, command), command_digest(command)
        done(run.submit(command, tuple(Consent(need.user, need.meaning, digest, clock.now(), "UTC") for need in needs)))

    return asked


def supervisors(floor: Floor) -> list[str]:
    return sorted(p.id for p in floor.people.values() if Role.SUPERVISOR in p.roles)


def give(by: str, name: str, settles: str = "") -> c.GiveHandover:
    return c.GiveHandover(
        by=by, handover=name, must_know="Nothing in CR3", points=(POINT,), changes=(CHANGE,), since=START, settles=settles
    )


def accept(run: Dispatcher, by: str, name: str) -> list[Command]:
    found = run.floor.handover
    assert found is not None
    return [
        c.QuestionHandover(by=by, handover=name, question="HQ-1", words="Who has the key?"),
        c.AnswerQuestion(by=found.giver, handover=name, question="HQ-1", answer="QA has it."),
        c.CheckPoint(by=by, handover=name, point="P-1"),
        c.AcceptHandover(by=by, handover=name, digest=found.digest),
    ]


def passed(run: Dispatcher, ask: Ask, giver: str, taker: str, name: str) -> None:
    ask(give(giver, name))
    for command in accept(run, taker, name):
        ask(command)


def test_each_is_whole_the_latest_first_and_what_is_under_way_is_none(site: OpenSite, run: Dispatcher, ask: Ask) -> None:
    one, two, *_ = supervisors(run.floor)
    ask(c.TakeDuty(by=one, handover="HO-0"))
    passed(run, ask, one, two, "HO-1")
    last = run.floor.handed
    ask(give(two, "HO-2"))
    ask(c.WithdrawHandover(by=two, handover="HO-2", reason="one more point"))
    note(run, "B-1", "between")
    ask(give(two, "HO-3"))
    found = site.pages(lambda: run.floor).handovers(None, 20)
    assert [past.handover.id for past in found] == ["HO-2", "HO-1", "HO-0"]
    assert [past.withdrawn for past in found] == ["one more point", "", ""]
    assert last is not None and found[1].handover == last
    assert last.changes == (CHANGE,) and last.questions[0].answer
    assert found[0].handover.points == (POINT,) and found[2].handover.taker == one
    assert found[1].handover.digest == last.digest


def test_pages_follow_one_another_without_gap_or_repeat(site: OpenSite, run: Dispatcher, ask: Ask) -> None:
    one, two, *_ = supervisors(run.floor)
    ask(c.TakeDuty(by=one, handover="HO-0"))
    for n in range(1, 5):
        giver, taker = (one, two) if n % 2 else (two, one)
        passed(run, ask, giver, taker, f"HO-{n}")
    pages, names = site.pages(lambda: run.floor), []
    before: int | None = None
    while page := pages.handovers(before, 2):
        names += [past.handover.id for past in page]
        before = page[-1].n
    assert names == ["HO-4", "HO-3", "HO-2", "HO-1", "HO-0"]


def test_a_signature_given_afterwards_stands_in_the_one_it_belongs_to_also_on_a_later_page(
    site: OpenSite, run: Dispatcher, ask: Ask
) -> None:
    one, two, three, *_ = supervisors(run.floor)
    ask(c.TakeDuty(by=one, handover="HO-0"))
    qa = someone(run, Role.QA)
    ask(c.TakeDuty(by=two, handover="HO-1", told=qa, reason="he was called away"))
    passed(run, ask, two, three, "HO-2")
    pages = site.pages(lambda: run.floor)
    owed = pages.handovers(None, 20)[1].handover
    assert (owed.id, owed.given_at, owed.giver) == ("HO-1", None, one)
    ask(give(one, "HO-3", settles="HO-1"))
    found = pages.handovers(None, 20)
    assert [past.handover.id for past in found] == ["HO-2", "HO-1", "HO-0"], "it is no handover of its own"
    settled = found[1].handover
    assert settled.given_at is not None and settled.points == (POINT,) and settled.taker == two
    (later,) = pages.handovers(found[0].n, 1)
    assert later == found[1]


def test_people_bear_the_names_they_signed_under(site: OpenSite, run: Dispatcher, ask: Ask) -> None:
    one, two, *_ = supervisors(run.floor)
    ask(c.TakeDuty(by=one, handover="HO-0"))
    passed(run, ask, one, two, "HO-1")
    old = run.floor.people[one]
    past = site.pages(lambda: run.floor).handovers(None, 1)[0]
    today = replace(run.floor, people={**run.floor.people, one: replace(old, name="J. Married", roles=(Role.QA,))})
    assert past.names == {one: old.name, two: run.floor.people[two].name}
    assert renamed(today, past).people[one].roles == (Role.SUPERVISOR,), "and in the role they signed in"
    assert renamed(today, past).person_name(one) == old.name and today.person_name(one) == "J. Married"
