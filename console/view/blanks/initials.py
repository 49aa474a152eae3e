"""Who is meant by the initials on a sheet: one person of the site, or a question back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from console.domain.facility import Person
from console.domain.refusal import Refusal

_PARTS = re.compile(r"[^\W\d_]+")
NAMED = 4
"""How many people a refusal names; of more it says how many there are."""


def initials(name: str) -> str:
    """The initials of a printed name: J. Hart is JH."""
    return "".join(part[0] for part in _PARTS.findall(name)).upper()


def meant(text: str, people: Iterable[Person]) -> tuple[Person, ...]:
    """Everybody who may be meant by a user id, initials, a name or its beginning; an id or a whole name is one person's alone."""
    wanted = "".join(text.split()).casefold()
    if not wanted:
        return ()
    known = [person for person in people if person.active]
    exact = [p for p in known if wanted in (p.id.casefold(), _plain(p.name))]
    if exact:
        return tuple(exact[:1]) if exact[0].id.casefold() == wanted else tuple(exact)
    short = wanted.replace(".", "")
    called = [p for p in known if short == initials(p.name).casefold()]
    return tuple(called or (p for p in known if any(part.casefold().startswith(short) for part in _PARTS.findall(p.name)[1:])))


def read(text: str, people: Iterable[Person], place: str) -> str | Refusal:
    """The user id of whoever is meant; refused where it is nobody, or could be two."""
    found = meant(text, people)
    if len(found) == 1:
        return found[0].id
    if not found:
        words = f"Nobody of this site signs as “{text.strip()}”."
        return Refusal("form.person", words, "Look at the sheet again, or write the user id.", place)
    names = " or ".join(f"{p.name} ({p.id})" for p in found[:NAMED]) + (" or others" if len(found) > NAMED else "")
    return Refusal("form.person-which", f"“{text.strip()}” may be {names}.", "Write the user id of whoever it was.", place)


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
