"""`new`, `password` and `recover`: a real site in a folder, passwords chosen by the people themselves, a lost key."""

from __future__ import annotations

import argparse
import secrets as chance
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from console.cli.asking import ask_new, ask_password, ask_twice
from console.cli.codes import Exit
from console.cli.opened import Writing, create, open_existing, reading, writing, zone_of
from console.cli.places import store_for_new
from console.domain.facility import Facility, Person, Role
from console.domain.refusal import Refusal
from console.exchange.facility_workbook import FacilityFaults, read_facility, write_template
from console.planning.floor.possible import impossible_products
from console.service.clock import SystemClock
from console.service.founding import NotFounded, found, give_password
from console.service.library import LibraryError, facility_from, shipped_facility, shipped_recipes
from db.chain import SiteClass
from db.recovery import WeakPassphrase, recover_key, write_recovery

RECOVERY = "recovery.key"
"""The name of the recovery file; it belongs on paper or a stick in the QA safe, not beside the site."""

SHOWN = 5
"""How many reasons are told why a facility could not make its products."""

FIRST = "supervisor"
"""The user id of the first supervisor, where the facility names none."""


def new(asked: argparse.Namespace) -> int:
    """Make an empty AID or RECORD site."""
    if asked.template:
        asked.folder.mkdir(parents=True, exist_ok=True)
        write_template(asked.folder / "facility.xlsx", shipped_facility())
        print(f"Fill in {asked.folder / 'facility.xlsx'}, then: new FOLDER --class {asked.kind} --from FILE")
        return Exit.WELL
    try:
        told = facility_of(asked.source)
        told = told if asked.source else replace(told, site=asked.folder.resolve().name)
    except (LibraryError, FacilityFaults) as wrong:
        return _no(str(wrong))
    facility = with_first(told, asked.admin)
    hinders = never_made(facility) if asked.source else ""
    if hinders:
        return _no(hinders)
    made: dict[str, str] = {}
    passwords = {asked.admin: ask_new(f"a password for {asked.admin}", made)}
    phrase = ask_new("a passphrase for the recovery file (15 characters or more)", made)
    if FIRST in {p.id for p in facility.people} - {p.id for p in told.people}:
        passwords[FIRST] = ask_new(f"a password for {FIRST}", made)
    refused = make_site(asked.folder, asked.kind, facility, passwords, phrase)
    if refused is not None:
        return _no(f"{refused.why} {refused.instead}".strip())
    _welcome(asked.folder, asked.kind, facility, asked.admin, made)
    return Exit.WELL


def never_made(facility: Facility) -> str:
    """Why some product of this facility could never be made, whoever works there; empty when each could."""
    clock = SystemClock()
    found = impossible_products(facility, shipped_recipes().values(), clock.now(), ZoneInfo, with_people=False)
    words = " ".join(dict.fromkeys(fault.words for fault in found[:SHOWN]))
    more = f" And {len(found) - SHOWN} more." if len(found) > SHOWN else ""
    return f"What this facility says it makes can never be planned. {words}{more} Nothing was made." if found else ""


def _welcome(folder: Path, kind: str, facility: Facility, admin: str, made: dict[str, str]) -> None:
    print(f"{kind.upper()} site “{facility.site}” in {folder}. Its keys lie {store_for_new(real=True).title}.")
    for prompt, secret in made.items():
        print(f"Made for you, shown once and kept nowhere: {prompt}: {secret}")
    print(f"Move {RECOVERY} to a safe place away from this computer: with its passphrase it opens the site again.")
    print(f"Each person chooses a password beside {admin}: cleanroom-console password USER --db {folder} --admin {admin}")


def make_site(folder: Path, kind: str, facility: Facility, passwords: Mapping[str, str], phrase: str) -> Refusal | None:
    """The site, its first people and its recovery file; the refusal names the field that hinders."""
    if min(len(password) for password in passwords.values()) < 12:
        return Refusal("site.password", "The password has fewer than 12 characters; nothing was made.", "", "password")
    if len(phrase) < 15:
        return Refusal("site.passphrase", "The passphrase has fewer than 15 characters; nothing was made.", "", "passphrase")
    clock, zone, secrets = SystemClock(), ZoneInfo(facility.zone), store_for_new(real=True)
    site = create(folder, SiteClass(kind.upper()), clock, zone, secrets, chance.token_bytes)
    opened = writing(site, clock, zone)
    try:
        found(opened.dispatcher, opened.credentials, facility, shipped_recipes().values(), passwords)
        write_recovery(folder, folder / RECOVERY, phrase, secrets)
    except (NotFounded, WeakPassphrase) as wrong:
        return Refusal("site.founding", str(wrong), "", "passphrase" if isinstance(wrong, WeakPassphrase) else "")
    finally:
        opened.close()
    return None


def password(asked: argparse.Namespace) -> int:
    """Let a person choose a password in an administrator's presence."""
    with reading(asked.db) as seen:
        zone = zone_of(seen.floor)
    clock = SystemClock()
    opened = writing(open_existing(asked.db, clock, zone), clock, zone)
    try:
        return _chosen(opened, asked.admin, asked.user)
    finally:
        opened.close()


def _chosen(opened: Writing, admin: str, user: str) -> int:
    floor = opened.dispatcher.floor
    person, vouching = floor.people.get(user), floor.people.get(admin)
    if person is None:
        return _no(f"{user} is not known at this site.")
    if vouching is None or Role.ADMIN not in vouching.roles:
        return _no(f"{admin} is no administrator here.")
    refused = opened.session.login(admin, ask_password(f"{admin}'s password"))
    if refused is None:
        refused = give_password(opened.dispatcher, opened.credentials, admin, user, ask_twice(f"{person.name} chooses a password"))
    opened.session.logout("password given")
    if isinstance(refused, Refusal):
        return _no(f"{refused.why} {refused.instead}")
    print(f"{person.name} has a password and a signing key.")
    return Exit.WELL


def facility_of(source: Path | None) -> Facility:
    """The facility of a workbook or facility file; without one, the shipped plan with nobody in it."""
    if source is None:
        return replace(shipped_facility(), people=())
    if source.suffix.lower() == ".toml":
        return facility_from(source.read_text(encoding="utf-8"), source.name)
    return read_facility(source)


def with_first(facility: Facility, admin: str) -> Facility:
    """The facility with this administrator, and with a first supervisor where it names none: somebody must be able to act."""
    people = facility.people
    if not any(person.id == admin for person in people):
        people = (*people, Person(admin, "Administrator", (Role.ADMIN,)))
    if not any(Role.SUPERVISOR in person.roles for person in people):
        people = (*people, Person(FIRST, "First supervisor", (Role.SUPERVISOR,)))
    return replace(facility, people=people)


def _no(words: str) -> int:
    print(f"cleanroom-console: {words}", file=sys.stderr)
    return Exit.REFUSED


def recover(asked: argparse.Namespace) -> int:
    """Bring a site's key back to this computer from its recovery file; the site goes on in a new chain."""
    secrets = store_for_new(real=True)
    recover_key(asked.db, asked.source, ask_password("the passphrase of the recovery file"), secrets)
    with reading(asked.db) as seen:
        zone = zone_of(seen.floor)
    clock = SystemClock()
    writing(open_existing(asked.db, clock, zone), clock, zone).close()
    print(f"{asked.db} opens again on this computer, in a new chain. Verify it: cleanroom-console verify --db {asked.db}")
    return Exit.WELL
