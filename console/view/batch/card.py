"""The card on top of a batch: promise, forecast, blockers, next signature, identity and owner, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.batch import Batch, StepState
from console.domain.decide.dispositions import blockers
from console.domain.facility import Measure
from console.domain.floor import Floor
from console.domain.promise import Zones, promise_of
from console.domain.quality import TestState
from console.forecast.outlook import Forecast, Quantiles
from console.planning.answers.milestones import milestones_of
from console.view import spoken
from console.view.standing import WORDS, Standing, standing

_SIGNS = {Standing.LATE: "1", Standing.AT_RISK: "2", Standing.HELD: "H"}
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """What the head of the form says; every text is ready to be shown, empty where there is nothing to say."""

    title: str
    identity: str
    status: str
    standing: str
    sign: str
    promise: str
    promise_note: str
    release: str
    release_note: str
    end: str
    end_note: str
    chance: str
    chance_note: str
    blockers: tuple[str, ...]
    next_signature: str
    owner: str
    imported: str = ""
    slots: str = ""
    milestones: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What every part of the form is made from: one batch on the floor, its forecast, the instant and the zone."""

    floor: Floor
    batch: Batch
    forecast: Forecast | None
    now: datetime
    zone: ZoneInfo
    zones: Zones

    def moment(self, at: datetime | None) -> str:
        """An instant seen from now, empty for none."""
        return spoken.moment(at, self.now, self.zone) if at else ""

    def title_of(self, code: str) -> str:
        """The title of a step."""
        recipe = self.floor.recipe_of(self.batch)
        return recipe.by_code[code].title if recipe and code in recipe.by_code else code


def card(seen: Seen) -> Card:
    """The head of the form."""
    batch, floor = seen.batch, seen.floor
    how = standing(floor, batch, seen.forecast)
    promise, promise_note = _promise(seen)
    release, release_note = _release(seen)
    end, end_note = _quantiles(seen, seen.forecast.end if seen.forecast else None)
    chance, chance_note = _chance(seen)
    return Card(
        title=batch.id,
        identity=_identity(seen),
        status=batch.status.value.replace("_", " ").lower(),
        standing="" if batch.reported else WORDS[how],
        sign=_SIGNS.get(how, "") if batch.live else "",
        promise=promise, promise_note=promise_note, release=release, release_note=release_note,
        end=end, end_note=end_note, chance=chance, chance_note=chance_note,
        blockers=_blockers(seen),
        next_signature=_next_signature(seen),
        owner=_owner(seen),
        imported="As reported in a workbook, not contemporaneous: it satisfies no gate." if batch.reported else "",
        slots=_slots(seen),
        milestones=_milestones(seen),
    )  # fmt: skip


def _identity(seen: Seen) -> str:
    batch = seen.batch
    product = seen.floor.product_of(batch)
    facility = seen.floor.facility
    clinic = facility.clinic(batch.clinic) if facility else None
    recipe = seen.floor.recipe_of(batch)
    parts = [
        product.title if product else (recipe.title if recipe else ""),
        batch.recipe,
        f"COI …{batch.coi_tail}" if batch.coi else "",
        f"subject {batch.subject}" if batch.subject else "",
        clinic.title if clinic else batch.clinic,
    ]
    return " · ".join(part for part in parts if part)


def _promise(seen: Seen) -> tuple[str, str]:
    found = promise_of(seen.floor, seen.batch, seen.zones)
    if found is None:
        return "no promise", "this product makes none"
    to = seen.title_of(found.to_step)
    if found.by is None:
        return "not yet running", f"it ends with {to}"
    left = found.by - seen.now
    words = f"in {spoken.span(left)}" if left.total_seconds() >= 0 else f"{spoken.span(-left)} ago"
    product = seen.floor.product_of(seen.batch)
    days = product.promise if product else None
    measure = ""
    if days is not None:
        kind = "calendar days at the collection site" if days.measure is Measure.CALENDAR else "days by the hour"
        measure = f", {days.days} {kind}"
    planned = "" if found.from_is_fact else ", as planned"
    return seen.moment(found.by), f"{words}: {to}{measure}{planned}"


def _release(seen: Seen) -> tuple[str, str]:
    if seen.batch.released_at is not None:
        return seen.moment(seen.batch.released_at), "released"
    return _quantiles(seen, seen.forecast.release if seen.forecast else None)


