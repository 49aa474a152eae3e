"""Imported history relived: the rows of a workbook become what would have been recorded then, and nothing from later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from console.domain import events as e
from console.domain.batch import ReportedRow, StepState
from console.domain.evolve import evolve
from console.domain.floor import Floor
from console.forecast.backtest.imported import relived
from console.forecast.backtest.site import Walked, walk
from console.forecast.backtest.site_figures import card_of_walk, figures_of
from tests.forecast.truth import CART, HOUR, MONDAY, Life, ordered, site, zones

DAY = 24 * HOUR
TOLD = ("RECEIPT_COI", "LINE_CLEARANCE", "ENRICH", "ACTIVATE_LOAD", "HARVEST_WASH", "FORMULATE_FILL", "QC_RELEASE", "RECORD_REVIEW")
"""A workbook of few words: it names no culture, no sampling, no decision."""


def rows_of(n: int, codes: tuple[str, ...] = (*TOLD, "DISPOSITION")) -> tuple[ReportedRow, ...]:
    """One batch lived by the recipe's laws, as a supervisor would have written it down."""
    floor = ordered(site(), f"R{n}", MONDAY + 2 * n * DAY)
    life = Life(floor, f"R{n}", np.random.default_rng(n)).lived()
    rows = []
    for k, code in enumerate(codes):
        place = floor.batches[f"R{n}"].steps[code].placement
        assert place is not None
        start, end = life.starts[code], life.ends[code]
        rows.append(ReportedRow(k, code, (code,), place.lane, place.start, place.end, start, end))
    return tuple(rows)


def reported(floor: Floor, n: int, rows: tuple[ReportedRow, ...]) -> Floor:
    told = e.BatchReported(by="s", at=MONDAY + 90 * DAY, batch=f"R{n}", recipe=CART, rows=rows, sha256="0" * 64)
    return evolve(floor, told)


def workbook(batches: int = 3) -> Floor:
    floor = site()
    for n in range(batches):
        floor = reported(floor, n, rows_of(n))
    return floor


def judged(floor: Floor) -> Walked:
    *_, last = walk(relived(floor), zones, None, 20)
    assert isinstance(last, Walked)
    return last


def test_each_step_a_workbook_tells_is_begun_and_ended_as_told():
    held = list(relived(workbook(1)))
    assert [at for at, _ in held] == sorted(at for at, _ in held)
    last = held[-1][1].left["R0"]
    for row in rows_of(0):
        [code] = row.codes
        step = last.steps[code]
        assert step.placement is not None and step.placement.start == row.planned_start
        assert (step.finished_at, step.state) == (row.finished_at, StepState.DONE)
        assert step.started_at == row.started_at
    assert last.released_at == rows_of(0)[-1].finished_at
    assert set(last.steps) == {*TOLD, "DISPOSITION"}, "steps the workbook never speaks of are not waited for"


def test_what_the_recipe_waits_for_through_steps_left_out_it_still_waits_for():
    recipe = list(relived(workbook(1)))[-1][1].recipes[CART]
    assert set(recipe.by_code["HARVEST_WASH"].after) == {"ACTIVATE_LOAD"}
    assert set(recipe.by_code["DISPOSITION"].after) == {"FORMULATE_FILL", "QC_RELEASE", "RECORD_REVIEW"}
    assert recipe.gating == () and all({lag.from_step, lag.to_step} <= set(recipe.by_code) for lag in recipe.lags)


def test_its_forecasts_are_judged_like_any_others():
    found = judged(workbook())
    figures = figures_of(found)
    assert figures.n_cases_scored == 3
    assert figures.n_predictions == sum(one.stood.release[4] <= found.until for one in found.made) > 25
    assert figures.mae_days is not None and figures.mae_days < 0.5
    assert card_of_walk(found).by_step[0].n == 3


@pytest.mark.parametrize("later", ["nothing", "a slow month"])
def test_no_row_changes_a_forecast_made_before_it(later):
    """The last batch's rows from a certain day on are taken away, or come a month later."""
    cut = MONDAY + 8 * DAY
    truth = [one.stood for one in judged(workbook()).made if one.stood.made_at < cut]
    floor = workbook(2)
    rows = tuple(_changed(row, cut, later) for row in rows_of(2))
    floor = reported(floor, 2, rows)
    found = [one.stood for one in judged(floor).made if one.stood.made_at < cut]
    assert found == truth and len(truth) > 10


def _changed(row: ReportedRow, cut: datetime, later: str) -> ReportedRow:
    def moved(at: datetime | None) -> datetime | None:
        return at if at is None or at < cut else None if later == "nothing" else at + 30 * DAY

    return replace(row, started_at=moved(row.started_at), finished_at=moved(row.finished_at))


def test_a_step_one_batch_does_not_tell_is_passed_over_when_the_next_began():
    floor = reported(workbook(1), 1, tuple(row for row in rows_of(1) if row.codes != ("ENRICH",)))
    began = {row.codes[0]: row.started_at for row in rows_of(1)}
    for at, then in relived(floor):
        step = (then.batches.get("R1") or then.left["R1"]).steps["ENRICH"] if "R1" in {**then.batches, **then.left} else None
        if step is not None:
            assert step.state is (StepState.SKIPPED if at >= (began["ACTIVATE_LOAD"] or at) else StepState.PLANNED)


def test_a_row_over_several_steps_is_shared_out_by_what_is_usual():
    first, *rest = rows_of(0)
    enrich = next(row for row in rest if row.codes == ("ENRICH",))
    load = next(row for row in rest if row.codes == ("ACTIVATE_LOAD",))
    both = replace(enrich, codes=("ENRICH", "ACTIVATE_LOAD"), finished_at=load.finished_at)
    rows = (first, *(both if row is enrich else row for row in rest if row is not load))
    last = list(relived(reported(site(), 0, rows)))[-1][1].left["R0"]
    usual = [site().recipes[CART].by_code[code].law.typical_h for code in both.codes]
    start, between, end = (
        last.steps["ENRICH"].started_at,
        last.steps["ENRICH"].finished_at,
        last.steps["ACTIVATE_LOAD"].finished_at,
    )
    assert start is not None and between is not None and end is not None
    assert (start, end) == (enrich.started_at, load.finished_at) and between == last.steps["ACTIVATE_LOAD"].started_at
    assert (between - start) / (end - start) == pytest.approx(usual[0] / sum(usual))


@pytest.mark.parametrize(
    "rows",
    [
        (),
        rows_of(0, TOLD),  # its release is never told
        tuple(replace(row, started_at=None, finished_at=None) for row in rows_of(0)),
        tuple(replace(row, codes=()) for row in rows_of(0)),
        tuple(replace(row, started_at=row.finished_at, finished_at=row.started_at) for row in rows_of(0)),
    ],
    ids=["no rows", "no release", "no times", "no steps", "ends before it begins"],
)
def test_rows_that_tell_too_little_end_in_not_enough_data(rows):
    found = judged(reported(site(), 0, rows))
    assert figures_of(found).n_predictions == 0
    assert card_of_walk(found).verdict == "Unproven: 0 releases judged by backtest of the journal, 20 needed."


def test_what_was_lived_here_is_not_relived():
    floor = ordered(workbook(1), "B", MONDAY)
    assert all("B" not in then.batches for _, then in relived(floor)) and not list(relived(ordered(site(), "B", MONDAY)))
