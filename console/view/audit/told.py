"""An entry as the audit tells it: one line of the list, and everything whole beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from console.domain.floor import Floor
from console.service.audited import AuditRow, Said
from console.view.audit_listing import NEAR, changes_words, one_line, signing_zone, value_words, when

HEADINGS = ("Entry", "Recorded", "Who", "What", "About", "Old → new", "Why", "Signed")
SHORT = 16
"""So many letters of a hash tell two entries apart for a reader; the record has all of them."""

_PEOPLE = frozenset({"performer", "verifier", "owner"})
"""What an entry names somebody under by id."""

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading: label and words."""

    title: str
    lines: Lines


def cells(row: AuditRow, floor: Floor, zone: ZoneInfo) -> tuple[str, ...]:
    """The one line of an entry under the headings; what happened at another time than it was written says so first."""
    late = abs(row.recorded_at - row.at) >= NEAR
    changes = changes_words(_in_a_line(row, floor), zone)
    told = (
        f"{row.n:,}", when(row.recorded_at, zone), who(row, floor), row.what, about_words(row),
        "; ".join(part for part in (f"happened {when(row.at, zone)}" if late else "", changes) if part), row.why, signed_short(row),
    )  # fmt: skip
    return tuple(one_line(cell) for cell in told)


def _in_a_line(row: AuditRow, floor: Floor) -> AuditRow:
    """The step comes first, and who did it stands in the line already; steps and people by name where the floor knows one."""
    new = sorted((said for said in row.new if said != ("performer", row.user)), key=lambda said: said[0] != "step")
    return replace(row, new=_named(new, row, floor), old=_named(row.old, row, floor))


def _named(said: Iterable[tuple[str, str | datetime]], row: AuditRow, floor: Floor) -> Said:
    batch = floor.batches.get(batch_of(row, floor))
    recipe = floor.recipe_of(batch) if batch is not None else None
    steps = {code: step.title for code, step in recipe.by_code.items()} if recipe is not None else {}

    def named(label: str, value: str) -> str:
        return steps.get(value, value) if label == "step" else floor.person_name(value) if label in _PEOPLE else value

    return tuple((label, named(label, value) if isinstance(value, str) else value) for label, value in said)


def signed_short(row: AuditRow) -> str:
    """Each signature in short: printed name and meaning; the picked entry tells them whole, with the role."""
    return "; ".join(f"{s.name}: {s.meaning}" for s in row.signed)


def who(row: AuditRow, floor: Floor) -> str:
    """The printed name and the role: the one that was signed in, else those the person has now."""
    role = next((signed.role for signed in row.signed if signed.user == row.user), "") or roles(row.user, floor)
    return f"{row.who}, {role.replace('_', ' ')}" if role else _device(row.who)


def _device(who: str) -> str:
    """What has no printed name: a device stands in words."""
    return who.replace(":", " ", 1)


def roles(user: str, floor: Floor) -> str:
    """The roles a person has now; empty for what is no person."""
    person = floor.people.get(user)
    return ", ".join(role.value.replace("_", " ") for role in person.roles) if person is not None else ""


def about_words(row: AuditRow) -> str:
    """What an entry speaks of, the batch first and without its kind: it is what people look for."""
    batches = [name.removeprefix("batch:") for name in row.about if name.startswith("batch:")]
    others = [name.replace(":", " ", 1) for name in row.about if not name.startswith("batch:")]
    return ", ".join([*batches, *others])


def batch_of(row: AuditRow, floor: Floor) -> str:
    """The batch an entry leads to: the only one it speaks of that the floor knows, or none."""
    known = [name.removeprefix("batch:") for name in row.about if name.startswith("batch:")]
    known = [batch for batch in known if batch in floor.batches]
    return known[0] if len(known) == 1 else ""


def parts(row: AuditRow, floor: Floor, zone: ZoneInfo) -> tuple[Part, ...]:
    """Everything of an entry, whole: what was done, who signed what, and what seals it."""
    return (Part("What was done", _done(row, floor, zone)), *_signatures(row, zone), Part("In the record", _seal(row, floor, zone)))


def _done(row: AuditRow, floor: Floor, zone: ZoneInfo) -> Lines:
    late = abs(row.recorded_at - row.at) >= NEAR
    name = _device(row.who) if row.who == row.user else f"{row.who} ({row.user})"
    today = roles(row.user, floor)
    told = [
        ("Recorded", when(row.recorded_at, zone)),
        ("Happened", f"{when(row.at, zone)}, by the word of whoever entered it" if late else "when it was recorded"),
        ("Who", f"{name}; today {today}" if today else name),
        ("What", f"{row.what} ({row.kind})"),
        ("About", ", ".join(name.replace(":", " ", 1) for name in row.about) or "the console itself"),
        *_values(row, zone),
        ("Why", row.why or "no reason was given"),
    ]
    return tuple((label, words) for label, words in told)


def _values(row: AuditRow, zone: ZoneInfo) -> Lines:
    """Old and new of each thing, also where it stayed as it was."""
    old, told = dict(row.old), []
    for label, value in row.new:
        before, words = old.pop(label, None), value_words(value, zone)
        if before is None:
            told.append((label, words))
        elif before == value:
            told.append((label, f"{words} (as before)"))
        else:
            told.append((label, f"{value_words(before, zone)} → {words}"))
    told += [(label, f"{value_words(before, zone)} → nothing") for label, before in old.items()]
    return tuple((label[:1].upper() + label[1:], words) for label, words in told)


def _signatures(row: AuditRow, zone: ZoneInfo) -> tuple[Part, ...]:
    if not row.signed:
        return (Part("Signatures", (("", "Nothing was signed."),)),)
    return tuple(
        Part(
            f"Signature {place} of {len(row.signed)}" if len(row.signed) > 1 else "Signature",
            (
                ("Name", s.name if s.name == s.user else f"{s.name} ({s.user})"),
                ("Role", s.role.replace("_", " ")),
                ("Meaning", s.meaning),
                ("When", when(s.at, signing_zone(s, zone))),
                ("Covers", f"the content of this entry, digest {s.over[:SHORT]}"),
            ),
        )
        for place, s in enumerate(row.signed, 1)
    )


def _seal(row: AuditRow, floor: Floor, zone: ZoneInfo) -> Lines:
    sealed = row.sealed
    return (
        ("Entry", f"{row.n:,}"),
        ("Chain", f"{sealed.chain[:8]}, place {sealed.seq:,}"),
        ("Hash", sealed.hash[:SHORT]),
        ("Program", sealed.app),
        ("Clock", ", ".join(f"{name} {value}" for name, value in sealed.clock)),
        ("Id", row.entry),
        ("Review", _reviewed(row, floor, zone)),
    )


def _reviewed(row: AuditRow, floor: Floor, zone: ZoneInfo) -> str:
    mark = floor.reviewed
    if mark is None or row.n > mark.through:
        return "not reviewed yet"
    return f"within the review through entry {mark.through:,} by {floor.person_name(mark.by)}, {when(mark.at, zone)}"