def _quantiles(seen: Seen, found: Quantiles | None) -> tuple[str, str]:
    if found is None:
        return ("no forecast yet" if seen.batch.live and seen.forecast is None else "–"), ""
    return seen.moment(found.p50), f"P10 {seen.moment(found.p10)} · P90 {seen.moment(found.p90)}"


def _chance(seen: Seen) -> tuple[str, str]:
    forecast = seen.forecast
    if forecast is None or forecast.p_keep is None:
        return "–", "no forecast yet" if forecast is None and seen.batch.live else ""
    never = f" · never released {percent(forecast.p_never)}" if forecast.p_never >= 0.005 else ""
    history = "no history yet: from the recipe alone" if not forecast.n_history else f"n = {forecast.n_history}"
    return percent(forecast.p_keep), f"to keep the promise, {history}{never}"


def percent(chance: float) -> str:
    """A chance in per cent; never nought or a hundred where it is neither."""
    if 0 < chance < 0.005:
        return "<1 %"
    if 0.995 < chance < 1:
        return ">99 %"
    return f"{round(chance * 100)} %"


def _blockers(seen: Seen) -> tuple[str, ...]:
    recipe = seen.floor.recipe_of(seen.batch)
    if recipe is None or not seen.batch.unreleased:
        return ()
    return grouped(blockers(seen.floor, seen.batch, recipe))


def grouped(found: tuple[str, ...]) -> tuple[str, ...]:
    """Blockers of one kind in one breath: not started: Appearance, Viability, CD3+ identity and 9 more."""
    single = [words for words in found if ": " not in words or words.startswith("on hold")]
    kinds: dict[str, list[str]] = {}
    for words in found:
        if words not in single:
            name, _, state = words.rpartition(": ")
            kinds.setdefault(state, []).append(name)
    for state, names in kinds.items():
        rest = len(names) - _MOST_NAMES
        tail = f" and {rest} more" if rest > 0 else ""
        single.append(f"{state}: {', '.join(names[:_MOST_NAMES])}{tail}")
    return tuple(single)


def _next_signature(seen: Seen) -> str:
    batch, recipe = seen.batch, seen.floor.recipe_of(seen.batch)
    if recipe is None or not batch.live:
        return ""
    for test in batch.tests.values():
        if test.state is TestState.RESULT_ENTERED:
            spec = recipe.test(test.code)
            return f"review of {spec.title if spec else test.code}"
    for told in recipe.steps:
        step = batch.steps.get(told.code)
        if step is not None and step.state is StepState.RUNNING:
            return f"{told.title}: performer and verifier" if told.verified else f"{told.title}: performer"
    for told in recipe.steps:
        step = batch.steps.get(told.code)
        if step is not None and not step.over and not told.optional:
            return f"{told.title}, once it is done"
    return "disposition" if batch.unreleased else ""


def _slots(seen: Seen) -> str:
    """The clinic slots booked for the batch, in the order of time, in site time."""
    mine = [a for a in seen.floor.appointments.values() if a.batch == seen.batch.id and not a.cancelled]
    return "; ".join(f"{a.kind.value} {seen.moment(a.slot_at)}" for a in sorted(mine, key=lambda a: a.slot_at))


def _milestones(seen: Seen) -> tuple[tuple[str, str], ...]:
    """The milestones in their order: reached, expected, or only planned when no forecast says; and what they still wait for."""
    steps = seen.forecast.steps if seen.forecast else {}
    found = []
    for each in milestones_of(seen.floor, seen.batch, steps) if seen.batch.live else ():
        if each.done_at is not None:
            found.append((f"{each.title} done {seen.moment(each.done_at)}", ""))
        else:
            word = "expected" if steps else "planned"
            when = f"{word} {seen.moment(each.expected_at)}" if each.expected_at else "not planned yet"
            more = " and more" if len(each.waits_for) > 1 else ""
            found.append((f"{each.title} {when}", f"waits for {each.waits_for[0]}{more}"))
    return tuple(found)


def _owner(seen: Seen) -> str:
    known = seen.floor.owners.get(f"batch:{seen.batch.id}")
    if known is None:
        return "nobody owns what is open"
    until = f" until {seen.moment(known.due)}" if known.due else ""
    over = " (overdue)" if known.due and known.due < seen.now else ""
    return f"{seen.floor.person_name(known.owner)}{until}{over}" + (f": {known.what}" if known.what else "")
