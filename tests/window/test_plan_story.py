"""An instrument breaks, told once in a real window: the board proposes, says why, a draft is tried, signed, and moved back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.pages import BoardPage
from console.cli.verbs import run
from console.cli.window import Running
from console.domain.batch import Placement, StepState
from console.service.founding import DEMO_PASSWORD
from console.ui.plan.told import ToldPanel
from console.view.board.over import Look
from console.view.board.story import name
from tests.window.hands import CTRL, CTRL_SHIFT, click, press, walk_to, write
from tests.window.morning import LATER_MS, Morning

PLANNER = "supervisor"


@pytest.fixture
def morning(running: Running, qtbot: QtBot) -> Morning:
    return Morning(running, qtbot, "")


def test_an_instrument_breaks_and_the_plan_is_mended_by_a_signed_draft_and_moved_back(morning: Morning, folder: Path) -> None:
    wait_for_the_planner(morning)
    log_in(morning)
    instrument = the_instrument_of_the_next_batch(morning)
    told = placements(morning)
    take_it_out(morning, instrument)
    the_board_proposes(morning)
    read_why(morning)
    look_at_the_repair_as_a_draft(morning)
    try_the_draft(morning)
    apply_with_signature(morning)
    the_plan_has_moved_away_from_it(morning, instrument, told)
    move_back(morning)
    assert placements(morning) == told
    press(morning.shell, Qt.Key.Key_Q, CTRL)
    morning.until(lambda: not morning.shell.isVisible())
    morning.running.stop()
    the_record_is_whole(folder)


def page(morning: Morning) -> BoardPage:
    widget = morning.shell.pages[0].widget
    assert isinstance(widget, BoardPage)
    return widget


def told_panel(morning: Morning) -> ToldPanel:
    """What the drawer tells."""
    morning.until(lambda: isinstance(morning.shell.drawer.panel, ToldPanel))
    panel = morning.shell.drawer.panel
    assert isinstance(panel, ToldPanel)
    return panel


def wait_for_the_planner(morning: Morning) -> None:
    """The outlook comes first, then the planner has looked."""
    front = morning.desktop.front
    morning.until(lambda: front.outlook is not None, LATER_MS)
    morning.until(lambda: front.plan is not None, LATER_MS)


def log_in(morning: Morning) -> None:
    """Somebody who may plan comes."""
    floor = morning.desktop.front.floor
    user = next(p.id for p in floor.people.values() if PLANNER in {role.value for role in p.roles})
    morning.log_in(user)


def the_instrument_of_the_next_batch(morning: Morning) -> str:
    """The instrument that the next patient's cells are planned into; the story is about that batch and its first step there."""
    floor, now = morning.desktop.front.floor, morning.desktop.front.now()
    ahead = [
        (step.placement.start, batch.id, step.code, step.placement.instrument)
        for batch in floor.batches.values() if batch.live
        for step in batch.steps.values()
        if step.state is StepState.PLANNED and step.placement is not None and step.placement.instrument
        and step.placement.start > now and not floor.instruments[step.placement.instrument].batch
    ]  # fmt: skip
    _, morning.batch, morning.code, instrument = min(ahead)
    return instrument


def placements(morning: Morning) -> dict[tuple[str, str], Placement | None]:
    """Where everything that has not begun is told to be."""
    return {
        (batch.id, step.code): step.placement
        for batch in morning.desktop.front.floor.batches.values() if batch.live
        for step in batch.steps.values() if step.state is StepState.PLANNED
    }  # fmt: skip


def take_it_out(morning: Morning, instrument: str) -> None:
    """Anyone may: which one, why, and for how long."""
    press(morning.shell, Qt.Key.Key_1, CTRL)
    press(morning.shell, Qt.Key.Key_P, CTRL_SHIFT)
    panel = morning.panel
    panel.boxes["instrument"].fill(instrument)
    for key, words in (("expected_at", "20 d"), ("reason", "pump error 17")):
        walk_to(panel.boxes[key].editor)
        panel.boxes[key].fill("")
        write(morning.shell, words)
    walk_to(panel.button)
    click(panel.button)
    morning.until(lambda: bool(morning.desktop.front.floor.instruments[instrument].out_reason))


