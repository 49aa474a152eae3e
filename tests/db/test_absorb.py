"""Entries of other consoles: any order of arrival gives one record; what cannot be is refused whole (laws 4 and 6)."""

import random
import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db import journal
from db.absorb import absorb, packed_after, seals_after
from db.canonical import canonical, parse
from db.chain import Opening, SiteClass
from db.entry import Entry, pack, read_entry, unpack
from db.opening import create_site
from db.secret_store import DATABASE_KEY, MemoryStore
from db.site import Site
from db.trouble import ChainBroken, ForeignSite, Forked, JournalTrouble
from db.verify import verify
from tests.db.place import START, draft, fill, made, reopened, workplace
from tests.db.test_canonical import PLAIN


def second(site: Site, folder, device: str = "console-2", seed: int = 2) -> Site:
    """Another console of the same site: it starts from a copy and writes a chain of its own."""
    secrets = MemoryStore()
    key = site.secrets.get(site.identity.scope, DATABASE_KEY)
    assert key is not None
    secrets.put(site.identity.scope, DATABASE_KEY, key)
    shutil.copytree(site.folder, folder)
    return reopened(folder, workplace(secrets, device, seed))


def take(site: Site, entries, seals=()):
    with site.writing() as connection:
        return absorb(connection, site.opening, entries, START, "test", seals)


def held(site: Site) -> dict[str, int]:
    with site.reading() as connection:
        return {name: head.seq for name, head in journal.heads(connection).items()}


def beyond(site: Site, known: dict[str, int]) -> list[Entry]:
    with site.reading() as connection:
        return [unpack(packed) for packed in packed_after(connection, known)]


