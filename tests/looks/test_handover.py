"""Pictures of the handover's page as each person meets it, in both themes, at both sizes and in gloves: what was looked at.

The floor is invented, so that a picture changes with the page alone. `LOOKS=write` writes them anew, as does the absence of
one; look at them before they are committed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.decide import decide
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.domain.quality import Severity
from console.domain.refusal import Refusal
from console.forecast.outlook import Outlook
from console.report.changes.lines import ChangeLine, Since, Tier
from console.report.handover.changed import changes_of
from console.report.handover.filled import fill
from console.report.handover.seen import Seen
from console.service.handed import PastHandover
from console.ui.actions import Actions
from console.ui.handover.screen import HandoverScreen
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.ui.theme import Theme
from console.view.actions import Situation
from tests.looks.pictures import looked_at
from tests.ui.front import ZONE, FakeFront, expected, ordered, person, run_until, site_floor
from tests.ui.plan.window import BATCH, NOW, START

FOLDER = Path(__file__).parent / "handover"
SIZES = {"1366": (1366, 668), "1920": (1920, 980)}
"""What menus and the sentence on top leave of 1366x768 and of 1920x1080."""
HOUR = timedelta(hours=1)


def asked(floor: Floor, *commands: c.Command) -> Floor:
    for command in commands:
        events = decide(floor, command, NOW)
        assert not isinstance(events, Refusal), events
        for event in events:
            floor = evolve(floor, event)
    return floor


def floor_and_outlook() -> tuple[Floor, Outlook]:
    """Two patients, one of them late and on hold; a room that is out, an open deviation; the first supervisor has duty."""
    floor = run_until(ordered(site_floor(), BATCH, START, "W1234561234"), BATCH, START + 5 * HOUR)
    floor = run_until(ordered(floor, "B-0418", START - 2 * 24 * HOUR, "W1234569999"), "B-0418", NOW - HOUR)
    qa, boss = person(floor, "qa"), person(floor, "supervisor")
    floor = asked(
        floor,
        c.TakeDuty(by=boss, handover="HO-0"),
        c.PlaceHold(by=boss, batch="B-0418", hold="H-1", reason="two labels on one bag"),
        c.TakeRoomOut(by=boss, room="CR3", reason="dP lost for 4 min", expected_at=NOW + 6 * HOUR),
        c.OpenDeviation(
            by=boss, deviation="DV-12", title="dP lost in CR3", severity=Severity.MAJOR, batches=("B-0418",), room="CR3"
        ),
        c.SetOwner(by=boss, subject="batch:B-0418", owner=qa, what="clear the labels", due=NOW + 2 * HOUR),
    )
    late = expected("B-0418", NOW, 130, NOW + 100 * HOUR, 0.31)
    fine = expected(BATCH, NOW, 150, NOW + 170 * HOUR, 0.92)
    return floor, Outlook(NOW, floor.entries, {"B-0418": late, BATCH: fine})


def since(user: str) -> Since:
    at, here = NOW - HOUR, (f"batch:{BATCH}",)
    hurt = ChangeLine(
        "B-0418: Put on hold: two labels on one bag; forecast 3 h 10 min later, chance of keeping its promise 31 % (was 88 %)",
        Tier.PROMISE, at, ("batch:B-0418",), ("e1", "e2"), fall=0.57,
    )  # fmt: skip
    held = ChangeLine("B-0420: Put on hold: no consent yet", Tier.HOLD, at, here, ("e3",), kind=Tier.HOLD)
    work = [
        ChangeLine(f"B-04{n}: Dose and Viability passed; 3 steps finished, the last of them Transduction (20 min late)",
                   Tier.BATCH, at, here, (f"w{n}",)) for n in range(21, 34)
    ]  # fmt: skip
    gone = ChangeLine("Came on duty (14), left duty (11)", Tier.PEOPLE, at, (), ("p",))
    return Since(NOW - 8 * HOUR, NOW, user, (hurt, held, *work, gone))


def given(floor: Floor, outlook: Outlook) -> Floor:
    """The floor on which the first supervisor has given what it fills in."""
    told = fill(Seen(floor, outlook, NOW, ZONE, ZoneInfo))
    by = person(floor, "supervisor")
    command = c.GiveHandover(
        by=by, handover="HO-261119-1500", must_know="Nobody enters CR3 before QA was there", points=told.points, facts=told.facts,
        changes=changes_of(since(by)), since=NOW - 8 * HOUR,
    )  # fmt: skip
    return asked(floor, command)


class Stage:
    """The page on a floor in memory, as somebody sees it."""

    def __init__(self, qtbot: QtBot, theme: Theme, size: tuple[int, int], *, give: bool, nth: int) -> None:
        floor, outlook = floor_and_outlook()
        floor = given(floor, outlook) if give else floor
        self.front, self.theme, self.bot = FakeFront(floor, NOW), theme, qtbot
        self.front.user = person(floor, "supervisor", nth)
        self.front.since = since(self.front.user)
        self.screen = HandoverScreen(self.front, ZoneInfo)
        qtbot.addWidget(self.screen)
        self.acts = Actions(self.screen)
        self.acts.on({name: lambda: None for name in self.acts.rows if name.startswith(("handover.", "duty."))})
        self.screen.bind(self.acts)
        roles = floor.people[self.front.user].roles
        self.acts.refresh(Situation(roles=roles, logged_in=True, page="handover"))
        self.screen.resize(*size)
        with qtbot.waitExposed(self.screen):
            self.screen.show()
        self.screen.apply(Sight(floor, ZONE, outlook, "", "Watertown", "DEMO", floor.entries, NOW))

    def dress(self) -> None:
        self.acts.dress(self.theme.tokens)
        self.screen.dress(self.theme.tokens, self.theme.density)
        self.bot.wait(40)


def patients(stage: Stage) -> None:
    stage.screen.sections.pick("2")


def signed_changes(stage: Stage) -> None:
    stage.screen.sections.pick("changed")


def eligible(stage: Stage) -> None:
    stage.screen.sections.pick("10")


def since_left(stage: Stage) -> None:
    stage.screen.changed.click()


def earlier(stage: Stage) -> None:
    found = stage.front.floor.handover
    assert found is not None
    taker = person(stage.front.floor, "supervisor", 1)
    one = replace(found, taker=taker, taken_at=NOW - 8 * HOUR)
    taken = replace(one, id="HO-0", taken=True, given_at=None, points=(), must_know="")
    stage.front.handed = [
        PastHandover(9, one),
        PastHandover(5, taken),
        PastHandover(3, replace(one, taker=""), withdrawn="one more"),
    ]
    stage.screen.earlier.click()


CASES: dict[str, tuple[Callable[[Stage], None], bool, int]] = {
    "draft-patients": (patients, False, 0),
    "incoming-must-not": (eligible, True, 1),
    "incoming-changed": (signed_changes, True, 1),
    "since": (since_left, True, 1),
    "earlier": (earlier, True, 0),
}
"""Each picture: what is looked at, whether the handover is given, and which of the supervisors looks."""


@pytest.mark.parametrize("case", CASES)
def test_the_page_is_as_it_was_looked_at(theme: Theme, qtbot: QtBot, tmp_path: Path, case: str) -> None:
    act, give, nth = CASES[case]
    stage = Stage(qtbot, theme, SIZES["1366"], give=give, nth=nth)
    act(stage)
    looks = [("1366", "light", Density.DESK), ("1366", "dark", Density.DESK)]
    looks += [("1366", "light", Density.GLOVE), ("1920", "light", Density.DESK)] if case == "draft-patients" else []
    for size, look, density in looks:
        theme.use(theme=look, density=density)
        stage.screen.resize(*SIZES[size])
        stage.screen.show_again()
        stage.dress()
        assert stage.screen.size().toTuple() == SIZES[size], "nothing asks for more room than there is"
        kept = FOLDER / f"{case}-{size}-{look}{'-glove' if density is Density.GLOVE else ''}.png"
        looked_at(stage.screen, kept, tmp_path, differs=0.01, size=130_000)
