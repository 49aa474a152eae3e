"""Little stories on the shipped plant, for tests of the store."""

from __future__ import annotations

from datetime import timedelta

from console.domain.batch import Placement
from console.domain.commands import AddNote, OrderBatch, PlaceHold
from console.domain.facility import Role
from console.service.change import Change
from console.service.dispatcher import Dispatcher
from tests.store.place import START, done


def someone(run: Dispatcher, role: Role) -> str:
    """The id of a person in this role."""
    return min(person.id for person in run.floor.people.values() if role in person.roles)


def order(run: Dispatcher, batch: str, recipe: str = "LVV-SUSP-50L-v1") -> Change:
    """Order a batch and give its first three steps places in the first room."""
    found = run.floor.recipes[recipe]
    facility = run.floor.facility
    assert facility is not None
    room = facility.rooms[0].id
    placements = {
        step.code: Placement(room, START + timedelta(hours=4 * n), START + timedelta(hours=4 * n + 3))
        for n, step in enumerate(found.steps[:3])
    }
    product = next((p.id for p in facility.products if f"{p.recipe}-v1" == recipe or p.recipe == recipe), "")
    supervisor = someone(run, Role.SUPERVISOR)
    return done(run.submit(OrderBatch(by=supervisor, batch=batch, recipe=recipe, product=product, placements=placements)))


def note(run: Dispatcher, batch: str, text: str) -> Change:
    """Leave a remark on a batch."""
    return done(run.submit(AddNote(by=someone(run, Role.SUPERVISOR), batch=batch, text=text)))


def hold(run: Dispatcher, batch: str, reason: str) -> Change:
    """Put a batch on hold."""
    return done(run.submit(PlaceHold(by=someone(run, Role.QA), batch=batch, hold=f"H-{batch}", reason=reason)))
