"""The bars of one batch: its steps as they went and as they are expected, the instrument it keeps, its tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from console.domain.batch import Batch, Placement, ReportedRow, Step, StepState
from console.domain.facility import LaneKind
from console.domain.floor import Floor
from console.domain.quality import Test, TestState
from console.domain.recipe import Recipe, RecipeKind, RecipeStep, is_changeover, is_clearance
from console.forecast.outlook import Forecast
from console.planning.answers.milestones import gates_of, title_of
from console.view.board.columns import Bar, Flag, Kind, State

STATES = {StepState.PLANNED: State.PLANNED, StepState.RUNNING: State.RUNNING, StepState.DONE: State.DONE}
INSET_RATIO = 3
"""A step lies within another one when that lasts at least so many times as long: a feed within an expansion."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A bar whose lane and station are named but which has no track yet."""

    lane: str
    station: str
    bar: Bar


def test_lane(code: str) -> str:
    """The key of the lane of one release test."""
    return f"test:{code}"


def drafts_of(floor: Floor, batch: Batch, forecast: Forecast | None) -> tuple[Draft, ...]:
    """Every bar of a batch; what was only reported is drawn as such, and a step skipped is not drawn."""
    if batch.reported:
        return tuple(_reported(batch))
    recipe = floor.recipe_of(batch)
    if recipe is None:
        return ()
    steps = [d for code, step in batch.steps.items() if (d := _step(floor, batch, recipe, code, step, forecast))]
    others = (*_instruments(batch, recipe, forecast), *_tests(batch, recipe), *_milestones(batch, recipe, steps))
    drafts = (*_inset(steps), *others)
    return drafts if batch.live else tuple(_ended(batch, drafts))


def _ended(batch: Batch, drafts: tuple[Draft, ...]) -> Iterator[Draft]:
    """Of a batch that has ended nothing is planned or runs any more; what ran stopped when it ended."""
    stop = _s(batch.status_at) if batch.status_at else 0
    for draft in drafts:
        bar = draft.bar
        if bar.state is State.RUNNING and bar.kind is not Kind.TEST:
            end = max(bar.start + 1, min(bar.end, stop)) if stop else bar.end
            yield replace(draft, bar=replace(bar, state=State.DONE, end=end))
        elif bar.state is not State.PLANNED:
            yield draft


def span_of(step: Step, told: RecipeStep | None, forecast: Forecast | None) -> tuple[datetime, datetime] | None:
    """From when to when a step lasted, lasts or is expected to; None when nobody knows or it was skipped."""
    expected = forecast.steps.get(step.code) if forecast else None
    plan = step.placement
    if step.state is StepState.SKIPPED:
        return None
    if step.started_at is None:
        return expected or ((plan.start, plan.end) if plan else None)
    if step.finished_at is not None:
        return step.started_at, step.finished_at
    if expected is not None:
        return step.started_at, expected[1]
    usual = plan.end - plan.start if plan else timedelta(hours=told.law.typical_h if told else 1.0)
    return step.started_at, step.started_at + usual


def _step(
    floor: Floor, batch: Batch, recipe: Recipe, code: str, step: Step, forecast: Forecast | None
) -> Draft | None:
    told, span = recipe.by_code.get(code), span_of(step, recipe.by_code.get(code), forecast)
    if told is None or span is None:
        return None
    lane, station = _place(floor, step, told)
    bar = Bar(
        0, _s(span[0]), _s(span[1]), batch.id, code, f"{batch.id} {told.title}",
        kind=_kind(recipe, told), state=STATES[step.state],
    )  # fmt: skip
    bar = _with_baseline(bar, step.baseline)
    return Draft(lane, station, _with_spread(bar, recipe, forecast))


def _place(floor: Floor, step: Step, told: RecipeStep) -> tuple[str, str]:
    if step.lane:
        return step.lane, step.station
    if step.placement is not None:
        return step.placement.lane, step.placement.station
    desk = floor.facility.desk(told.lane) if floor.facility else None
    return (desk.id if desk else told.lane.value), ""


def _kind(recipe: Recipe, told: RecipeStep) -> Kind:
    if recipe.kind is RecipeKind.BLOCK:
        return Kind.BLOCK
    if is_changeover(told.code) or is_clearance(told.code):
        return Kind.CHANGEOVER
    return Kind.EXTERNAL if told.lane in (LaneKind.CLINIC, LaneKind.COURIER) else Kind.WORK


