"""Milestones and the latest safe start of the harvest stand on the board where their steps lie."""

from __future__ import annotations

from dataclasses import replace

from console.planning.answers.milestones import HARVEST, gates_of, harvest_of
from console.view.board.columns import Kind, State
from console.view.board.marks import MarkKind
from console.view.board.story import MARK_WORDS, mark_text
from tests.view.board.test_from_floor import HOUR, NOW, bars_of, lived, made


def test_every_kind_of_flag_has_its_words() -> None:
    assert set(MARK_WORDS) == set(MarkKind)


def test_every_milestone_of_a_live_batch_stands_at_the_end_of_its_last_step() -> None:
    floor, outlook = lived()
    picture, seen = made(floor, outlook).picture, 0
    for batch in floor.batches.values():
        recipe = floor.recipe_of(batch)
        if recipe is None or not batch.live:
            continue
        bars = [picture.bars.bar(i) for i in bars_of(picture, batch.id)]
        mine = [bar for bar in bars if picture.lane_of(bar.track).key not in floor.instruments]
        moments = {bar.step: bar for bar in mine if bar.kind is Kind.MILESTONE}
        for name, codes in gates_of(recipe):
            steps = [bar for bar in mine if bar.step in codes and bar.kind in (Kind.WORK, Kind.EXTERNAL)]
            if {bar.step for bar in steps} == set(codes):
                assert moments[name].start == max(bar.end for bar in steps)
                done = all(bar.state is State.DONE for bar in steps)
                assert (moments[name].state is State.DONE) == done
                seen += name == HARVEST
    assert seen > 3


def test_the_latest_safe_start_stands_on_the_line_of_the_harvest_and_says_what_it_is() -> None:
    floor, outlook = lived()
    picture = made(floor, outlook).picture
    marks = {mark.batch: mark for mark in picture.marks.rows if mark.kind is MarkKind.SAFE}
    told = {batch for batch, forecast in outlook.forecasts.items() if forecast.harvest_by is not None}
    assert told and set(marks) == told
    for batch, mark in marks.items():
        by = outlook.forecasts[batch].harvest_by
        assert by is not None and mark.at == int(by.timestamp())
        harvest = picture.bars.bar(picture.bars.find(batch, harvest_of(floor.recipe_of(floor.batches[batch]))) or 0)
        assert mark.track == harvest.track
        words = mark_text(picture, mark, int(NOW.timestamp()))
        assert words.startswith("Latest safe start") and batch in words


def test_without_an_outlook_or_once_harvested_there_is_none() -> None:
    floor, outlook = lived()
    kinds = {mark.kind for mark in made(floor).picture.marks.rows}
    assert MarkKind.SAFE not in kinds and MarkKind.PROMISE in kinds
    batch, forecast = next((b, f) for b, f in outlook.forecasts.items() if f.harvest_by is not None)
    later = replace(outlook, forecasts={**outlook.forecasts, batch: replace(forecast, harvest_by=NOW + 40 * HOUR)})
    moved = {m.batch: m.at for m in made(floor, later).picture.marks.rows if m.kind is MarkKind.SAFE}
    assert moved[batch] == int((NOW + 40 * HOUR).timestamp())
