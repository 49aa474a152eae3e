"""Moving a planned step by writing where and when: judged with every letter exactly as a drag is, and never half moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from console.domain.batch import Placement
from console.domain.commands import ChangePlan, MoveStep
from console.domain.commands.command import Command
from console.domain.moving_back import STEM
from console.domain.plan import StepMove, next_number
from console.planning import moves as wishing
from console.planning.answers.tried import Tried
from console.planning.problem import WHOLE_ROOM, Place
from console.view import instants
from console.view.asks.ask import REASON, Answers, Ask, Field, Kind, Scene, Verdict
from console.view.asks.steps import place_field, spot
from console.view.board.verdict import WORKING, Here, moment, sign_of, verdict_words

AHEAD_H = 24 * 14
"""So many hours ahead a lawful start is looked for in each place."""


def move(scene: Scene) -> Ask:
    """Plan the step at another time or place; its length stays unless another end is written."""
    start = scene.step.placement.start if scene.step.placement else scene.now
    where = place_field(scene, "Where", planned=True)
    fields = (
        Field("start", "Starts", Kind.TIME, instants.write(start, scene.zone)),
        Field("end", "Ends", Kind.TIME, hint="empty: as long as before"),
        Field(where.key, where.label, where.kind, where.value, _with_entries(scene, where.choices)),
        REASON,
    )

    def make(answers: Answers) -> Command:
        return _command(scene, answers)

    def judge(answers: Answers) -> Verdict:
        return _verdict(scene, answers)

    return Ask("step.move", "Move the planned step", scene.about_step, "Move", fields, make, verdict=judge)


def _command(scene: Scene, answers: Answers) -> Command:
    """One step alone is moved; where others would have to give way, all move under one signature or none does."""
    to, reason = _placement(scene, answers), answers.text("reason")
    found = _preview(scene, answers)
    if found is not None:
        tried, preview = found
        moves = tuple(_as_written(scene, each, to) for each in tried.with_preview(preview))
        if preview.verdict is not wishing.Verdict.NO and len(moves) > 1:
            title = f"{scene.about_step} and what it moves"
            number = next_number(scene.floor.changes, STEM)
            return ChangePlan(by=scene.user, change=number, title=title, moves=moves, reason=reason)
    return MoveStep(by=scene.user, batch=scene.batch_id, step=scene.step_code, placement=to, reason=reason)


def _as_written(scene: Scene, each: StepMove, to: Placement) -> StepMove:
    """The step itself goes where it was written, to the minute; what follows it or gives way goes where the planner puts it."""
    return replace(each, placement=to) if (each.batch, each.step) == (scene.batch_id, scene.step_code) else each


def _placement(scene: Scene, answers: Answers) -> Placement:
    told, before = scene.told, scene.step.placement
    begin = answers.instant("start") or (before.start if before else scene.now)
    length = before.end - before.start if before else timedelta(hours=told.law.typical_h if told else 1)
    end = answers.instant("end") or begin + length
    lane, station, instrument = spot(answers)
    return Placement(lane, begin, end, station, instrument)


def _preview(scene: Scene, answers: Answers) -> tuple[Tried, wishing.Preview] | None:
    """What the wish that is written would do; None while nobody judges, or where the step is no part of the plan."""
    tried = scene.tried
    if tried is None or not _planned(scene, tried):
        return None
    to = _placement(scene, answers)
    wish = wishing.Wish(scene.batch_id, scene.step_code, tried.problem.grid.ceil(to.start), _place(scene, tried, to))
    return tried, tried.mover.preview(wish)


def _verdict(scene: Scene, answers: Answers) -> Verdict:
    if scene.tried is None:
        return Verdict(WORKING)
    found = _preview(scene, answers)
    if found is None:
        return Verdict("The planner does not know this step: it is moved without a verdict.")
    tried, preview = found
    words = verdict_words(Here(tried.problem, scene.zone, int(scene.now.timestamp())), preview)
    if preview.verdict is wishing.Verdict.NO:
        return Verdict(words, "1", "Moved there all the same, it stands in the plan as a conflict.")
    several = "More than one step moves: they are signed as one change." if len(tried.with_preview(preview)) > 1 else ""
    return Verdict(words, sign_of(tried.problem, preview), several)


def _planned(scene: Scene, tried: Tried) -> bool:
    batch = tried.problem.batch_of.get(scene.batch_id)
    return batch is not None and scene.step_code in batch.index


def _place(scene: Scene, tried: Tried, to: Placement) -> Place | None:
    """The place in the planner's words; None outside the cleanrooms, or where the written place is none of the step's."""
    for place in _places(scene, tried):
        if place.room == to.lane and place.station in (to.station, WHOLE_ROOM):
            return place
    return None


def _places(scene: Scene, tried: Tried) -> tuple[Place, ...]:
    batch = tried.problem.batch_of[scene.batch_id]
    number = batch.step(scene.step_code).stand
    if number is None:
        return ()
    held = batch.stands[number].held
    return (held,) if held is not None else batch.stands[number].places


def _with_entries(scene: Scene, choices: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Each place with its earliest lawful start, as far as somebody can judge."""
    tried = scene.tried
    if tried is None or not _planned(scene, tried):
        return choices
    here = Here(tried.problem, scene.zone, int(scene.now.timestamp()))
    problem = tried.problem
    last = problem.now + problem.grid.slots(AHEAD_H)
    lawful = {each.place: each.spans for each in tried.mover.lawful(scene.batch_id, scene.step_code, problem.now, last)}
    firsts = {(p.room, p.station): min(a for a, _ in spans) for p, spans in lawful.items() if p is not None and spans}
    if not any(place is not None for place in lawful):
        return choices
    said = []
    for key, words in choices:
        room, station, _ = f"{key}||".split("|")[:3]
        first = firsts.get((room, station), firsts.get((room, WHOLE_ROOM)))
        # Without the zone it fits into the field; the verdict tells it.
        start = f"none before {moment(here, last, zone=False)}" if first is None else f"from {moment(here, first, zone=False)}"
        said.append((key, f"{words}: {start}"))
    return tuple(said)
