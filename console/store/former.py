"""What stood before: the old value beside the new one, from the entries that told it; nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, literal_column, or_, select, tuple_

from console.domain.floor import MaterialState
from console.service.audited import Said
from console.store.sayings import said, value_said
from db.canonical import parse
from db.entry import Entry
from db.tables import entry, entry_entity

Payload = Mapping[str, Any]
Told = dict[tuple[str, str], Any]
"""What an entry settles: (what it speaks of, label) → value."""

MOST = 12
"""Of an entry that settles more things than these no old values are looked for: it is told by its counts."""


def _planned(payload: Payload) -> Told:
    return {(f"batch:{payload['batch']}", step): place for step, place in payload.get("placements", {}).items()}


def _moved(payload: Payload) -> Told:
    return {(f"batch:{payload['batch']}", payload["step"]): payload["placement"]}


def _changed(payload: Payload) -> Told:
    return {(f"batch:{move['batch']}", move["step"]): move["placement"] for move in payload["moves"]}


def _result(payload: Payload) -> Told:
    """A value with the words beside it, or the words alone where nothing was measured."""
    about, value, text = f"test:{payload['test']}", payload.get("value"), payload.get("text", "")
    return {(about, "result"): text if value is None else value, (about, "text"): "" if value is None else text}


def _arrived(payload: Payload) -> Told:
    """What arrives stands in quarantine."""
    return {(f"material:{payload['material']}", "state"): MaterialState.QUARANTINE.value}


def _material(payload: Payload) -> Told:
    return {(f"material:{payload['material']}", "state"): payload["state"]}


def _slot(payload: Payload) -> Told:
    return {(f"appointment:{payload['appointment']}", "slot"): payload["slot_at"]}


def _joined(payload: Payload) -> Told:
    return _standing(payload["person"]["id"], payload["person"])


def _person(payload: Payload) -> Told:
    return _standing(payload["user"], payload)


def _standing(user: str, words: Payload) -> Told:
    about = f"user:{user}"
    return {
        (about, "roles"): words.get("roles", []),
        (about, "qualifications"): words.get("qualifications", []),
        (about, "active"): words.get("active", True),
    }


def _sheet(payload: Payload) -> Told:
    """What was keyed from each line of a sheet; keyed anew, what was keyed before stands beside it."""
    about = f"blank:{payload['blank']}"
    return {(about, f"line {entry['line']}"): _written(entry) for entry in payload["entries"]}


def _written(entry: Payload) -> Any:
    said = {name.replace("_", " "): value for name, value in entry.items() if name not in ("line", "nothing")}
    return said or "nothing done"


_GROUPS: tuple[dict[str, Callable[[Payload], Told]], ...] = (
    {"batch.planned": _planned, "step.moved": _moved, "plan.changed": _changed},
    {"result.entered": _result},
    {"material.received": _arrived, "material.changed": _material},
    {"appointment.made": _slot, "appointment.moved": _slot},
    {"person.added": _joined, "person.changed": _person},
    {"blank.keyed": _sheet},
)
"""The kinds of entry that settle the same things, in a form that tells the value whole."""


_SETTLED = frozenset(
    {
        "active", "entries", "moves", "person", "placement", "placements", "qualifications", "roles", "slot_at", "state", "step",
        "text", "value",
    }
)  # fmt: skip


def old_and_new(connection: Connection, item: Entry) -> tuple[Said, Said]:
    """What the record said before of the things this entry settles, and all that it says of them and beside them."""
    payload = item.payload
    if not isinstance(payload, dict):
        return (), ()
    try:
        if item.type == "step.corrected":
            field = f"{payload['step']} {payload['name']}"
            return value_said(field, payload.get("old", "")), value_said(field, payload.get("new", ""))
        group = next((group for group in _GROUPS if item.type in group), None)
        if group is None:
            return (), said(item.type, payload, item.entities)
        told = group[item.type](payload)
        before = _before(connection, item, told, group) if len(told) <= MOST else {}
    except (KeyError, TypeError, AttributeError):  # an entry of another program's shape is shown as it stands
        return (), said(item.type, payload, item.entities)
    if len(told) > MOST:
        return (), said(item.type, payload, item.entities)
    beside = {name: value for name, value in payload.items() if name not in _SETTLED}
    return _shown(before), _shown(told) + said(item.type, beside, item.entities)


def _shown(told: Told) -> Said:
    """Values under their labels, which name what they speak of when there are several."""
    many = len({about for about, _ in told}) > 1
    found: Said = ()
    for (about, label), value in told.items():
        found += value_said(f"{about.partition(':')[2]} {label}" if many else label, value)
    return found


def _earlier(kinds: Iterable[str]) -> Select[Any]:
    """The entries of these kinds that speak of a thing and stand before a place, the nearest first; made once, it is asked often.

    The plus keeps the index of kinds out of it: a thing has few entries, a kind may have half of the journal.
    """
    kind: ColumnElement[str] = literal_column("+entry.type")
    place = tuple_(entry_entity.c.lamport, entry_entity.c.n)
    return (
        select(entry.c.type, entry.c.payload)
        .join(entry_entity, entry_entity.c.n == entry.c.n)
        .where(entry_entity.c.entity == bindparam("about"), place < tuple_(bindparam("lamport"), bindparam("n")))
        .where(or_(*(kind == literal_column(f"'{name}'") for name in kinds)))
        .order_by(entry_entity.c.lamport.desc(), entry_entity.c.n.desc())
        .execution_options(yield_per=4)
    )


EARLIER = {frozenset(group): _earlier(group) for group in _GROUPS}


def _before(connection: Connection, item: Entry, told: Told, group: Mapping[str, Callable[[Payload], Told]]) -> Told:
    """The values that the last entries before this one told of the same things, in canonical order; None where none did."""
    found: Told = dict.fromkeys(told)
    for about in dict.fromkeys(thing for thing, _ in told):
        left = {key for key in told if key[0] == about}
        place = {"about": about, "lamport": item.lamport, "n": item.n}
        with connection.execute(EARLIER[frozenset(group)], place) as rows:
            for row in rows:
                settled = group[row.type](parse(row.payload))
                for key in left & settled.keys():
                    found[key] = settled[key]
                left -= settled.keys()
                if not left:
                    break
        if left and about.startswith("user:"):
            found |= {key: _from_facility(connection, item, key) for key in left}
    return found


def _from_facility(connection: Connection, item: Entry, key: tuple[str, str]) -> Any:
    """What the first facility file that named this person before said: a later one changes no rights, training or standing."""
    query = (
        select(entry.c.payload)
        .where(entry.c.type == "facility.adopted", tuple_(entry.c.lamport, entry.c.n) < tuple_(item.lamport, item.n))
        .order_by(entry.c.lamport, entry.c.n)
    )
    for payload in connection.scalars(query):
        for person in parse(payload).get("facility", {}).get("people", []):
            told = _standing(person["id"], person)
            if key in told:
                return told[key]
    return None
