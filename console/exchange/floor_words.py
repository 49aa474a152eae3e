"""The words of a site's own floor, so that its people's workbooks can be matched."""

from __future__ import annotations

from collections.abc import Iterator

from console.domain.facility import Facility, Person
from console.domain.floor import Floor
from console.domain.recipe import Recipe
from console.exchange.workbook.vocabulary import Place, RecipeWords, StepWords, Vocabulary


def words_of(floor: Floor) -> Vocabulary:
    """The site's rooms, desks, instruments, recipes and people under every name the site knows them by.

    A recipe's name and aliases mean its latest version; an id such as CART-7D-v1 means that version.
    """
    facility = floor.facility
    recipes = sorted(floor.recipes.values(), key=lambda r: (r.name, r.version))
    known = {recipe.id: recipe_words(recipe) for recipe in recipes}
    latest = {recipe.name: recipe for recipe in recipes}
    named = [(word, known[r.id]) for r in latest.values() for word in (r.name, r.title, *r.aliases)]
    return Vocabulary.of(
        places=_places(facility) if facility else (),
        recipes=[*named, *known.items()],
        people=[(word, person.id) for person in floor.people.values() for word in person_words(person)],
        stations={room.id: room.stations for room in facility.rooms} if facility else {},
        batches={batch.id: batch.recipe for batch in (*floor.left.values(), *floor.batches.values())},
    )


def recipe_words(recipe: Recipe) -> RecipeWords:
    """A recipe's steps with their codes, titles and aliases."""
    return RecipeWords(
        recipe.id,
        tuple(StepWords(s.code, (s.title, *s.aliases), s.after, s.attended and not s.milestone) for s in recipe.steps),
    )


def person_words(person: Person) -> tuple[str, ...]:
    """How people write a name: whole, by initial and surname either way round, by surname, by id."""
    first, _, surname = person.name.rpartition(" ")
    if not first:
        return (person.id, person.name)
    short = f"{first[0]} {surname}"
    return tuple(dict.fromkeys((person.id, person.name, short, f"{surname} {first}", f"{surname} {first[0]}", surname)))


def _places(facility: Facility) -> Iterator[tuple[str, Place]]:
    for room in facility.rooms:
        for word in (room.id, room.title, *room.aliases):
            yield word, Place(room.id)
            for station in room.stations:
                yield f"{word} {station}", Place(room.id, station)
                yield f"{word} station {station}", Place(room.id, station)
    for instrument in facility.instruments:
        for word in (instrument.id, instrument.title):
            yield word, Place(instrument.room, instrument.station)
    for desk in facility.desks:
        for word in (desk.id, desk.title, *desk.aliases):
            yield word, Place(desk.id)
