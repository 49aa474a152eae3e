"""People as they are found: who they are, whether they are here, and what they have on now."""

from __future__ import annotations

from console.domain.batch import StepState
from console.domain.facility import Person
from console.view.search.seen import Seen
from console.view.search.things import Kind, Thing, Where, thing


def person_thing(seen: Seen, person: Person) -> Thing:
    """Somebody: roles, whether on duty, and whether responsible for the shift."""
    floor = seen.floor
    since = floor.on_duty.get(person.id)
    told = [
        person.name,
        ", ".join(role.value.replace("_", " ") for role in person.roles),
        f"on duty since {seen.at(since)}" if since else "not on duty",
        "has duty" if floor.responsible == person.id else "",
        "" if person.active else "no longer here",
    ]
    line = " · ".join(part for part in told if part)
    return thing(Kind.PERSON, person.id, line, Where(look=True, about=f"user:{person.id}"))


def on_now(seen: Seen, user: str) -> list[Thing]:
    """What somebody has on: steps that run under their hands, and what they own."""
    found = []
    for batch in seen.floor.batches.values():
        for step in batch.steps.values():
            if step.state is StepState.RUNNING and user in step.hands:
                since = f" since {seen.at(step.started_at)}" if step.started_at else ""
                words = f"{seen.step_title(batch, step.code)} runs in {step.lane}{since}"
                found.append(thing(Kind.BATCH, batch.id, words, Where("batch", batch.id, step.code)))
    for own in seen.floor.owners.values():
        kind, _, name = own.subject.partition(":")
        if own.owner == user:
            due = f", due {seen.at(own.due)}" if own.due else ""
            batch_id = name if kind == "batch" else _first_batch(seen, name)
            found.append(thing(Kind.BATCH, name, f"owns: {own.what or 'what is open'}{due}", Where("batch", batch_id), word=kind))
    for deviation in seen.floor.deviations.values():
        if deviation.by == user and deviation.closed_at is None:
            where = Where("batch", deviation.batches[0]) if deviation.batches else Where("board")
            found.append(thing(Kind.DEVIATION, deviation.id, f"opened it: {deviation.title}", where))
    return found


def _first_batch(seen: Seen, deviation: str) -> str:
    found = seen.floor.deviations.get(deviation)
    return found.batches[0] if found and found.batches else ""
