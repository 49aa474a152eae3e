"""What a supervisor's own workbook can teach: rows with both times that name one step, or one plain chain of steps."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from console.domain.batch import Batch, ReportedRow
from console.domain.recipe import Recipe

Spans = list[tuple[tuple[str, str], float, float, datetime]]


def reported_spans(recipe: Recipe, batch: Batch) -> tuple[Spans, bool]:
    """The spans of a reported batch ((recipe name, step), hours, weight, end), and whether its release is among them.

    A row over several steps counts only where each follows the one before and none waits for a clock; its hours are shared
    out by what the recipe says is usual, and each share counts for one part of a sighting. Steps that are a signature, a
    panel of tests or a courier's way teach nothing here: the row does not say what they waited for, or whither they went.
    """
    spans: Spans = []
    for row in batch.rows:
        times = _actual(row)
        if times is None or not row.codes or not all(_plain(recipe, code) for code in row.codes):
            continue
        if len(row.codes) > 1 and not _chain(recipe, row.codes):
            continue
        usual = [max(recipe.by_code[code].law.typical_h, 1e-3) for code in row.codes]
        total = (times[1] - times[0]).total_seconds() / 3600
        for code, part in zip(row.codes, usual, strict=True):
            spans.append(((recipe.name, code), total * part / sum(usual), 1.0 / len(row.codes), times[1]))
    return spans, any(_actual(row) is not None and recipe.release_step in row.codes for row in batch.rows)


def _actual(row: ReportedRow) -> tuple[datetime, datetime] | None:
    if row.started_at is None or row.finished_at is None:
        return None
    return row.started_at, row.finished_at


def _plain(recipe: Recipe, code: str) -> bool:
    told = recipe.by_code.get(code)
    return told is not None and code != recipe.release_step and told.lane.value not in ("courier", "qc")


def _chain(recipe: Recipe, codes: tuple[str, ...]) -> bool:
    for before, code in pairwise(codes):
        told = recipe.by_code[code]
        if told.clock is not None or told.after != (before,):
            return False
    return True
