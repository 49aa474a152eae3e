"""Old values: of results, of a material's state, of people's roles, held against a plain look at everything told before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain import events as e
from console.domain.codec import to_wire
from console.domain.commands import ReceiveMaterial
from console.domain.evolve import evolve
from console.domain.facility import Person, Role
from console.domain.floor import Floor, MaterialState
from console.service.audited import AuditRow, AuditWish
from console.service.ports import ToRecord
from console.store.former import EARLIER
from db.ids import uuid7
from tests.store.place import START, OpenSite, dispatcher, done, furnish, made, workplace
from tests.store.scenes import someone

numbers = count(1)
WHO = "kbauer"


class Book:
    """A site that writes whatever it is told, also what no rule would let through: such entries come from elsewhere."""

    def __init__(self, site: OpenSite, floor: Floor) -> None:
        self.site, self.floor = site, floor
        self.people = {person.id: person for person in floor.people.values()}
        self.pages = site.pages(lambda: self.floor)

    def write(self, event: e.Event) -> AuditRow:
        """Record it, and read it as the audit shows it."""
        at = START + timedelta(days=9, seconds=next(numbers))
        name = uuid7(at, next(numbers).to_bytes(10, "big"))
        self.floor = evolve(self.floor, event)
        self.site.journal.append([ToRecord(name, to_wire(event))], self.floor, ())
        return self.pages.audit(AuditWish(), None, 1).rows[0]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    work = workplace()
    site = made(Path(tmp_path_factory.mktemp("former")) / "site", work)
    run = dispatcher(site, work)
    furnish(run)
    done(run.submit(ReceiveMaterial(by=someone(run, Role.SUPERVISOR), material="M-0", title="Medium")))
    yield Book(site, run.floor)
    site.db.close()


NAMES = st.sampled_from(["A", "B"])
ROLES = st.lists(st.sampled_from(list(Role)), min_size=1, max_size=3, unique=True).map(tuple)
TOLD = st.one_of(
    st.tuples(st.just("result"), NAMES, st.none() | st.integers(0, 99).map(Decimal), st.sampled_from(["", "hazy", "clear"])),
    st.tuples(st.just("material"), NAMES, st.sampled_from(list(MaterialState)), st.just("")),
    st.tuples(st.just("person"), st.sampled_from(["nell", "seen"]), ROLES, st.sampled_from([("GOWN",), ()])),
)


@given(told=st.lists(TOLD, min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_the_old_value_is_the_one_last_told_of_the_same_thing(book: Book, told: list[tuple[Any, ...]]) -> None:
    run, known = next(numbers), dict[str, dict[str, str]]()
    seen = next(person.id for person in book.people.values() if Role.OPERATOR in person.roles)
    known[seen] = _standing(book.floor.people[seen])
    for kind, name, value, more in told:
        about = seen if name == "seen" else f"{kind[0]}-{name.lower()}-{run}"
        if kind != "result" and about not in known:
            known[about] = _first(book, kind, about)
        if kind == "result":
            row = book.write(e.ResultEntered(test=about, batch="B-1", value=value, text=more, by=WHO, at=START))
            new = {"result": more, "text": ""} if value is None else {"result": str(value), "text": more}
        elif kind == "material":
            row = book.write(e.MaterialChanged(material=about, state=value, reason="so", by=WHO, at=START))
            new = {"state": value.value}
        else:
            row = book.write(e.PersonChanged(user=about, roles=value, qualifications=more, reason="so", by=WHO, at=START))
            new = _standing(Person(about, "", value, more))
        assert dict(row.old) == {label: words for label, words in known.get(about, {}).items() if words}
        assert {label: words for label, words in new.items() if words}.items() <= dict(row.new).items()
        known[about] = new


def _first(book: Book, kind: str, about: str) -> dict[str, str]:
    """It arrives, or joins: nothing was said of it before."""
    person = Person(about, "Nell", (Role.OPERATOR,))
    material = e.MaterialReceived(material=about, title="Medium", by=WHO, at=START)
    row = book.write(material if kind == "material" else e.PersonAdded(person=person, by=WHO, at=START))
    assert row.old == ()
    said = {"state": "QUARANTINE"} if kind == "material" else _standing(person)
    assert {label: words for label, words in said.items() if words}.items() <= dict(row.new).items()
    return said


def _standing(person: Person) -> dict[str, str]:
    roles, trained = ", ".join(person.roles), ", ".join(person.qualifications)
    return {"roles": roles, "qualifications": trained, "active": "yes" if person.active else "no"}


def test_whoever_came_with_the_facility_has_the_roles_of_its_first_file(tmp_path: Path) -> None:
    work = workplace()
    site = made(tmp_path / "site", work)
    run = dispatcher(site, work)
    furnish(run)
    book = Book(site, run.floor)
    person = next(p for p in run.floor.people.values() if p.roles == (Role.QA,))
    row = book.write(e.PersonChanged(user=person.id, roles=(Role.QA, Role.SUPERVISOR), reason="more work", by=WHO, at=START))
    assert dict(row.old)["roles"] == "qa" and dict(row.new)["roles"] == "qa, supervisor" and row.why == "more work"
    site.db.close()


def test_a_value_and_the_words_beside_it_are_both_told(book: Book) -> None:
    row = book.write(e.ResultEntered(test="T-both", batch="B-1", value=Decimal("93.30"), text="hazy", by=WHO, at=START))
    assert dict(row.new)["result"] == "93.30" and dict(row.new)["text"] == "hazy" and row.old == ()


def test_what_stood_before_is_found_by_the_thing_it_is_about_never_by_its_kind(book: Book) -> None:
    assert len(EARLIER) >= 5
    with book.site.db.reading() as connection:
        for query in EARLIER.values():
            told = query.compile(dialect=book.site.db._readers.dialect)
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}", ("batch:B-1", 10, 10)).fetchall()
            assert "SEARCH entry_entity USING PRIMARY KEY (entity=? AND (lamport,n)<" in plan[0][3], plan
            assert "SEARCH entry USING INTEGER PRIMARY KEY" in plan[1][3] and len(plan) == 2, plan
