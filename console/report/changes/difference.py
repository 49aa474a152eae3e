"""What changed since a person left: every entry in one sentence and no other, ranked by what it does to the promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from console.domain.evolve import evolve
from console.forecast.said import NOTICED
from console.report.changes.groups import Group, group_of, places_of
from console.report.changes.lines import Between, ChangeLine, Entered, Expected, Tier
from console.report.changes.words import MOVED, Clause, clause_of, counted_kinds, effect, forecast_words, loses, step_of, told

KEPT = 6
"""How many batches with routine work are told one by one; the others are told together."""
ALONE = timedelta(hours=1)
"""A forecast that moved less, and its chance less than `ALONE_CHANCE`, is no sentence where nothing happened to the batch."""
ALONE_CHANCE = 0.05
NAMES = 8
"""How many batches are named where many are told together."""


@dataclass(slots=True)
class _Fold:
    """The entries of one sentence as they are gathered."""

    tier: Tier = Tier.OWN
    clauses: list[Clause] = field(default_factory=list)
    places: dict[str, None] = field(default_factory=dict)


def difference(between: Between, user: str) -> tuple[ChangeLine, ...]:
    """The sentences for this person, what hurts a promise most first, what the person did at the end."""
    lines = [_line(group, fold) for group, fold in _gathered(between, user).items()]
    lines = _with_forecasts(lines, between)
    own = [line for line in lines if line.tier is Tier.OWN]
    ranked = sorted((line for line in lines if line.tier is not Tier.OWN), key=_rank)
    return tuple(replace(line, sentence=" ".join(line.sentence.split())) for line in (*_together(ranked), *own))


def _gathered(between: Between, user: str) -> Mapping[Group, _Fold]:
    folds: dict[Group, _Fold] = {}
    floor = between.before
    for entry in between.entries:
        after = evolve(floor, entry.event)
        own = bool(user) and entry.event.by == user
        tier, subject = (Tier.OWN, "") if own else group_of(entry.event, after)
        group = (Tier.BATCH, subject) if subject.startswith("batch:") else (tier, subject)
        fold = folds.setdefault(group, _Fold())
        fold.tier = min(fold.tier, tier)  # a batch is one sentence, told where the gravest of it stands
        places = places_of(entry.event, after)
        fold.clauses.append(clause_of(entry, floor, after, _named_in_front(group, places)))
        fold.places.update(dict.fromkeys(places))
        floor = after
    return folds


def _named_in_front(group: Group, places: tuple[str, ...]) -> str:
    """The batch that stands in front of the sentence already, so that no entry names it again."""
    named = group[0] in (Tier.HOLD, Tier.DEVIATION, Tier.BATCH, Tier.PLAN)
    return next((place.removeprefix("batch:") for place in places if named and place.startswith("batch:")), "")


def _line(group: Group, fold: _Fold) -> ChangeLine:
    tier, subject = fold.tier, group[1]
    entries = [clause.entry for clause in fold.clauses]
    lost = tier is not Tier.OWN and any(loses(entry.event) for entry in entries)
    return ChangeLine(
        sentence=_sentence(tier, subject, fold, entries) + ("; its promise is lost" if lost else ""),
        tier=Tier.PROMISE if lost else tier,
        at=max(entry.event.at for entry in entries),
        places=tuple(fold.places),
        entries=tuple(entry.id for entry in entries),
        fall=1.0 if lost else 0.0,
        weighty=tier is not Tier.BATCH or any(clause.weighty for clause in fold.clauses),
        step=step_of(fold.clauses),
        kind=tier,
    )


def _sentence(tier: Tier, subject: str, fold: _Fold, entries: list[Entered]) -> str:
    if tier is Tier.OWN:
        many = f"{len(entries)} things" if len(entries) > 1 else "one thing"
        return f"You did {many} yourself: {counted_kinds(entries)}"
    words = told(fold.clauses, tier)
    if tier in (Tier.PEOPLE, Tier.ROOMS, Tier.PAPER, Tier.SHIFT, Tier.SITE):
        return words[:1].upper() + words[1:]
    if subject.startswith("batch:"):
        return f"{subject.removeprefix('batch:')}: {words}"
    batches = [place.removeprefix("batch:") for place in fold.places if place.startswith("batch:")]
    if tier in (Tier.DEVIATION, Tier.PLAN) and batches:
        return f"{_names(batches)}: {words}"
    return words


# --------------------------------------------------------------------------------------------------- with the forecasts


def _with_forecasts(lines: list[ChangeLine], between: Between) -> list[ChangeLine]:
    """The lines with each batch's forecast told once: beside what happened to it, or alone where it moved much."""
    lines = sorted(lines, key=_rank)
    for batch in between.now:
        then, now = between.then.get(batch), between.now[batch]
        words = forecast_words(then, now)
        found = between.after.batches.get(batch)
        if not words or found is None or not found.live:
            continue
        place = next((n for n, line in enumerate(lines) if line.tier is not Tier.OWN and line.places == (f"batch:{batch}",)), None)
        if place is not None:
            lines[place] = _moved(lines[place], words, then, now)
        elif _worth_a_line(then, now):
            alone = ChangeLine(f"{batch}: {words}", Tier.BATCH, now.made_at, (f"batch:{batch}",), weighty=False)
            lines.append(replace(_moved(alone, "", then, now)))
    return lines


