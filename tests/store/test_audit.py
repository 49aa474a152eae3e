"""The journal as an audit reads it: every entry once, filters, old beside new, and indices that are used."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.batch import Placement
from console.domain.commands import ChangePlan, ReceiveMaterial
from console.domain.facility import Role
from console.domain.plan import StepMove
from console.planning.floor.nominal import allows
from console.service.audited import AuditWish
from console.service.session import consents_of
from console.store import audit
from console.store.audit import LAST, recorded, wanted
from console.store.pages import _detail
from console.store.sayings import said
from console.store.words import words_of
from db import journal
from tests.store.place import START, clock_of, dispatcher, done, furnish, made, workplace
from tests.store.scenes import hold, note, order, someone


@pytest.fixture(scope="module")
def work():
    return workplace()


@pytest.fixture(scope="module")
def site(tmp_path_factory, work):
    opened = made(tmp_path_factory.mktemp("audit") / "site", work)
    yield opened
    opened.db.close()


@pytest.fixture(scope="module")
def run(site, work):
    running = dispatcher(site, work)
    furnish(running)
    order(running, "B-1")
    order(running, "B-2")
    for n in range(40):
        clock_of(work).put(START + timedelta(hours=n))
        note(running, f"B-{1 + n % 2}", f"pump {n}" if n % 5 == 0 else f"remark {n}")
    for back in (30, 3, 7):  # a clock that was set back: recorded later, with an earlier instant
        clock_of(work).put(START + timedelta(hours=back))
        note(running, "B-1", f"pump set back {back}")
    hold(running, "B-1", "odd colour")
    return running


@pytest.fixture(scope="module")
def pages(site, run):
    return site.pages(lambda: run.floor)


def everything(pages, wish, limit=7):
    """Every line of a wish, page by page."""
    rows, before = [], None
    while True:
        page = pages.audit(wish, before, limit)
        rows += page.rows
        if page.further is None:
            return rows
        assert page.further != before
        before = page.further


def plain(row, entities):
    return {"who": row.user, "about": entities, "kind": row.kind, "at": row.recorded_at}


def test_every_entry_stands_in_it_once_youngest_first(pages):
    rows = everything(pages, AuditWish())
    assert [row.n for row in rows] == list(range(pages.entries(), 0, -1))
    assert rows[0].what == "Batch held" and rows[0].why == "odd colour" and "batch:B-1" in rows[0].about
    assert rows[-1].kind == "chain.opened"


HOURS = st.none() | st.integers(-2, 45).map(lambda n: START + timedelta(hours=n))


@given(
    since=HOURS,
    until=HOURS,
    who=st.booleans(),
    about=st.sampled_from(["", "B-1", "batch:B-2", "B-9"]),
    kind=st.sampled_from(["", "note.added", "batch.held", "none.such"]),
    words=st.sampled_from(["", "pump", "remark", "REMARK 7", "nowhere"]),
    limit=st.integers(1, 60),
    span=st.integers(1, 50),
    few=st.sampled_from([0, 5, 1000]),
)
@settings(max_examples=150, deadline=None)
def test_what_is_filtered_is_what_a_plain_look_finds(pages, run, since, until, who, about, kind, words, limit, span, few):
    user = someone(run, Role.SUPERVISOR) if who else ""
    wish = AuditWish(since, until, user, about, kind, words)
    named = f"batch:{about}" if about and ":" not in about else about
    by_time = (since or until) and not about and not words
    rows = everything(pages, AuditWish(), 500)
    asked = [
        row.n
        for row in (sorted(rows, key=lambda row: (row.recorded_at, row.n), reverse=True) if by_time else rows)
        if (since is None or row.recorded_at >= since)
        and (until is None or row.recorded_at <= until)
        and (not user or row.user == user)
        and (not named or named in row.about)
        and (not kind or row.kind == kind)
        and all(
            word.lower() in f"{row.new} {row.why}".lower().replace("'", " ").replace(")", " ").split() for word in words.split()
        )
    ]
    kept = (audit.SPAN, audit.WIDE, audit.FEW, audit.FEW_WORDS)
    audit.SPAN, audit.WIDE, audit.FEW, audit.FEW_WORDS = span, 2, few, few
    try:
        assert [row.n for row in everything(pages, wish, limit)] == asked
    finally:
        audit.SPAN, audit.WIDE, audit.FEW, audit.FEW_WORDS = kept


@pytest.mark.parametrize(
    "wish",
    [
        AuditWish(),
        AuditWish(who="jhart", kind="note.added"),
        AuditWish(about="B-1"),
        AuditWish(about="batch:B-1", who="jhart"),
        AuditWish(words="pump"),
        AuditWish(words="pump", about="B-1", since=START),
    ],
)
def test_no_page_walks_the_whole_journal(site, run, wish):
    query = wanted(wish, 10, LAST, 50).compile(dialect=site.db._readers.dialect, compile_kwargs={"literal_binds": True})
    with site.db.reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert plan and all("SEARCH" in line or "VIRTUAL TABLE INDEX" in line or line.startswith(("LIST", "USE TEMP")) for line in plan)
    assert not any("SCAN entry " in f"{line} " or ("entry_entity" in line and "SCAN" in line) for line in plan)


BY_INDEX = [(AuditWish(who="jhart"), "ix_entry_actor"), (AuditWish(kind="note.added"), "ix_entry_type")]


@pytest.mark.parametrize(("wish", "index"), BY_INDEX)
def test_a_person_or_a_kind_alone_is_found_by_its_index_however_far_back(site, run, wish, index):
    assert audit._span(wish, 1_000_000) == 1_000_000
    query = wanted(wish, 1, LAST, 50).compile(dialect=site.db._readers.dialect, compile_kwargs={"literal_binds": True})
    with site.db.reading() as connection:
        [line] = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert line.startswith("SEARCH entry USING") and index in line and "rowid" in line, line


def test_a_line_says_where_it_stands_in_the_record_and_a_page_how_long_the_journal_is(site, run, pages):
    page = pages.audit(AuditWish(kind="batch.held"), None, 5)
    assert page.last == pages.entries() > page.rows[0].n - 1
    assert pages.audit(AuditWish(since=START), None, 5).last == page.last
    with site.db.reading() as connection:
        [held] = journal.numbered(connection, [page.rows[0].n])
    sealed = page.rows[0].sealed
    assert (sealed.chain, sealed.seq, sealed.hash) == (held.chain, held.seq, held.hash.hex())
    assert sealed.app == held.words["app"] and dict(sealed.clock) == {"status": "set"}


HOSTILE = [
    "\x00",
    "pump\x00",
    "\ud800",
    '"',
    "*",
    "pump OR note",
    "words:pump",
    "NEAR(pump 1)",
    "pump\x00 AND",
    "'; DROP TABLE entry;--",
]


@pytest.mark.parametrize("typed", [*HOSTILE, "pump " * 2000], ids=range(len(HOSTILE) + 1))
@pytest.mark.parametrize("field", ["words", "who", "about", "kind"])
def test_whatever_is_typed_is_looked_for_and_is_no_order(pages, field, typed):
    found = pages.audit(replace(AuditWish(), **{field: typed}), None, 50).rows
    assert found == () or (field == "words" and typed.startswith("pump") and "pump" in str(found[0].new))


@pytest.mark.parametrize("wish", [AuditWish(since=START), AuditWish(until=START, who="jhart"), AuditWish(since=START, until=START)])
@pytest.mark.parametrize("after", [None, (START, 9)])
def test_a_page_of_a_time_is_read_in_the_order_of_the_index_of_instants(site, run, wish, after):
    query = recorded(wish, after, 50).compile(dialect=site.db._readers.dialect, compile_kwargs={"literal_binds": True})
    with site.db.reading() as connection:
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert any("SEARCH entry USING" in line and "ix_entry_recorded" in line for line in plan)
    assert not any(line.startswith("SCAN entry") for line in plan)


def test_a_move_shows_where_the_step_lay_before_and_where_it_lies_now_and_who_signed_it(site, run, work, pages):
    planner, step = someone(run, Role.SUPERVISOR), next(iter(run.floor.batches["B-1"].steps))
    site.credentials.create(planner, "pass")
    assert site.credentials.unlock(planner, "pass", work.clock.now()) is None
    recipe = run.floor.recipe_of(run.floor.batches["B-1"])
    room = next(r.id for r in run.floor.facility.rooms if allows(r, recipe))
    was = run.floor.batches["B-1"].steps[step].placement
    start = START + timedelta(days=3)
    moves = (StepMove("B-1", step, Placement(room, start, start + timedelta(hours=3))),)
    command = ChangePlan(by=planner, change="PC-1", title="Courier strike", moves=moves, reason="courier late")
    done(run.submit(command, consents_of(command, run.floor, work.clock, "Europe/London")))
    [row] = pages.audit(AuditWish(kind="plan.changed"), None, 5).rows
    assert dict(row.old)[f"{step} start"] == was.start and dict(row.old)[f"{step} lane"] == was.lane
    assert dict(row.new)[f"{step} start"] == start and dict(row.new)["title"] == "Courier strike"
    assert row.why == "courier late" and [(s.user, s.meaning) for s in row.signed] == [(planner, "approved")]


def test_where_nothing_was_told_before_there_is_no_old_value(run, pages):
    done(run.submit(ReceiveMaterial(by=someone(run, Role.SUPERVISOR), material="M-1", title="Medium")))
    [row] = pages.audit(AuditWish(about="M-1"), None, 5).rows
    assert row.old == () and dict(row.new)["title"] == "Medium"
    [placed] = pages.audit(AuditWish(about="B-2", kind="batch.planned"), None, 1).rows
    assert placed.old == () and any(name.endswith("start") for name, _ in placed.new)


def test_the_hour_of_a_sealed_series_is_told_as_an_instant():
    hour = datetime(2026, 11, 25, 17, tzinfo=UTC)
    told = dict(said("series.sealed", {"hour": 1795626000000000, "rows": 21, "series": "forecast"}, ()))
    assert told["hour"] == hour and told["rows"] == "21"


def nested(depth):
    found: object = "the word"
    for _ in range(depth):
        found = [found] if depth % 2 else {"text": found}
    return found


@pytest.mark.parametrize(
    "text",
    ["2026-99-99T00:00:00.000000Z", "0000-01-01T00:00:00.000000Z", "2026-02-29T24:00:00.000000Z", "0001-01-01T00:00:00.000000Z"],
)
def test_words_that_look_like_an_instant_and_are_none_are_told_as_words(run, pages, text):
    note(run, "B-1", text)
    assert ("text", text) in pages.audit(AuditWish(), None, 1).rows[0].new
    assert any(text in str(row) for row in pages.history("B-1", None, 1))


@pytest.mark.parametrize("depth", [600, 601])
def test_what_another_program_nested_however_deep_is_told_and_indexed(depth):
    assert said("thing.done", {"thing": nested(depth)}, ()) != ()
    assert words_of({"text": nested(depth)}) == ""
    assert words_of({"text": nested(9)}) == "the word"
    assert "…" in _detail({"value": nested(depth)})
    assert said("thing.done", {"subject": ["a"], "thing": "b"}, ("batch:B-1",)) == (("subject", "a"), ("thing", "b"))


def test_the_hour_of_a_series_beyond_the_calendar_is_told_as_it_stands():
    assert said("series.sealed", {"hour": 10**18}, ()) == (("hour", str(10**18)),)
