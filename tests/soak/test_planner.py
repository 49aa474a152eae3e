"""Long campaigns against the planner; each writes its figures, with seed and count, into docs/validation/planner.json."""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from console.planning.build import build
from console.planning.check import check
from console.planning.insert import earliest
from console.planning.lawful import lawful
from console.planning.problem import cost
from console.planning.repair import repair
from tests.planning.brute import earliest_completion, lawful_starts
from tests.planning.facilities import facility, small
from tests.planning.test_insert import filled
from tests.planning.troubles import KINDS, troubled

FIGURES = Path(__file__).parents[2] / "docs" / "validation" / "planner.json"
SEED = 20261125

pytestmark = pytest.mark.timeout(7200)


def keep(name: str, figures: dict[str, int | str]) -> None:
    """Put a campaign's figures in the place of its last ones."""
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    kept[name] = {**figures, "seed": SEED, "machine": machine}
    FIGURES.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"\n{name}: {kept[name]}")


def test_tiny_facilities_against_brute_force():
    chance, differ, batches, bars = Random(SEED), 0, 0, 0
    for _ in range(150):
        problem = small(chance.randrange(10**8))
        for batch in problem.batches:
            table = filled(problem, batch.id)
            others = table.plan()
            booking = earliest(table, batch.id)
            wanted = earliest_completion(problem, others, batch.id)
            if booking is None:
                differ += wanted is not None
            else:
                table.add(booking)
                differ += table.plan().completion(batch) != wanted
                table.remove(batch.id)
            batches += 1
            for step in batch.steps:
                shown = {o.place: {at for a, b in o.spans for at in range(a, b)} for o in lawful(table, batch.id, step.code)}
                differ += shown != lawful_starts(problem, others, batch.id, step.code)
                bars += 1
    keep("earliest placement and lawful starts against brute force", {"batches": batches, "bars": bars, "different": differ})
    assert differ == 0


def test_a_thousand_troubles_are_mended_lawfully_or_said():
    chance = Random(SEED)
    unlawful = honest = moved_facts = moves = dearer = 0
    trials = 1000
    plans = {seed: (problem := facility(60, 12, seed), build(problem, ("due",)).plan) for seed in range(1, 6)}
    for n in range(trials):
        problem, plan = plans[1 + n % 5]
        later = troubled(problem, plan, KINDS[n % len(KINDS)], chance)
        mended = repair(later, plan)
        lost = {one.batch for one in mended.unresolved}
        rest = replace(later, batches=tuple(b for b in later.batches if b.id not in lost))
        unlawful += check(rest, mended.plan) != ()
        honest += bool(lost)
        moves += len(mended.moved)
        facts = ((b.id, s.code, s.fact.start) for b in rest.batches for s in b.steps if s.fact is not None)
        moved_facts += any(mended.plan.starts[name, code] != start for name, code, start in facts)
        dearer += mended.cost_after != cost(rest, mended.plan)
    keep(
        "troubles of 60 batches repaired",
        {"trials": trials, "unlawful": unlawful, "honest no": honest, "facts moved": moved_facts, "moved steps": moves},
    )
    assert (unlawful, moved_facts, dearer) == (0, 0, 0)
