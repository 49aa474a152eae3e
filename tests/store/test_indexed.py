"""The index entries are found by: complete after every commit and migration, and proved against the journal."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from console.store.indexed import index_all
from console.store.upgrading import upgrade
from console.store.words import names_of, perhaps_a_patients, words_of
from db.secret_store import PrivateFolderStore
from tests.store.place import dispatcher, furnish, reopened, workplace
from tests.store.scenes import hold, note, order

OLD = Path(__file__).parents[1] / "old" / "0.1.0"


@pytest.fixture
def run(site, work):
    running = dispatcher(site, work)
    furnish(running)
    order(running, "B-1")
    note(running, "B-1", "pump rattles")
    hold(running, "B-1", "odd colour")
    return running


def terms(site):
    with site.db.reading() as connection:
        return connection.execute(text("SELECT term, doc, col, offset FROM entry_term")).all()


def test_an_index_made_anew_is_the_one_that_grew_with_the_journal(site, run):
    grown = terms(site)
    assert {"pump", "rattles", "odd", "b1"} <= {row.term for row in grown}
    with site.db.writing() as connection:
        index_all(connection)
    assert terms(site) == grown
    assert site.verify().whole


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("DELETE FROM entry_search WHERE rowid = (SELECT max(n) FROM entry)", "is not found by the words"),
        ("INSERT INTO entry_search (rowid, words) VALUES (999, 'zzz')", "is found by a word"),
        ("INSERT INTO entry_search (rowid, words) VALUES (999, 'aaa')", "is not found by the words"),
    ],
)
def test_a_word_put_into_the_index_or_taken_out_of_it_is_named_by_verify(site, run, harm, told):
    with site.db.writing() as connection:
        connection.execute(text(harm))
    assert told in site.journal.fault()
    assert not site.verify().whole


def test_what_was_written_before_the_migration_is_found_after_it(tmp_path):
    shutil.copytree(OLD, tmp_path / "old")
    folder, work = tmp_path / "old" / "site", workplace(PrivateFolderStore(tmp_path / "old" / "secrets"), seed=99)
    upgrade(folder, work)
    site = reopened(folder, work)
    with site.db.reading() as connection:
        found = connection.execute(
            text('SELECT count(*) FROM entry_search WHERE entry_search MATCH \'"remark" AND "b2"\'')
        ).scalar()
    assert found == 1 and site.journal.fault() == ""
    site.db.close()


def test_what_may_be_a_patients_is_not_put_into_the_index():
    said = words_of({"text": "Label W1234 26 123456 and =W123426123456 of CIABCDEFGHJK, centrifuge DEV-2026-0412-17"})
    assert said == "Label W1234 26 123456 and of centrifuge DEV-2026-0412-17"
    assert words_of({"coi": "CI1", "subject": "S-1", "text": "ok"}) == "ok"
    assert not perhaps_a_patients("centrifugation-related") and not perhaps_a_patients("B-0412")


def test_an_entry_bears_the_names_of_what_it_speaks_of_as_they_are_and_as_they_are_typed():
    assert names_of(("batch:B-O412", "user:mia", "batch:B-O412"), "mia") == "B-O412 b0412 mia"
