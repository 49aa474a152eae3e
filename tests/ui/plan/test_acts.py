"""The plan in the window: a drag becomes a move or a draft, a draft is compared, undone, applied, shown, and survives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.batch import StepState
from console.domain.floor import Floor
from console.planning.answers.differences import effects_of, moves_to
from console.planning.answers.plan_view import Answer, Conflict, Explained, PlanView, Proposal, Wish
from console.planning.answers.tried import tried
from console.planning.moves import Wish as MoveWish
from console.service.zones import zone_of
from console.ui.page import Place
from console.view.action_table import TABLE
from tests.ui.front import FakeFront, floor_of
from tests.ui.plan.window import ALONE, BATCH, CTRL, NOW, SEVERAL, Open, Site


def test_everything_in_the_action_table_is_carried_out_in_the_real_window(site: Site) -> None:
    in_replay = {row.id for row in TABLE if row.id.startswith("replay.")} - {"replay.open"}
    assert set(site.shell.acts.missing()) <= {"site.new"} | in_replay


def test_a_step_that_moves_alone_asks_its_reason_once_and_is_recorded(site: Site) -> None:
    site.log_in()
    site.drag(ALONE, 4)
    before = site.front.floor.batches[BATCH].steps[ALONE].placement
    panel = site.desktop.asker.panel
    assert panel is not None and [*panel.boxes] == ["reason"] and before is not None
    assert "OK, CR1 station 1 from " in panel.ask.about
    assert site.board.hand.laid and site.board.sight().over.ghosts
    QTest.keyClicks(panel.boxes["reason"].editor, "room busy")
    panel.press()
    (command,) = site.front.submitted
    assert isinstance(command, c.MoveStep) and command.reason == "room busy"
    after = site.front.floor.batches[BATCH].steps[ALONE].placement
    assert after is not None and after.start > before.start and after.lane == before.lane
    assert not site.board.sight().over.ghosts and site.shell.drawer.panel is None


def test_closing_the_drawer_forgets_the_drop(site: Site) -> None:
    site.log_in()
    site.drag(ALONE, 4)
    assert site.board.sight().over.ghosts
    site.shell.drawer.leave()
    assert not site.board.sight().over.ghosts and not site.front.submitted


def test_what_moves_more_than_one_step_becomes_a_draft_and_one_signed_change_which_can_be_moved_back(site: Site) -> None:
    site.log_in()
    told = {code: step.placement for code, step in site.front.floor.batches[BATCH].steps.items()}
    site.drag(SEVERAL, 4)
    assert not site.front.submitted and len(site.drafted()) == 2
    assert site.comparison.told.about.startswith("2 steps of 1 batch move, ")
    assert [section.heading for section in site.comparison.told.sections][-1] == "What moves (2)"
    panel = site.desktop.asker.panel
    assert panel is not None
    panel.boxes["reason"].fill("vector comes later")
    panel.press()
    assert site.desktop.desk.box is not None, "a change set is signed"
    site.sign()
    (change,) = site.front.floor.changes.values()
    assert len(change.moves) == 2 and change.reason == "vector comes later"
    assert not site.drafted() and site.shell.drawer.panel is None and not site.page.plan.isVisible()
    assert not site.shell.acts.run("draft.undo") or not site.drafted(), "what is recorded has no undo"
    site.shell.acts.run("plan.back")
    panel = site.desktop.asker.panel
    assert panel is not None and panel.boxes["change"].answer() == change.id
    panel.boxes["reason"].fill("it came in time")
    panel.press()
    site.sign()
    assert {code: step.placement for code, step in site.front.floor.batches[BATCH].steps.items()} == told
    assert [each.undoes for each in site.front.floor.changes.values()] == ["", change.id]


def test_a_draft_is_undone_redone_hidden_and_dropped_by_key(site: Site) -> None:
    site.drag(SEVERAL, 4)
    site.drag(ALONE, 2)
    assert sorted(site.drafted()) == sorted([ALONE, *[s for s in site.drafted() if s != ALONE]]) and len(site.drafted()) == 3
    site.board.setFocus()
    for key, held, count in (
        (Qt.Key.Key_Z, CTRL, 2), (Qt.Key.Key_Z, CTRL, 0), (Qt.Key.Key_Y, CTRL, 2), (Qt.Key.Key_Y, CTRL, 3),
    ):  # fmt: skip
        QTest.keyClick(site.shell, key, held)
        assert len(site.drafted()) == count
    for count in (0, 3):
        site.shell.acts.run("draft.show")
        assert len(site.drafted()) == count
    site.shell.acts.run("draft.drop")
    assert not site.drafted() and not site.page.plan.isVisible() and not site.front.submitted


def test_a_draft_survives_the_console_and_belongs_to_who_drew_it(opened: Open, floor: Floor) -> None:
    front = FakeFront(floor, NOW)
    one = opened(front)
    mine = one.log_in()
    one.drag(SEVERAL, 4)
    drawn = one.drafted()
    assert len(drawn) == 2
    one.put_away()
    front.user = ""
    again = opened(front)
    assert again.drafted() == []
    assert again.log_in() == mine
    assert again.drafted() == drawn
    assert "Draft: 2 steps of 1 batch" in again.page.plan.words.text()
    again.put_away()
    front.user = ""
    other = opened(front)
    other.log_in("qa")
    assert other.drafted() == []


def test_what_begins_leaves_the_draft_and_is_told(site: Site, qtbot: QtBot) -> None:
    site.drag(SEVERAL, 4)
    gone = site.drafted()[0]
    batch = site.front.floor.batches[BATCH]
    begun = replace(batch.steps[gone], state=StepState.RUNNING, started_at=NOW, lane="CR1", station="1")
    site.front.floor = replace(site.front.floor, batches={BATCH: replace(batch, steps={**batch.steps, gone: begun})})
    site.bridge.on_change(None)
    qtbot.waitUntil(lambda: gone not in site.drafted())
    assert "has begun: its move left the draft" in site.shell.toast.text()


def proposed(front: FakeFront, kind: str) -> Proposal:
    """A proposal that a search could have made: one step a little later."""
    judge = tried(front.floor, front.now(), zone_of)
    at = judge.today.starts[BATCH, SEVERAL]
    preview = judge.mover.preview(MoveWish(BATCH, SEVERAL, at + 4))
    wanted = {move.code for move in preview.moves}
    moves = tuple(move for move in moves_to(front.floor, judge.problem, preview.plan) if move.code in wanted)
    effects = effects_of(judge.problem, judge.today, preview.plan)
    return Proposal(kind, "Better plan available: 11 h less expected lateness, 2 moves", moves, effects)


def test_a_better_plan_is_offered_quietly_looked_at_as_a_draft_and_never_applied_by_itself(site: Site, qtbot: QtBot) -> None:
    strip = site.page.plan
    assert not strip.isVisible()
    site.front.plan = PlanView(NOW, 1, better=proposed(site.front, "better"))
    site.bridge.on_plan(site.front.plan)
    qtbot.waitUntil(strip.isVisible)
    assert strip.words.text() == "Better plan available: 11 h less expected lateness, 2 moves"
    assert [button.text() for button in strip.buttons] == ["Look (L)", "Not now"]
    assert site.shell.drawer.panel is None and not site.drafted()
    QTest.mouseClick(strip.buttons[0], Qt.MouseButton.LeftButton)
    assert len(site.drafted()) == 2 and "What moves (2)" in [s.heading for s in site.comparison.told.sections]
    assert not site.front.submitted
    site.shell.acts.run("draft.drop")
    qtbot.waitUntil(strip.isVisible)
    QTest.mouseClick(strip.buttons[1], Qt.MouseButton.LeftButton)
    assert not strip.isVisible()


def test_conflicts_are_marked_where_they_are_and_listed_with_the_way_to_them(site: Site, qtbot: QtBot) -> None:
    words = "B-0415 Transduction and B-0412 Transduction both need hands in Cell suite 1 at the same time."
    conflict = Conflict("attended", words, ((BATCH, SEVERAL),), NOW, NOW + timedelta(hours=1))
    site.front.plan = PlanView(NOW, 1, (conflict,))
    site.bridge.on_plan(site.front.plan)
    qtbot.waitUntil(site.page.plan.isVisible)
    bars = site.board.picture().bars
    bar = bars.find(BATCH, SEVERAL)
    assert bar is not None and words in bars.word(bar, "note")
    site.shell.acts.run("plan.conflicts")
    (button,) = [each for each in site.comparison.findChildren(QPushButton) if each.text() == f"Go to {BATCH}"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert (site.shell.selection.batch, site.shell.selection.step) == (BATCH, SEVERAL)


def test_a_draft_shown_to_others_is_kept_and_can_be_taken_up(site: Site) -> None:
    site.log_in()
    site.drag(SEVERAL, 4)
    drawn = site.drafted()
    site.shell.acts.run("draft.keep")
    panel = site.desktop.asker.panel
    assert panel is not None
    panel.press()
    (kept,) = site.front.floor.drafts.values()
    assert [move.step for move in kept.moves] == drawn
    site.shell.acts.run("draft.drop")
    site.shell.acts.run("draft.open")
    (button,) = [each for each in site.comparison.findChildren(QPushButton) if each.text() == "Look at it"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert site.drafted() == drawn


def test_why_is_asked_of_the_planner_and_told_in_the_drawer(site: Site) -> None:
    asked: list[Wish] = []

    def ask_plan(wish: Wish, then: Callable[[Answer], None]) -> None:
        asked.append(wish)
        then(Explained(BATCH, SEVERAL, "Transduction of B-0415 is planned at 14:00: the recipe's clock opens it at 14:00."))

    site.front.ask_plan = ask_plan  # type: ignore[method-assign]
    site.pick(SEVERAL)
    QTest.keyClick(site.shell, Qt.Key.Key_Y)
    assert len(asked) == 1
    assert site.comparison.told.about == "Transduction of B-0415 is planned at 14:00: the recipe's clock opens it at 14:00."


def test_without_the_right_to_plan_a_draft_may_be_drawn_and_says_what_applying_needs(site: Site) -> None:
    site.log_in("qa")
    site.drag(SEVERAL, 4)
    assert len(site.drafted()) == 2 and site.desktop.asker.panel is None
    said = [label.text() for label in site.comparison.findChildren(QWidget) if hasattr(label, "text")]
    assert any(text.startswith("Applying it: needs one of the roles") for text in said)


def test_a_drop_on_a_floor_that_has_gone_on_is_asked_anew(site: Site) -> None:
    site.log_in()
    site.pick(ALONE)
    QTest.keyClick(site.board, Qt.Key.Key_Right, CTRL)
    note = c.AddNote(by=site.front.user, batch=BATCH, text="vector is here")
    site.front.floor = floor_of((note, NOW), start=site.front.floor)
    site.desktop.look()
    QTest.keyClick(site.board, Qt.Key.Key_Return)
    panel = site.desktop.asker.panel
    assert panel is not None
    panel.boxes["reason"].fill("room busy")
    panel.press()
    assert isinstance(site.front.submitted[0], c.MoveStep)


def test_places_lead_back_to_the_board(site: Site) -> None:
    site.desktop.go(Place("batch", BATCH))
    site.shell.acts.run("view.board")
    assert site.board.isVisible()
