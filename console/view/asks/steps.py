"""What can be asked of one step: start, values, finish, skip, correct, sample."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from console.domain.commands import (
    CorrectStep,
    FinishStep,
    RecordStep,
    SkipStep,
    StartStep,
    TakeSample,
)
from console.domain.commands.command import Command
from console.domain.facility import LaneKind
from console.domain.recipe import Limit
from console.domain.refusal import Refusal
from console.domain.rights import Right, does, may
from console.view import instants
from console.view.asks.ask import AGO, LATE, REASON, Answers, Ask, Field, Kind, Scene, Wrong

_LIMIT = "values."


def start(scene: Scene) -> Ask:
    """Start the step now, where it is planned."""
    ask = earlier(scene)
    return replace(ask, action="step.start", title="Start the step", button="Start", at_once=True)


def earlier(scene: Scene) -> Ask:
    """The step started some time ago, with a reason, in one gesture."""

    def make(answers: Answers) -> Command:
        lane, station, instrument = spot(answers)
        return StartStep(
            by=scene.user, at=answers.ago(), reason=answers.text("reason"), batch=scene.batch_id,
            step=scene.step_code, lane=lane, station=station, instrument=instrument,
        )  # fmt: skip

    fields = (AGO, LATE, place_field(scene, "Where (empty: as planned)", planned=False))
    return Ask("step.earlier", "It started earlier", scene.about_step, "It started then", fields, make)


def values(scene: Scene) -> Ask:
    """Record values while the step runs."""

    def make(answers: Answers) -> Command:
        return RecordStep(
            by=scene.user, batch=scene.batch_id, step=scene.step_code, values=_values(scene, answers),
            at=answers.ago(), reason=answers.text("reason"),
        )  # fmt: skip

    fields = (*_value_fields(scene), AGO, LATE)
    return Ask("step.values", "Record values", scene.about_step, "Record", fields, make)


def finish(scene: Scene) -> Ask:
    """Finish the step with what is still to be recorded, and name who checked it."""
    told = scene.told

    def make(answers: Answers) -> Command:
        return FinishStep(
            by=scene.user, at=answers.ago(), reason=answers.text("reason"), batch=scene.batch_id,
            step=scene.step_code, verifier=answers.text("verifier"), values=_values(scene, answers),
            comment=answers.text("comment"),
        )  # fmt: skip

    verifier = Field("verifier", "Verifier", Kind.CHOICE, choices=_people(scene, Right.VERIFY_STEP))
    fields = (
        *_value_fields(scene),
        *((verifier,) if told and told.verified else ()),
        Field("comment", "Comment"),
        AGO,
        LATE,
    )
    return Ask("step.finish", "Finish and verify", scene.about_step, "Finish and sign", fields, make, critical=True)


def skip(scene: Scene) -> Ask:
    """Leave an optional step out."""

    def make(answers: Answers) -> Command:
        return SkipStep(by=scene.user, batch=scene.batch_id, step=scene.step_code, reason=answers.text("reason"))

    return Ask("step.skip", "Skip the step", scene.about_step, "Skip", (REASON,), make)


def correct(scene: Scene) -> Ask:
    """A new value beside the old one."""

    def make(answers: Answers) -> Command:
        name = answers.needed("name", "What is corrected")
        new = answers.needed("new", "The right value")
        if name in ("started_at", "finished_at"):
            instant = answers.instant("new")
            new = instant.isoformat() if instant else new
        elif name.startswith(_LIMIT):
            new = format(answers.number("new") or Decimal(0), "f")
        return CorrectStep(
            by=scene.user, batch=scene.batch_id, step=scene.step_code, name=name, new=new,
            reason=answers.text("reason"),
        )  # fmt: skip

    fields = (
        Field("name", "What is corrected", Kind.CHOICE, choices=_recorded(scene)),
        Field("new", "The right value", hint="in the same form as the old one; it stays readable"),
        REASON,
    )
    return Ask("step.correct", "Correct the record", scene.about_step, "Correct and sign", fields, make)


def sample(scene: Scene) -> Ask:
    """Take a sample at this step."""
    proposed = f"{scene.batch_id}-S{len(scene.batch.samples) + 1}"

    def make(answers: Answers) -> Command:
        return TakeSample(
            by=scene.user, batch=scene.batch_id, step=scene.step_code, at=answers.ago(),
            reason=answers.text("reason"), sample=answers.needed("sample", "The number of the sample"),
        )  # fmt: skip

    fields = (Field("sample", "Sample number", value=proposed, hint="as on its label"), AGO, LATE)
    return Ask("step.sample", "Take a sample", scene.about_step, "Take", fields, make)


def _value_fields(scene: Scene) -> tuple[Field, ...]:
    told = scene.told
    found = []
    for limit in told.limits if told else ():
        had = scene.step.values.get(limit.name)
        hint = limits_in_words(limit) + (f" · recorded: {had:f}" if had is not None else "")
        found.append(Field(_LIMIT + limit.name, limit.title, Kind.NUMBER, hint=hint.strip(" ·"), unit=limit.unit))
    return tuple(found)


def limits_in_words(limit: Limit) -> str:
    """The limits of a value in words: action 70 to 100, alert from 80."""
    parts = []
    for word, low, high in (("action", limit.action_low, limit.action_high), ("alert", limit.alert_low, limit.alert_high)):
        if low is not None and high is not None:
            parts.append(f"{word} outside {low:f}–{high:f}")
        elif low is not None:
            parts.append(f"{word} below {low:f}")
        elif high is not None:
            parts.append(f"{word} above {high:f}")
    return ", ".join(parts)


def _values(scene: Scene, answers: Answers) -> dict[str, Decimal]:
    told = scene.told
    read = {limit.name: answers.number(_LIMIT + limit.name) for limit in (told.limits if told else ())}
    return {name: value for name, value in read.items() if value is not None}


def _recorded(scene: Scene) -> tuple[tuple[str, str], ...]:
    step, told = scene.step, scene.told
    titles = {limit.name: limit.title for limit in (told.limits if told else ())}
    found = [(_LIMIT + name, f"{titles.get(name, name)}: {value:f}") for name, value in step.values.items()]
    for name, words, at in (("started_at", "Start", step.started_at), ("finished_at", "End", step.finished_at)):
        if at is not None:
            found.append((name, f"{words}: {instants.write(at, scene.zone)}"))
    if step.over:
        found.append(("comment", f"Comment: {step.comment or 'none'}"))
    return tuple(found)


def _people(scene: Scene, right: Right) -> tuple[tuple[str, str], ...]:
    on, told = scene.floor.on_duty, scene.told
    not_these = (scene.user, scene.step.performer)
    able = [p for p in scene.floor.people.values() if p.active and p.id not in not_these and may(p.roles, right)]
    able.sort(key=lambda p: (p.id not in on, told is not None and not does(p.roles, told.role), p.name))
    return tuple((p.id, f"{p.name} ({p.id})" + ("" if p.id in on else ", not on duty")) for p in able)


def place_field(scene: Scene, label: str, *, planned: bool) -> Field:
    """The field that asks for a place; `planned` says that it begins with where the step is planned."""
    placement = scene.step.placement
    now = _spot_key(placement.lane, placement.station, placement.instrument) if placement and planned else ""
    choices = spots(scene)
    if now and now not in dict(choices):
        choices = ((now, now.replace("|", " ").strip()), *choices)
    return Field("lane", label, Kind.CHOICE, now, choices=choices)


def spots(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Every place this step could stand at: station by station in rooms that may run it, else the desks of its kind."""
    facility, told, recipe = scene.floor.facility, scene.told, scene.recipe
    if facility is None or told is None:
        return ()
    if told.lane is not LaneKind.ROOM:
        return tuple((_spot_key(desk.id, "", ""), desk.title) for desk in facility.desks if desk.kind is told.lane)
    found = []
    for room in facility.rooms:
        if recipe is not None and room.recipes and not {recipe.id, recipe.name} & set(room.recipes):
            continue
        for station in room.stations:
            here = [i for i in facility.instruments if (i.room, i.station) == (room.id, station)]
            fitting = [i for i in here if not told.instrument or i.kind == told.instrument]
            stand = f"{room.title}, station {station}"
            if told.instrument:
                found += [(_spot_key(room.id, station, i.id), f"{stand}, {i.title}") for i in fitting]
            else:
                found.append((_spot_key(room.id, station, ""), stand))
    return tuple(dict(found).items())


def _spot_key(lane: str, station: str, instrument: str) -> str:
    return f"{lane}|{station}|{instrument}"


def spot(answers: Answers) -> tuple[str, str, str]:
    """Lane, station and instrument of the place that was chosen; empty words for none."""
    chosen = answers.text("lane")
    if not chosen:
        return "", "", ""
    parts = chosen.split("|")
    if len(parts) != 3:
        raise Wrong(Refusal("form.place", f"“{chosen}” is no place of this site.", "Choose one of the list.", "lane"))
    return parts[0], parts[1], parts[2]
