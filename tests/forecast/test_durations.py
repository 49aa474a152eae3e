"""What a site learns from its finished batches, and what it must not learn."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from console.domain import events as e
from console.domain.batch import ReportedRow, StepState
from console.domain.durations import fixed
from console.domain.floor import Floor
from console.domain.quality import Severity
from console.forecast.durations import Cases, History, learn
from console.service.library import shipped_facility
from tests.forecast.truth import CART, HOUR, MONDAY, Life, after, calm, ordered, site, until

NAME = "CART-7D"


def lived(count: int, factor: float = 1.0, floor: Floor | None = None, last: int | None = None) -> Floor:
    floor = floor or site(calm(shipped_facility()))
    for n in range(count):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR)
        events = Life(floor, f"B-{n}", np.random.default_rng(n), factor).lived().events
        floor = after(floor, events[:last])
    return floor


def test_a_site_that_works_slower_than_the_recipe_is_learned():
    floor = lived(20, factor=1.5)
    history, recipe = learn(floor), floor.recipes[CART]
    slow = history.step(recipe, recipe.by_code["ENRICH"], "", None).median
    told = History().step(recipe, recipe.by_code["ENRICH"], "", None).median
    assert slow / told == pytest.approx(1.5, abs=0.06)  # every step strays alike, so the recipe's word is soon worth little
    assert history.n(NAME) == 20 and not history.left_out


def test_running_batches_teach_what_they_have_finished_and_are_no_finished_batches():
    history = learn(lived(3, last=20))
    assert history.took[NAME, "ENRICH"].n == 3 and history.n(NAME) == 0
    assert (NAME, "lost") not in history.cases


def test_a_batch_that_left_the_floor_still_teaches():
    floor = lived(4)
    gone = after(floor, [e.BatchLeft(by="c", at=MONDAY + 900 * HOUR, batch=f"B-{n}") for n in range(4)])
    assert not gone.batches and learn(gone) == learn(floor)


def test_the_order_of_batches_teaches_the_same():
    floor = lived(6)
    turned = replace(floor, batches=dict(reversed(list(floor.batches.items()))))
    one, other = learn(floor), learn(turned)
    for key, tally in one.took.items():
        assert (tally.n, tally.mean, tally.squares) == pytest.approx(
            (other.took[key].n, other.took[key].mean, other.took[key].squares), abs=1e-9
        )


def test_impossible_spans_are_left_out_and_counted():
    floor = lived(1)
    batch = floor.batches["B-0"]
    steps = dict(batch.steps)
    for code in ("ENRICH", "EXPAND"):
        wrong = steps[code].started_at
        assert wrong is not None
        steps[code] = replace(steps[code], finished_at=wrong - 3 * HOUR)
    odd = replace(floor, batches={"B-0": replace(batch, steps=steps)})
    history = learn(odd)
    assert [(odd.batch, odd.what, odd.why) for odd in history.left_out[:2]] == [
        ("B-0", "ENRICH", "ends before it begins"),
        ("B-0", "EXPAND", "ends before it begins"),
    ]
    assert (NAME, "ENRICH") not in history.took


def test_batches_all_alike_give_a_narrow_law_and_no_error():
    floor = site(calm(shipped_facility()))
    recipe = floor.recipes[CART]
    seen = History(took={(NAME, "ENRICH"): learn(lived(1)).took[NAME, "ENRICH"]})
    assert 0 < seen.step(recipe, recipe.by_code["ENRICH"], "", None).scale < 0.3


def test_a_planned_start_is_no_wait():
    """Harvest waits for 03:00 of D7 by plan: what is learned is how late people are, not the night."""
    history = learn(lived(8))
    assert np.exp(history.waited[NAME, "HARVEST_WASH"].mean) - 0.1 < 0.5


def test_a_courier_learns_each_clinics_way():
    floor = site(calm(shipped_facility()))
    for n, clinic in enumerate(("NORTHQUAY", "LAKEMONT") * 4):
        floor = ordered(floor, f"B-{n}", MONDAY + n * 24 * HOUR, clinic=clinic)
        floor = after(floor, Life(floor, f"B-{n}", np.random.default_rng(n)).lived().events)
    history, recipe = learn(floor), floor.recipes[CART]
    way = recipe.by_code["COURIER_OUT"]
    travel = {c.id: c.travel for c in floor.facility.clinics} if floor.facility else {}
    near = history.step(recipe, way, "NORTHQUAY", travel["NORTHQUAY"]).median
    assert history.step(recipe, way, "LAKEMONT", travel["LAKEMONT"]).median > near + 0.3


def test_a_deviation_that_kept_the_release_is_not_taken_for_slow_qa():
    floor = lived(1)
    batch = floor.batches["B-0"]
    held = MONDAY + 400 * HOUR
    assert batch.released_at is not None
    signed = replace(batch.steps["DISPOSITION"], finished_at=held)
    late = replace(batch, released_at=held, steps={**batch.steps, "DISPOSITION": signed})
    told = [
        e.DeviationOpened(by="o", at=MONDAY + 20 * HOUR, deviation="DV-1", title="t", severity=Severity.MAJOR, batches=("B-0",)),
        e.DeviationClosed(by="q", at=held - HOUR / 2, deviation="DV-1"),
    ]
    floor = after(replace(floor, batches={"B-0": late}), told)
    assert np.exp(learn(floor).took[NAME, "DISPOSITION"].mean) == pytest.approx(0.5, abs=0.01)


def test_chances_start_at_what_the_plant_states_and_move_with_what_is_seen():
    assert Cases().chance(0.04) == pytest.approx(0.04)
    assert Cases(10, 100).chance(0.04) == pytest.approx(11.6 / 140)
    assert 0 < Cases(0, 500).chance(0.04) < 0.01


def test_a_lost_batch_is_counted_among_the_cases():
    floor = lived(4)
    floor = ordered(floor, "B-X", MONDAY)
    floor = after(floor, until(Life(floor, "B-X", np.random.default_rng(5)).lived().events, MONDAY + 40 * HOUR))
    floor = after(floor, [e.BatchTerminated(by="q", at=MONDAY + 41 * HOUR, batch="B-X", reason="r")])
    history = learn(floor)
    assert history.cases[NAME, "lost"] == Cases(1, 5) and history.n(NAME) == 4


def _reported(*rows: ReportedRow) -> Floor:
    told = e.BatchReported(by="p", at=MONDAY, batch="W-1", recipe=CART, sha256="0" * 64, rows=rows)
    return after(site(), [told])


def test_reported_rows_teach_durations_and_chains_share_theirs():
    floor = _reported(
        ReportedRow(2, "Enrich", ("ENRICH",), started_at=MONDAY, finished_at=MONDAY + 4 * HOUR),
        ReportedRow(3, "Harvest & fill", ("HARVEST_WASH", "FORMULATE_FILL"), started_at=MONDAY, finished_at=MONDAY + 3 * HOUR),
        ReportedRow(4, "Release", ("DISPOSITION",), started_at=MONDAY, finished_at=MONDAY + HOUR),
    )
    history = learn(floor)
    assert np.exp(history.took[NAME, "ENRICH"].mean) == pytest.approx(4, abs=0.01)
    wash, fill = history.took[NAME, "HARVEST_WASH"], history.took[NAME, "FORMULATE_FILL"]
    assert wash.n == fill.n == 0.5
    assert np.exp(wash.mean) == pytest.approx(2, abs=0.01) and np.exp(fill.mean) == pytest.approx(1, abs=0.01)
    assert history.n(NAME) == 1 and (NAME, "DISPOSITION") not in history.took


@pytest.mark.parametrize(
    "row",
    [
        ReportedRow(2, "no end", ("ENRICH",), started_at=MONDAY),
        ReportedRow(2, "no chain", ("ENRICH", "FORMULATE_FILL"), started_at=MONDAY, finished_at=MONDAY + 9 * HOUR),
        ReportedRow(2, "waits for a clock", ("WASH_FEED", "IPC_SAMPLE_D3"), started_at=MONDAY, finished_at=MONDAY + 9 * HOUR),
        ReportedRow(2, "unknown", ("NO_SUCH",), started_at=MONDAY, finished_at=MONDAY + HOUR),
        ReportedRow(2, "no step", (), started_at=MONDAY, finished_at=MONDAY + HOUR),
        ReportedRow(2, "backwards", ("ENRICH",), started_at=MONDAY, finished_at=MONDAY - HOUR),
    ],
)
def test_reported_rows_that_do_not_say_enough_teach_nothing(row: ReportedRow):
    assert not learn(_reported(row)).took


def test_an_empty_floor_teaches_nothing_and_costs_nothing():
    assert learn(Floor()) == History()
    recipe = site().recipes[CART]
    assert History().invalid(recipe, recipe.gating[3]) == pytest.approx(float(Decimal("0.03")))


def test_a_step_nobody_states_a_wait_for_waits_not_at_all():
    recipe = site().recipes[CART]
    told = replace(recipe.by_code["ENRICH"], wait=fixed("0"))
    assert History().wait(recipe, told, None, "").median == pytest.approx(0, abs=1e-9)


def test_skipped_steps_teach_nothing():
    floor = lived(1)
    batch = floor.batches["B-0"]
    skipped = replace(batch.steps["ENRICH"], state=StepState.SKIPPED, started_at=None)
    floor = replace(floor, batches={"B-0": replace(batch, steps={**batch.steps, "ENRICH": skipped})})
    assert (NAME, "ENRICH") not in learn(floor).took