def _moved(line: ChangeLine, words: str, then: Expected | None, now: Expected) -> ChangeLine:
    fall, late = effect(then, now)
    unsaid = then is None or then.p_keep is None or now.p_keep is None
    hurts = fall >= MOVED or (unsaid and now.end is not None and late >= NOTICED)
    return replace(
        line,
        sentence=f"{line.sentence}; {words}" if words else line.sentence,
        tier=Tier.PROMISE if hurts else line.tier,
        fall=max(line.fall, fall),
        late=late,
        weighty=line.weighty or (hurts and _worth_a_line(then, now)),
    )


def _worth_a_line(then: Expected | None, now: Expected) -> bool:
    fall, late = effect(then, now)
    return abs(fall) >= ALONE_CHANCE or abs(late) >= ALONE


# ------------------------------------------------------------------------------------------------------ ranked and folded


def _rank(line: ChangeLine) -> tuple[int, float, timedelta, bool, float, str]:
    """What takes most of the chance first, then what makes latest; below that the kinds in their order, the latest first."""
    hurt = line.tier is Tier.PROMISE
    fall, late = (-round(line.fall, 4), -line.late) if hurt else (0.0, timedelta(0))
    return line.tier, fall, late, not line.weighty, -line.at.timestamp(), line.sentence


def _together(ranked: Iterable[ChangeLine]) -> list[ChangeLine]:
    """The ranked lines, with routine beyond the first few batches told in one sentence."""
    out: list[ChangeLine] = []
    rest: list[ChangeLine] = []
    routine = 0
    for line in ranked:
        routine += int(not line.weighty)
        (out if line.weighty or routine <= KEPT else rest).append(line)
    if len(rest) < 2:
        return sorted([*out, *rest], key=_rank)
    places = tuple(dict.fromkeys(place for line in rest for place in line.places))
    entries = tuple(entry for line in rest for entry in line.entries)
    names = _names([place.removeprefix("batch:") for place in places])
    work = f"{len(entries)} entries" if len(entries) != 1 else "one entry"
    text = f"Work went on at {len(places)} more batches, {work}: {names}"
    folded = ChangeLine(text, Tier.BATCH, max(line.at for line in rest), places, entries, weighty=False)
    return sorted([*out, folded], key=_rank)


def _names(batches: list[str]) -> str:
    more = len(batches) - NAMES
    return ", ".join(batches[:NAMES]) + (f" and {more} more" if more > 0 else "")