def canonical_order(site: Site) -> list[bytes]:
    with site.reading() as connection:
        return [entry.header for entry in journal.after(connection)]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Thirty entries of two consoles that heard each other, seen by a third that holds only the beginning."""
    folder = tmp_path_factory.mktemp("told")
    first = made(folder / "first")
    fill(first, 5)
    first.close()
    known = held(first_again := reopened(folder / "first", workplace(first.secrets)))
    other = second(first_again, folder / "other")
    third = second(first_again, folder / "third", "console-3", 3)
    for turn in range(4):
        fill(first_again, 3, f"A-{turn}")
        take(other, beyond(first_again, held(other)))
        fill(other, 4, f"B-{turn}")
        take(first_again, beyond(other, held(first_again)))
    entries = beyond(first_again, known)
    order = canonical_order(first_again)
    for site in (first_again, other, third):
        site.close()
    return folder, third.secrets, entries, order


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32), cut=st.integers(1, 9))
def test_any_order_of_arrival_gives_one_canonical_order(told, tmp_path_factory, seed, cut):
    folder, secrets, entries, order = told
    here = tmp_path_factory.mktemp("third")
    shutil.copytree(folder / "third", here / "site")
    site = reopened(here / "site", workplace(secrets, "console-3", 3))
    mixed = entries + entries[::3]
    random.Random(seed).shuffle(mixed)
    new = []
    for start in range(0, len(mixed), cut):
        new += take(site, mixed[start : start + cut]).new
    assert sorted(new, key=lambda item: item.place) and len(new) == len(entries)
    theirs = [header for header in canonical_order(site) if parse(header)["chain"] != site.pen.chain]
    assert theirs == order
    with site.reading() as connection:
        assert verify(connection).whole
    site.close()


@pytest.fixture
def pair(tmp_path):
    first = made(tmp_path / "first")
    fill(first, 3)
    other = second(first, tmp_path / "other")
    fill(other, 4, "B-2")
    yield first, other
    first.close()
    other.close()


def test_absorbing_twice_changes_nothing(pair):
    first, other = pair
    entries = beyond(other, held(first))
    assert len(take(first, entries).new) == 5
    assert take(first, entries).new == ()
    assert canonical_order(first) == canonical_order(other)


def test_an_entry_waits_for_the_one_before_it(pair):
    first, other = pair
    entries = beyond(other, held(first))
    taken = take(first, entries[2:])
    assert taken.new == () and taken.waiting == 3
    assert len(take(first, entries[:2]).new) == 5
    with first.reading() as connection:
        assert verify(connection).whole


def test_an_entry_waits_for_what_its_console_had_seen(pair):
    first, other = pair
    lagging = second(first, first.folder.parent / "lagging", "console-4", 4)
    fill(first, 2, "B-9")
    seen = beyond(first, held(other))
    take(other, seen)
    fill(other, 1, "B-2")
    late = [entry for entry in beyond(other, held(lagging)) if entry.chain == other.pen.chain]
    taken = take(lagging, late)
    assert len(taken.new) == 5 and taken.waiting == 1
    assert len(take(lagging, seen).new) == 3
    lagging.close()


def test_the_moment_of_arrival_is_kept(pair):
    first, other = pair
    take(first, beyond(other, held(first)))
    with first.reading() as connection:
        row = connection.exec_driver_sql("SELECT upto, count, source FROM arrival").one()
    assert row == (9, 5, "test")


def test_another_devices_seals_travel_too(pair):
    first, other = pair
    fill(other, 120, "B-3")
    with other.reading() as connection:
        seals = seals_after(connection, other.pen.chain, 0)
    take(first, beyond(other, held(first)), seals)
    with first.reading() as connection:
        verdict = verify(connection)
    assert verdict.whole and verdict.checkpoints >= 3 and verdict.unsealed == 25


def altered(entry: Entry, **change) -> Entry:
    words = {**entry.words, **change}
    return read_entry(canonical(words), entry.body)


def refused(site: Site, entries, error):
    before = canonical_order(site)
    with pytest.raises(error) as why:
        take(site, entries)
    assert canonical_order(site) == before
    return why.value


def test_another_entry_in_the_same_place_is_a_fork(pair):
    first, other = pair
    entries = beyond(other, held(first))
    take(first, entries)
    why = refused(first, [altered(entries[2], actor="eve")], Forked)
    assert (why.chain, why.seq) == (other.pen.chain, 3)
    assert "entry 3" in str(why)


def test_an_altered_entry_breaks_at_the_one_after_it(pair):
    first, other = pair
    entries = beyond(other, held(first))
    why = refused(first, [*entries[:2], altered(entries[2], actor="eve"), *entries[3:]], ChainBroken)
    assert why.seq == 4


def test_an_altered_payload_is_refused(pair):
    first, other = pair
    entries = beyond(other, held(first))
    wrong = replace(entries[3], body=canonical({"batch": "B-7"}))
    assert refused(first, [*entries[:3], wrong], ChainBroken).seq == 4


def test_an_entry_not_written_canonically_is_refused(pair):
    first, other = pair
    entries = beyond(other, held(first))
    loose = read_entry(entries[1].header.replace(b'"v":1', b'"v": 1'), entries[1].body)
    refused(first, [entries[0], loose], ChainBroken)


def test_a_chain_of_another_site_is_refused(pair, tmp_path):
    first, _ = pair
    stranger = create_site(tmp_path / "stranger", SiteClass.TRAINING, workplace(seed=9))
    refused(first, beyond(stranger, {}), ForeignSite)
    stranger.close()


@given(name=st.sampled_from(["site", "device", "incarnation", "public_key", "nonce", "zone", "parent"]), value=PLAIN)
def test_an_opening_with_a_word_replaced_is_none_or_still_one(name, value):
    words = Opening("s", SiteClass.DEMO, "d", 1, "00" * 32, "n", "Europe/London", None).plain()
    try:
        made_ = Opening.from_plain({**words, name: value})
    except (KeyError, TypeError, ValueError):
        return
    assert made_.plain() == {**words, name: value}


def test_a_seal_that_is_not_the_devices_is_refused(pair):
    first, other = pair
    with other.reading() as connection:
        [seal] = seals_after(connection, other.pen.chain, 0)
    before = canonical_order(first)
    with pytest.raises(ChainBroken, match="seal"):
        take(first, beyond(other, held(first)), [replace(seal, floor="another")])
    assert canonical_order(first) == before


def test_unknown_types_and_versions_are_kept_like_any_other(pair):
    first, other = pair
    other.record([replace(draft(1), type="moon.risen", v=99)])
    take(first, beyond(other, held(first)))
    with first.reading() as connection:
        assert journal.tail(connection, 1)[0].type == "moon.risen"
        assert verify(connection).whole


def test_an_entry_travels_to_the_byte(pair):
    _, other = pair
    for entry in beyond(other, {}):
        back = unpack(pack(entry))
        assert (back.header, back.body, back.hash) == (entry.header, entry.body, entry.hash)


@settings(max_examples=150)
@given(data=st.data())
def test_whatever_comes_in_place_of_an_entry_is_refused_or_is_one(told, data):
    """Bytes from elsewhere may be anything; the answer is a ValueError, never a fault of the program."""
    _, _, entries, _ = told
    entry = data.draw(st.sampled_from(entries))
    words = dict(entry.words)
    name = data.draw(st.sampled_from(sorted(words)))
    words[name] = data.draw(PLAIN)
    try:
        back = unpack(canonical(words) + b"\n" + data.draw(st.sampled_from([entry.body, b"[]", b'"x"', b"{", b""])))
    except ValueError:
        return
    assert back.words == parse(canonical(words))


@settings(max_examples=25)
@given(data=st.data())
def test_a_header_word_replaced_is_refused_by_the_journal(told, tmp_path_factory, data):
    folder, secrets, entries, _ = told
    here = tmp_path_factory.mktemp("fuzz")
    shutil.copytree(folder / "third", here / "site")
    words = dict(entries[0].words)
    name = data.draw(st.sampled_from(sorted(words.keys() - {"chain"})))
    words[name] = data.draw(PLAIN)
    if words[name] == entries[0].words[name]:
        return
    site = reopened(here / "site", workplace(secrets, "console-3", 3))
    before = canonical_order(site)
    try:
        take(site, [unpack(canonical(words) + b"\n" + entries[0].body), *entries[1:]])
    except (ValueError, JournalTrouble):
        assert canonical_order(site) == before
    else:  # a word that only says more about it: then the entry after it does not follow
        assert len(canonical_order(site)) <= len(before) + 1
    finally:
        site.close()


@pytest.mark.parametrize("packed", [b"", b"{}", b"{}\n{}", b"\xff\n\xff", b"[]\n[]", b'{"chain":1}\n{}'])
def test_bytes_that_are_no_entry_are_refused(packed):
    with pytest.raises(ValueError, match=r".+"):
        unpack(packed)
