"""What a person signs, every line of it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from enum import Enum
from zoneinfo import ZoneInfo

from console.domain import commands as c
from console.domain.batch import Placement
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.model import ForecastModel
from console.domain.plan import StepMove
from console.view import spoken
from console.view.handover.words import TOLD, signed_lines
from console.view.signed_sheets import TOLD as OF_SHEETS
from console.view.signed_sheets import about_sheet, sheet_lines

Line = tuple[str, str]

_TITLES: dict[type[Command], str] = {
    c.FinishStep: "Finish a step",
    c.CorrectStep: "Correct the record",
    c.LiftHold: "Lift a hold",
    c.TerminateBatch: "Terminate a batch",
    c.SignDisposition: "Disposition",
    c.ConfirmBatch: "Confirm a batch",
    c.ReportHistory: "Import as reported",
    c.EnterResult: "Enter a result",
    c.ReviewResult: "Review a result",
    c.AssessDeviation: "Assess a deviation",
    c.CloseDeviation: "Close a deviation",
    c.ChangePlan: "Change the plan",
    c.PromoteForecastModel: "Promote a forecast model",
    c.GiveHandover: "Give the shift over",
    c.AcceptHandover: "Accept the handover",
    c.TakeDuty: "Take duty without a handover",
    c.ReviewAudit: "Review the journal",
    c.IssueBlanks: "Give out sheets of paper",
    c.VoidBlank: "Void a sheet",
    c.VerifyBlank: "Check what was keyed from a sheet",
    c.SignBlank: "Sign for what stands on a sheet in ink",
    c.ReturnRoom: "Return a room",
    c.ReturnInstrument: "Return an instrument",
}
_LABELS = {
    "by": "Asked by", "at": "Happened at", "new": "New value", "name": "What", "sha256": "SHA-256 of the file",
    "change": "Change set", "undoes": "Moves back", "draft": "From the draft", "digest": "SHA-256 of the model",
    "through": "Through entry", "entry": "Id of that entry",
}  # fmt: skip


def title(command: Command, floor: Floor) -> str:
    """What is asked, of which batch and step."""
    words = _TITLES.get(type(command)) or type(command).__name__
    batch = str(getattr(command, "batch", ""))
    step = _step_title(floor, batch, str(getattr(command, "step", "")))
    return ": ".join([words, " · ".join(part for part in (batch, step) if part)]) if batch else words


def lines(command: Command, floor: Floor, zone: ZoneInfo) -> tuple[Line, ...]:
    """Every field of the command as a label and a value; nothing that is recorded is left out."""
    found: list[Line] = []
    batch = str(getattr(command, "batch", ""))
    told: tuple[str, ...] = ()
    if isinstance(command, c.GiveHandover | c.AcceptHandover):
        found, told = signed_lines(command, floor, zone), TOLD
    elif about_sheet(command):
        found, told = sheet_lines(command, floor, zone), OF_SHEETS
    for part in fields(command):
        value = getattr(command, part.name)
        if value in ("", None, (), {}) or part.name in told:
            continue
        if part.name == "batches" and isinstance(command, c.ReportHistory):
            found += [(b.batch, f"{len(b.rows)} rows, recipe {b.recipe}") for b in command.batches]
        elif isinstance(command, c.ChangePlan) and part.name == "moves":
            found += [_moved(move, floor, zone) for move in command.moves]
        elif isinstance(command, c.PromoteForecastModel) and part.name == "model":
            found += _model(command.model)
        elif part.name == "step":
            found.append(("Step", f"{_step_title(floor, batch, str(value))} ({value})"))
        elif part.name == "values":
            found += _values(command, floor, batch, value)
        else:
            found.append((_label(part.name), _word(value, floor, zone)))
    if command.at is None:
        found.append(("Happened at", "now"))
    return tuple(found)


def _model(model: ForecastModel) -> list[Line]:
    """A forecast model: its version, and what it has learned of each recipe; its digest stands for every figure in it."""
    told = [("Version", model.version)]
    for name, recipe in model.recipes.items():
        words = f"{recipe.batches} finished batches, {len(recipe.took)} durations, {len(recipe.waited)} waits, "
        told.append((name, words + f"{len(recipe.cases)} chances"))
    return told


def _moved(move: StepMove, floor: Floor, zone: ZoneInfo) -> Line:
    """One step of a change set: where it goes and where it lay."""
    batch = floor.batches.get(move.batch)
    step = batch.steps.get(move.step) if batch else None
    lay = f"; before: {_placed(step.placement, zone)}" if step is not None and step.placement is not None else ""
    return f"{move.batch} · {_step_title(floor, move.batch, move.step)}", f"{_placed(move.placement, zone)}{lay}"


def _placed(placement: Placement, zone: ZoneInfo) -> str:
    station = f"station {placement.station}" if placement.station else ""
    where = " ".join(part for part in (placement.lane, station, placement.instrument) if part)
    return f"{where}, {spoken.stamp(placement.start, zone)} to {spoken.stamp(placement.end, zone)}"


def _values(command: Command, floor: Floor, batch_id: str, values: Mapping[str, Decimal]) -> list[Line]:
    batch = floor.batches.get(batch_id)
    recipe = floor.recipe_of(batch) if batch else None
    told = recipe.by_code.get(str(getattr(command, "step", ""))) if recipe else None
    limits = {limit.name: limit for limit in (told.limits if told else ())}
    found = []
    for name, value in values.items():
        limit = limits.get(name)
        found.append((limit.title if limit else name, f"{value:f} {limit.unit if limit else ''}".strip()))
    return found


def _word(value: object, floor: Floor, zone: ZoneInfo) -> str:
    if isinstance(value, datetime):
        return spoken.stamp(value, zone)
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ").lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return ", ".join(_word(part, floor, zone) for part in value)
    if isinstance(value, str) and value in floor.people:
        return f"{floor.person_name(value)} ({value})"
    return str(value)


def _label(name: str) -> str:
    return _LABELS.get(name) or name.replace("_", " ").capitalize()


def _step_title(floor: Floor, batch_id: str, code: str) -> str:
    batch = floor.batches.get(batch_id)
    recipe = floor.recipe_of(batch) if batch else None
    return recipe.by_code[code].title if recipe and code in recipe.by_code else code