def _with_baseline(bar: Bar, first: Placement | None) -> Bar:
    return bar if first is None else replace(bar, base_start=_s(first.start), base_end=_s(first.end))


def _with_spread(bar: Bar, recipe: Recipe, forecast: Forecast | None) -> Bar:
    """The whisker stands where a spread is forecast: at the release, and at the end of the promise."""
    if forecast is None or bar.state is State.DONE:
        return bar
    spread = forecast.release if bar.step == recipe.release_step else None
    if bar.step == forecast.promise_to and forecast.end is not None:
        spread = forecast.end
    return bar if spread is None else replace(bar, p10=_s(spread.p10), p90=_s(spread.p90))


def _instruments(batch: Batch, recipe: Recipe, forecast: Forecast | None) -> Iterator[Draft]:
    for code, step in batch.steps.items():
        told = recipe.by_code.get(code)
        instrument = step.instrument or (step.placement.instrument if step.placement else "")
        begun = span_of(step, told, forecast)
        if told is None or not told.instrument or not instrument or begun is None:
            continue
        last = batch.steps.get(told.until) if told.until else step
        ended = span_of(last, recipe.by_code.get(last.code), forecast) if last else None
        state = State.PLANNED if step.started_at is None else State.DONE if last and last.over else State.RUNNING
        end = max(begun[1], ended[1]) if ended else begun[1]
        label = f"{batch.id} on {instrument}"
        yield Draft(instrument, "", Bar(0, _s(begun[0]), _s(end), batch.id, code, label, state=state))


def _tests(batch: Batch, recipe: Recipe) -> Iterator[Draft]:
    for test in batch.tests.values():
        spec = recipe.test(test.code)
        usual = timedelta(hours=spec.law.typical_h if spec else 1.0)
        over = test.entered_at is not None
        end = test.entered_at or test.started_at + usual
        title = spec.title if spec else test.code
        note = _verdict(test)
        yield Draft(test_lane(test.code), "", Bar(
            0, _s(test.started_at), _s(end), batch.id, test.code, f"{batch.id} {title}", note,
            kind=Kind.TEST, state=State.DONE if over else State.RUNNING,
        ))  # fmt: skip


def _verdict(test: Test) -> str:
    if test.state is TestState.OOS:
        return "out of specification"
    if test.state is TestState.INVALID:
        return "invalid"
    return f"attempt {test.attempt}" if test.attempt > 1 else ""


def _milestones(batch: Batch, recipe: Recipe, steps: list[Draft]) -> Iterator[Draft]:
    spans = {draft.bar.step: draft for draft in steps}
    for name, codes in gates_of(recipe):
        told = [spans[code] for code in codes if code in spans]
        if told and len(told) == len(codes):
            last = max(told, key=lambda draft: draft.bar.end)
            done = all(draft.bar.state is State.DONE for draft in told)
            label = f"{batch.id} {title_of(name).lower()}"
            yield Draft(last.lane, last.station, Bar(
                0, last.bar.end, last.bar.end, batch.id, name, label, kind=Kind.MILESTONE,
                state=State.DONE if done else State.PLANNED,
            ))  # fmt: skip


def _inset(drafts: list[Draft]) -> list[Draft]:
    """Short steps within a long one of the same batch and place are set into it."""
    return [
        replace(d, bar=replace(d.bar, flags=d.bar.flags | Flag.INSET)) if any(_holds(o, d) for o in drafts) else d
        for d in drafts
    ]


def _holds(outer: Draft, inner: Draft) -> bool:
    a, b = outer.bar, inner.bar
    same = outer.lane == inner.lane and outer.station == inner.station
    longer = a.end - a.start >= INSET_RATIO * (b.end - b.start)
    return same and longer and a.start <= b.start < a.end and b.step != a.step


def _reported(batch: Batch) -> Iterator[Draft]:
    for row in batch.rows:
        start, end = row.started_at or row.planned_start, row.finished_at or row.planned_end
        if start is not None and end is not None and end > start and row.lane:
            yield Draft(row.lane, "", Bar(
                0, _s(start), _s(end), batch.id, row.codes[0] if row.codes else row.label,
                f"{batch.id} {row.label}", _reported_note(row), state=State.REPORTED,
            ))  # fmt: skip


def _reported_note(row: ReportedRow) -> str:
    return f"as reported, row {row.row}"


def _s(at: datetime) -> int:
    return int(at.timestamp())
