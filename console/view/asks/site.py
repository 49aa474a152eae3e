"""What can be asked of a room or an instrument: take it out, say when it is expected back, give it back."""

from __future__ import annotations

from console.domain.commands import ReturnInstrument, ReturnRoom, TakeInstrumentOut, TakeRoomOut
from console.domain.commands.command import Command
from console.domain.floor import InstrumentNow, RoomNow, RoomOut
from console.view import instants
from console.view.asks.ask import REASON, Answers, Ask, Field, Kind, Scene
from console.view.rooms import OUT_WORDS

Choices = tuple[tuple[str, str], ...]
_OUTS = tuple((out.value, words.capitalize()) for out, words in OUT_WORDS.items())


def room_out(scene: Scene) -> Ask:
    """Take a room out; of a room that is out already, say anew why and until when."""

    def make(answers: Answers) -> Command:
        return TakeRoomOut(
            by=scene.user, room=answers.needed("room", "The room"), out=RoomOut(answers.needed("out", "What it is")),
            reason=answers.text("reason"), expected_at=answers.ahead("expected_at"),
        )  # fmt: skip

    meant = room_meant(scene)
    now = scene.floor.rooms.get(meant, RoomNow(""))
    out = now.out if now.out is not RoomOut.NO else RoomOut.OUT_OF_SERVICE
    fields = (
        Field("room", "Room", Kind.CHOICE, meant, _rooms(scene), "anyone may take a room out, only QA gives it back"),
        Field("out", "What it is", Kind.CHOICE, out.value, _OUTS),
        _reason(now),
        _expected(scene, now),
    )
    return Ask("room.out", "Take a room out", "", "Take the room out", fields, make, critical=True)


def room_back(scene: Scene) -> Ask:
    """Give a room back, as QA."""

    def make(answers: Answers) -> Command:
        return ReturnRoom(by=scene.user, room=answers.needed("room", "The room"), reason=answers.text("reason"))

    out = {room.id for room in scene.floor.rooms.values() if room.out is not RoomOut.NO}
    choices = tuple((room, words) for room, words in _rooms(scene) if room in out)
    fields = (Field("room", "Room", Kind.CHOICE, _only(choices, room_meant(scene)), choices), REASON)
    return Ask("room.back", "Give a room back", "", "Give back and sign", fields, make, critical=True)


def instrument_out(scene: Scene) -> Ask:
    """Take an instrument out; of one that is out already, say anew why and until when."""

    def make(answers: Answers) -> Command:
        return TakeInstrumentOut(
            by=scene.user, instrument=answers.needed("instrument", "The instrument"), reason=answers.text("reason"),
            expected_at=answers.ahead("expected_at"),
        )  # fmt: skip

    meant = instrument_meant(scene)
    now = scene.floor.instruments.get(meant, InstrumentNow(""))
    fields = (
        Field("instrument", "Instrument", Kind.CHOICE, meant, _instruments(scene), "cells in it stay where they are"),
        _reason(now),
        _expected(scene, now),
    )
    return Ask("instrument.out", "Take an instrument out", "", "Take the instrument out", fields, make, critical=True)


def instrument_back(scene: Scene) -> Ask:
    """Give an instrument back, as QA."""

    def make(answers: Answers) -> Command:
        instrument = answers.needed("instrument", "The instrument")
        return ReturnInstrument(by=scene.user, instrument=instrument, reason=answers.text("reason"))

    out = {found.id for found in scene.floor.instruments.values() if found.out_reason}
    choices = tuple((instrument, words) for instrument, words in _instruments(scene) if instrument in out)
    fields = (Field("instrument", "Instrument", Kind.CHOICE, _only(choices, instrument_meant(scene)), choices), REASON)
    return Ask("instrument.back", "Give an instrument back", "", "Give back and sign", fields, make, critical=True)


def room_meant(scene: Scene) -> str:
    """The room a person means: the selected lane, the room of the selected step, or where the selected batch stands."""
    rooms, facility = scene.floor.rooms, scene.floor.facility
    standing = {i.id: i.room for i in facility.instruments} if facility else {}
    lane, _ = _step_place(scene)
    for name in (scene.lane, standing.get(scene.lane, ""), lane):
        if name in rooms:
            return name
    holding = (r.id for r in rooms.values() if any(s.batch == scene.batch_id for s in r.stations.values()))
    return next(holding, "") if scene.batch_id else ""


def instrument_meant(scene: Scene) -> str:
    """The instrument a person means: the selected lane, that of the selected step, or the one with the batch's cells."""
    known = scene.floor.instruments
    _, instrument = _step_place(scene)
    for name in (scene.lane, instrument):
        if name in known:
            return name
    return next((i.id for i in known.values() if scene.batch_id and i.batch == scene.batch_id), "")


def _step_place(scene: Scene) -> tuple[str, str]:
    """Lane and instrument of the selected step, as it stands or as it is planned."""
    batch = scene.floor.batches.get(scene.batch_id)
    step = batch.steps.get(scene.step_code) if batch else None
    if step is None:
        return "", ""
    planned = step.placement
    lane, instrument = (planned.lane, planned.instrument) if planned else ("", "")
    return step.lane or lane, step.instrument or instrument


def _only(choices: Choices, meant: str) -> str:
    """What to offer first of those that are out: the one that is meant, or the only one."""
    if meant in dict(choices):
        return meant
    return choices[0][0] if len(choices) == 1 else ""


def _rooms(scene: Scene) -> Choices:
    told = scene.floor.facility.rooms if scene.floor.facility else ()
    now = scene.floor.rooms
    outs = {room.id: _why(OUT_WORDS.get(room.out, ""), room.out_reason) for room in now.values()}
    return tuple((r.id, _titled(r.id, r.title) + outs[r.id]) for r in told if r.id in now)


def _instruments(scene: Scene) -> Choices:
    told = scene.floor.facility.instruments if scene.floor.facility else ()
    now = scene.floor.instruments
    found = []
    for instrument in told:
        here = now.get(instrument.id)
        if here is not None:
            holds = f", holds {here.batch}" if here.batch else ""
            out = _why("out" if here.out_reason else "", here.out_reason)
            found.append((instrument.id, f"{_titled(instrument.id, instrument.title)}, {instrument.room}{holds}{out}"))
    return tuple(found)


def _titled(name: str, title: str) -> str:
    return title if title.startswith(name) else f"{name} {title}"


def _why(word: str, reason: str) -> str:
    return f" ({word}: {reason})" if word else ""


def _reason(now: RoomNow | InstrumentNow) -> Field:
    return Field("reason", "Reason", Kind.TEXT, now.out_reason, hint="why, in a few words")


def _expected(scene: Scene, now: RoomNow | InstrumentNow) -> Field:
    stands = instants.write(now.out_until, scene.zone) if now.out_until is not None else ""
    return Field("expected_at", "Expected back", Kind.TIME, stands, hint="tomorrow 09:30, or 48 h from now; empty: nobody knows")
