"""A bar dragged among sixty live batches: what a frame costs to judge and what it costs to paint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from statistics import quantiles
from time import process_time

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from console.planning.build import build
from console.planning.moves import Mover
from console.planning.problem import Plan, PlanBatch, PlanStep, Problem
from console.ui.board.board import Board
from console.ui.theme import Theme
from console.view.board.columns import Bar, Bars, State
from console.view.board.drag import seconds
from console.view.board.lanes import Group, Lane
from console.view.board.picture import BoardPicture
from console.view.board.walk import Spot
from console.view.board.window import TimeWindow
from tests.benchmarks.board.measure import Figure, Paints
from tests.planning.facilities import facility, under_way
from tests.view.board.invented import ZONE

BATCHES, PER_WEEK = 60, 12.0
FRAMES = 60


def floor_of(problem: Problem, plan: Plan) -> BoardPicture:
    """A generated facility's plan as a board: every step of every stand at its station."""
    lanes = tuple(Lane(room.id, room.title or room.id, Group.ROOMS, stations=room.stations) for room in problem.rooms)
    first = {lane.key: sum(len(before.stations) for before in lanes[:n]) for n, lane in enumerate(lanes)}
    bars = []
    for batch in problem.batches:
        for step in batch.steps if plan.holds(batch) else ():
            place = plan.places.get((batch.id, -1 if step.stand is None else step.stand))
            if place is not None and place.station:
                track = first[place.room] + problem.room_of[place.room].stations.index(place.station)
                bars.append(_bar(problem, plan, batch, step, track))
    return BoardPicture(ZONE, seconds(problem.grid, problem.now), lanes, Bars.of(bars, sum(len(lane.stations) for lane in lanes)))


def _bar(problem: Problem, plan: Plan, batch: PlanBatch, step: PlanStep, track: int) -> Bar:
    begun = step.fact is not None
    state = State.PLANNED if not begun else State.DONE if step.fact is not None and step.fact.over else State.RUNNING
    start, end = seconds(problem.grid, plan.start(batch, step)), seconds(problem.grid, plan.end(batch, step))
    return Bar(track, start, end, batch.id, step.code, f"{batch.id} {step.title or step.code}", state=state)


def live(seed: int = 1) -> tuple[Problem, Plan]:
    """Sixty batches, planned, at an instant at which some have begun."""
    problem = facility(BATCHES, PER_WEEK, seed)
    plan = build(problem).plan
    later = under_way(problem, plan, problem.days[9])
    return later, plan


def measure(app: QApplication, theme: Theme) -> Iterator[Figure]:
    """Bars of several batches pulled across two days and three rooms, pixel by pixel as a hand does."""
    problem, plan = live()
    picture = floor_of(problem, plan)
    board = Board(picture, theme.tokens)
    board.resize(1920, 1080)
    board.show()
    app.processEvents()
    mover = Mover(problem, plan)
    board.hand.judge(mover)
    board.look(TimeWindow(picture.now - 86_400, picture.now + 6 * 86_400))
    ahead = [i for i in range(len(picture.bars)) if picture.bars.value(i, "state") == State.PLANNED]
    near = [i for i in ahead if board.sight().window.shows(picture.bars.value(i, "start"), picture.bars.value(i, "end"))]
    paints = Paints(board.viewport())
    taken: list[float] = []
    judged: list[float] = []
    painted: list[float] = []
    for bar in near[:: max(1, len(near) // 8)]:
        board.choose(Spot(bar=bar))
        app.processEvents()
        taken.append(_timed(partial(board.hand.take, bar, float(picture.bars.value(bar, "start")))))
        app.sendPostedEvents(board.viewport(), QEvent.Type.UpdateRequest)
        for point in _way(board, bar):
            judged.append(_timed(partial(board.hand.pull, point)))
            painted.append(_timed(partial(_paint, app, board.viewport())))
        board.hand.forget()
        app.processEvents()
    yield Figure("drag: taken, lawful places, median", len(picture.bars), _share(taken, 50), 0.0)
    yield Figure("drag: frame judged, p95", len(picture.bars), _share(judged, 95), 12.0)
    yield Figure("drag: frame painted, median", len(picture.bars), _share(painted, 50), 1.0, paints.count)
    yield Figure("drag: frame painted, p95", len(picture.bars), _share(painted, 95), 0.0, paints.count)
    board.close()


def _way(board: Board, bar: int) -> list[QPoint]:
    sight = board.sight()
    rect = sight.bar_rect(bar)
    assert rect is not None
    start = rect.translated(sight.area.topLeft()).topLeft() + QPoint(1, 4)
    return [start + QPoint(5 * n, (n // 20) * 30) for n in range(FRAMES)]


def _paint(app: QApplication, port: QWidget) -> None:
    app.sendPostedEvents(port, QEvent.Type.UpdateRequest)
    app.sendPostedEvents(port.window(), QEvent.Type.UpdateRequest)


def _timed(act: Callable[[], object]) -> float:
    start = process_time()
    act()
    return 1000 * (process_time() - start)


def _share(taken: list[float], percent: int) -> float:
    return quantiles(taken, n=100)[percent - 1]
