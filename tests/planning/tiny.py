"""One room, one station, one crew, and patients whose cells are harvested and formulated there: small enough to see the answer."""

from __future__ import annotations

from datetime import UTC, datetime

from console.planning.problem import Grid, Lag, Place, PlanBatch, PlanStep, Pool, Problem, RoomSpec, Stand

HOUR = 4


def cell(code, hours, **more):
    return PlanStep(code, hours * HOUR, code.title(), **more)


def one_room(*batches, levels=((0, 2),), closed=()):
    """A site of one room with one station and one crew."""
    rooms = (RoomSpec("CR1", "Cell suite 1", ("1",), tuple(closed)),)
    pools = (Pool("OPS", "Operators", levels),)
    return Problem(Grid(datetime(2026, 1, 5, tzinfo=UTC)), 40 * HOUR, rooms, pools=pools, batches=batches)


def patient(name, **more):
    steps = (cell("HARVEST", 2, crew=(("OPS", 2),), stand=0), cell("FORMULATE", 1, crew=(("OPS", 2),), stand=0))
    lags = (Lag("HARVEST", "FORMULATE", 0, 2 * HOUR, title="Harvest to formulation"),)
    stands = (Stand("CR1", (Place("CR1", "1"),), "F"),)
    return PlanBatch(name, steps, lags, stands=stands, due=30 * HOUR, promise_step="FORMULATE", **more)
