"""Promoting a forecast model: by QA, with a reason, of what was looked at; and nothing else on the floor moves."""

from __future__ import annotations

import ast
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

import console.domain.decide as decided
from console.domain import commands as c
from console.domain import events as e
from console.domain.codec import floor_from_plain, floor_plain
from console.domain.commands.command import Command
from console.domain.decide import decide
from console.domain.model import ForecastModel, LearnedCases, LearnedRecipe, LearnedSpan, PromotedModel
from tests.domain.anything import commands
from tests.domain.builders import MINUTE, QA, START, House, ordered
from tests.domain.decide.case import Case, holds

SPAN = LearnedSpan(Decimal(6), Decimal("1.25"), Decimal("0.3"), Decimal("0.1"), Decimal("0.04"))
MODEL = ForecastModel(
    "FM-1",
    {"CART-7D": LearnedRecipe("patient", 6, {"ENRICH": SPAN}, {"ENRICH": SPAN}, {"lost": LearnedCases(0, 6)})},
)


def of(span: LearnedSpan, version: str = "FM-1") -> ForecastModel:
    return ForecastModel(version, {"CART-7D": LearnedRecipe("patient", 6, {"ENRICH": span})})


def promote(model: ForecastModel = MODEL, reason: str = "quarterly review", digest: str = "") -> c.PromoteForecastModel:
    return c.PromoteForecastModel(by=QA, model=model, digest=digest or model.digest, reason=reason)


def promoted() -> House:
    house = ordered()
    house.ask(promote())
    return house


def good(_: House) -> Command:
    return promote()


CASES = [
    Case("model-empty", ordered, lambda h: promote(ForecastModel("FM-1")), good),
    Case("model-empty", ordered, lambda h: promote(ForecastModel("FM-1", {"CART-7D": LearnedRecipe("patient", 3)})), good),
    Case("model-figures", ordered, lambda h: promote(of(replace(SPAN, n=Decimal(0)))), good),
    Case("model-figures", ordered, lambda h: promote(of(replace(SPAN, squares=Decimal("-0.1")))), good),
    Case("model-figures", ordered, lambda h: promote(of(replace(SPAN, variance=Decimal(0)))), good),
    Case("model-figures", ordered, lambda h: promote(of(replace(SPAN, mean=Decimal("1E+20")))), good),
    Case("model-figures", ordered, lambda h: promote(replace(MODEL, shared=Decimal(1))), good),
    Case("model-digest", ordered, lambda h: promote(digest="0" * 64), good),
    Case("model-version", ordered, lambda h: promote(replace(MODEL, version=" ")), good),
    Case("model-version", promoted, good, lambda h: promote(replace(MODEL, version="FM-2"))),
    Case("reason", ordered, lambda h: promote(reason=" "), good),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case) -> None:
    holds(case)


def test_the_floor_holds_the_model_as_signed_and_a_snapshot_carries_it() -> None:
    house = promoted()
    assert house.floor.model == PromotedModel(MODEL, MODEL.digest, QA, house.now, "quarterly review")
    assert floor_from_plain(floor_plain(house.floor)) == house.floor
    house.ask(promote(replace(MODEL, version="FM-2"), "after the move"))
    assert house.floor.model.model.version == "FM-2"


def test_the_digest_is_of_the_lessons_and_not_of_their_name() -> None:
    assert replace(MODEL, version="FM-9").digest == MODEL.digest
    other = LearnedRecipe("patient", 6, {"ENRICH": replace(SPAN, mean=Decimal("1.26"))})
    assert replace(MODEL, recipes={"CART-7D": other}).digest != MODEL.digest
    assert MODEL.batches == 6


@settings(max_examples=60)
@given(command=commands())
def test_what_is_decided_never_depends_on_the_model(command: Command) -> None:
    """Forecast and plan never feed a gate: with another model in use, every command has the same answer."""
    if isinstance(command, c.PromoteForecastModel):
        return
    with_model = promoted()
    without = replace(with_model.floor, model=None)
    assert decide(with_model.floor, command, START + 99 * MINUTE) == decide(without, command, START + 99 * MINUTE)


def test_no_rule_but_that_of_promotion_reads_the_model_and_none_imports_the_forecast() -> None:
    reads: set[tuple[str, str]] = set()
    imports: set[str] = set()
    for path in Path(decided.__file__).parents[1].rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("console.forecast", "console.planning")):
                imports.add(path.name)
            if isinstance(node, ast.Attribute) and node.attr == "model" and getattr(node.value, "id", "") == "floor":
                reads.add((path.parent.name, path.name))
    assert not imports
    assert reads == {("decide", "model.py")}


def test_promotion_changes_nothing_but_the_model() -> None:
    before, after = ordered().floor, promoted().floor
    changed = {f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name)}
    assert changed == {"model", "entries"}
    assert isinstance(decide(before, promote(), START + MINUTE), list)
    assert e.ForecastModelPromoted(by=QA, at=START, model=MODEL, digest=MODEL.digest).v == 1