def the_board_proposes(morning: Morning) -> None:
    """The bars that cannot hold are marked, and a quiet line says that a repair is ready; nothing moves by itself."""
    front = morning.desktop.front
    morning.until(lambda: bool(front.plan and front.plan.conflicts_of(morning.batch)), LATER_MS)
    morning.until(lambda: "A repair is ready" in page(morning).plan.words.text(), LATER_MS)
    assert any("closed" in c.words for c in (front.plan.conflicts if front.plan else ()))
    morning.until(lambda: "in conflict" in spoken_bar(morning))
    assert not front.floor.changes


def spoken_bar(morning: Morning) -> str:
    """What a screen reader says of the step's bar."""
    found = morning.board.picture().bars.find(morning.batch, morning.code)
    return name(morning.board.picture(), found) if found is not None else ""


def read_why(morning: Morning) -> None:
    """The bar is picked, Y asks why it lies there, and the planner answers in a sentence."""
    morning.shell.selection.pick(morning.batch, morning.code)
    write(morning.shell, "y")
    panel = told_panel(morning)
    morning.until(lambda: panel.told.about.endswith("."), LATER_MS)
    assert morning.batch in panel.told.about and panel.told.sections
    press(morning.shell, Qt.Key.Key_Escape)


def look_at_the_repair_as_a_draft(morning: Morning) -> None:
    """Looking lays it over the board and compares it; that is all."""
    button = next(each for each in page(morning).plan.buttons if each.objectName() == "plan.look")
    click(button)
    panel = told_panel(morning)
    morning.until(lambda: any(s.heading.startswith("What moves") for s in panel.told.sections), LATER_MS)
    assert drafted(morning) and not morning.desktop.front.floor.changes


def drafted(morning: Morning) -> int:
    """How many bars of a draft lie over the board."""
    return sum(ghost.look is Look.DRAFT for ghost in morning.board.sight().over.ghosts)


def try_the_draft(morning: Morning) -> None:
    """Undone and redone by key, hidden and shown again."""
    morning.board.setFocus()
    count = drafted(morning)
    press(morning.shell, Qt.Key.Key_Z, CTRL)
    assert drafted(morning) == 0
    press(morning.shell, Qt.Key.Key_Y, CTRL)
    assert drafted(morning) == count
    write(morning.shell, "g")
    morning.until(lambda: drafted(morning) == 0)
    write(morning.shell, "g")
    morning.until(lambda: drafted(morning) == count)


def apply_with_signature(morning: Morning) -> None:
    """A reason, a password, and all of it is the plan."""
    press(morning.shell, Qt.Key.Key_Return, CTRL)
    reason_and_signature(morning, "the pump is broken")
    morning.until(lambda: len(morning.desktop.front.floor.changes) == 1)
    morning.come_back()
    morning.until(lambda: drafted(morning) == 0)


def reason_and_signature(morning: Morning, words: str) -> None:
    panel = morning.panel
    walk_to(panel.boxes["reason"].editor)
    write(morning.shell, words)
    walk_to(panel.button)
    click(panel.button)
    box = morning.box
    write(box, DEMO_PASSWORD)
    press(box, Qt.Key.Key_Return)


def the_plan_has_moved_away_from_it(
    morning: Morning, instrument: str, told: dict[tuple[str, str], Placement | None]
) -> None:
    """The batch is told another place or time, and the planner finds no conflict in it any more."""
    assert placements(morning)[morning.batch, morning.code] != told[morning.batch, morning.code]
    front = morning.desktop.front
    morning.until(lambda: bool(front.plan) and not closed(morning, instrument), LATER_MS)


def closed(morning: Morning, instrument: str) -> bool:
    """Whether the planner still says that the batch needs what is closed."""
    plan = morning.desktop.front.plan
    return any(c.rule == "closed" for c in (plan.conflicts_of(morning.batch) if plan else ()))


def move_back(morning: Morning) -> None:
    """The change is moved back, by a new signed one."""
    morning.shell.acts.run("plan.back")
    reason_and_signature(morning, "another pump came")
    morning.until(lambda: len(morning.desktop.front.floor.changes) == 2)
    morning.come_back()


def the_record_is_whole(folder: Path) -> None:
    """Both changes stand in the record, the second naming the first."""
    assert run(["verify", "--db", str(folder)]) == Exit.WELL
    with reading(folder) as site:
        first, second = site.floor.changes.values()
        assert (first.undoes, second.undoes) == ("", first.id)
