"""The front of the past: it answers what can be read as it was held, and refuses whatever would change anything."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from console.domain.commands import AddNote
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.signing import Meaning
from console.forecast.explained import CardWish, Explain, Moved
from console.planning.answers.plan_view import Why
from console.report.changes.lines import Since
from console.service.audited import AuditPage, AuditRow, AuditWish
from console.service.held import Held, KeptForecast, Moment
from console.service.past_front import NOT_KEPT, READ_ONLY, PastFront
from console.service.ports import Front, HistoryRow
from tests.ui.front import DAY0, NOW, FakeFront, ordered, person, run_until, site_floor

AT = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
NOTE = AddNote(by="u", batch="B-0412", text="x")


@dataclass
class Told:
    """Whatever was answered."""

    answers: list[object] = field(default_factory=list)

    def __call__(self, answer: object) -> None:
        self.answers.append(answer)


@pytest.fixture(scope="module")
def floors() -> tuple[Floor, Floor]:
    then = ordered(site_floor(), "B-0412", DAY0, "W1234567788")
    return then, run_until(then, "B-0412", NOW)


@pytest.fixture
def live(floors: tuple[Floor, Floor]) -> FakeFront:
    front = FakeFront(floors[1], NOW)
    front.user = person(front.floor, "supervisor")
    front.floors = [(DAY0, floors[0]), (NOW, floors[1])]
    return front


@pytest.fixture
def past(live: FakeFront, floors: tuple[Floor, Floor]) -> PastFront:
    return PastFront(live, Held(AT, floors[0], (), DAY0, 3, DAY0))


ASKED: dict[str, tuple[Callable[[PastFront, Told], object], object]] = {
    "login": (lambda past, told: past.login("u", "demo", told), READ_ONLY),
    "submit": (lambda past, told: past.submit(NOTE, (), told), READ_ONLY),
    "preview_import": (lambda past, told: past.preview_import("file.xlsx", told), READ_ONLY),
    "stage_original": (lambda past, told: past.stage_original("scan.pdf", told), READ_ONLY),
    "save_original": (lambda past, told: past.save_original("00", "scan.pdf", told), READ_ONLY),
    "ask_plan": (lambda past, told: past.ask_plan(Why("B-0412"), told), NOT_KEPT),
    "save": (lambda past, told: past.save("file.csv", b"", told), READ_ONLY),
}
"""What asks for something, how, and the refusal it must get."""
QUIET = {"logout", "try_moves", "pace", "remember"}
"""What neither answers nor does anything to the console behind."""
READS = {
    "history",
    "whole_history",
    "learned",
    "kept",
    "held",
    "moments",
    "changes",
    "handovers",
    "audit",
    "find",
    "head",
    "needs",
    "setting",
    "now",
}
"""What only reads; each is tested below."""
ELSEWHERE = {"consent", "ask_forecast"}
STANDS = {"site", "floor", "outlook", "plan", "user"}


def test_every_way_of_the_front_is_known_here() -> None:
    named = {name for name, _ in inspect.getmembers(Front) if not name.startswith("_")}
    assert named == set(ASKED) | QUIET | READS | ELSEWHERE | STANDS


@pytest.mark.parametrize("name", ASKED)
def test_what_would_change_anything_is_refused_with_the_way_out_and_never_asked(
    name: str, past: PastFront, live: FakeFront
) -> None:
    ask, refusal = ASKED[name]
    told, before = Told(), (live.floor, live.user, dict(live.kept_settings))
    ask(past, told)
    assert told.answers == [refusal]
    assert isinstance(refusal, Refusal) and "Go back to now" in refusal.instead
    assert live.submitted == [] and (live.floor, live.user, live.kept_settings) == before


def test_nothing_is_signed_and_no_session_ends_in_the_past(past: PastFront, live: FakeFront) -> None:
    assert past.consent(NOTE, live.user, "demo", Meaning.PERFORMED) is READ_ONLY
    user = live.user
    past.logout("locked")
    past.pace(1)
    past.remember("theme", "dark")
    past.remember("window", "moved")
    assert (live.user, live.speed, live.kept_settings) == (user, 60, {})
    assert past.user == user, "today's rights"


@pytest.mark.parametrize("wish", [Explain("B-0412"), Moved("B-0412", DAY0), CardWish(None)], ids=lambda wish: type(wish).__name__)
def test_why_a_forecast_was_what_it_was_is_not_made_up_afterwards(wish: Explain | Moved | CardWish, past: PastFront) -> None:
    told = Told()
    past.ask_forecast(wish, told)
    assert told.answers == [NOT_KEPT]


def test_no_move_is_judged_in_the_past(past: PastFront) -> None:
    told = Told()
    past.try_moves((), told)
    assert told.answers == []


def test_it_stands_at_its_instant_and_moves_to_another(past: PastFront, floors: tuple[Floor, Floor]) -> None:
    assert (past.now(), past.floor, past.outlook, past.plan) == (AT, floors[0], None, None)
    past.show(Held(NOW, floors[1], (), DAY0, 9, NOW))
    assert (past.now(), past.floor) == (NOW, floors[1])


def test_a_draft_that_lies_on_the_desk_today_did_not_lie_there_then(past: PastFront, live: FakeFront) -> None:
    live.kept_settings |= {"handover.draft": "words of today", "charts.since": "shift"}
    assert past.setting("handover.draft") == ""
    assert past.setting("charts.since") == "shift"
    past.remember("handover.draft", "of this replay")
    assert past.setting("handover.draft") == "of this replay"


def _row(n: int) -> HistoryRow:
    return HistoryRow(n, AT, AT, "A", "noted", "")


def test_history_ends_where_the_record_ended_then_however_many_pages_came_since(past: PastFront, live: FakeFront) -> None:
    live.rows = [_row(n) for n in range(1, 260)]
    told: list[HistoryRow] = []
    past.history("B-0412", None, told.extend)
    assert [row.n for row in told] == [3, 2, 1]
    told.clear()
    past.history("B-0412", 2, told.extend)
    assert [row.n for row in told] == [1]
    told.clear()
    past.history("B-0412", 1, told.extend)
    assert told == []


def test_the_journal_ends_there_too(past: PastFront, live: FakeFront) -> None:
    asked: list[tuple[AuditWish, int | None]] = []

    def pages(wish: AuditWish, before: int | None) -> AuditPage:
        asked.append((wish, before))
        rows = tuple(AuditRow(n, str(n), AT, AT, "u", "A", "note.added", "noted", (), (), (), "", ()) for n in (5, 4, 3, 2))
        return AuditPage(rows, 2, 9)

    live.pages = pages
    told: list[AuditPage] = []
    past.audit(AuditWish(words="x"), None, told.append)
    past.audit(AuditWish(words="x"), 2, told.append)
    assert [row.n for row in told[0].rows] == [3, 2] and (told[0].further, told[0].last) == (2, 3)
    assert asked == [(AuditWish(words="x"), 4), (AuditWish(words="x"), 2)]


def test_an_answer_that_comes_when_an_earlier_instant_is_shown_tells_nothing_of_later(past: PastFront, live: FakeFront) -> None:
    live.rows = [_row(n) for n in range(1, 9)]
    waiting: list[Callable[[], None]] = []
    ask = live.history

    def later(batch: str, before: int | None, then: Callable[[Sequence[HistoryRow]], None]) -> None:
        waiting.append(lambda: ask(batch, before, then))

    live.history = later  # type: ignore[method-assign]
    told: list[HistoryRow] = []
    past.history("B-0412", None, told.extend)
    past.show(Held(DAY0, past.floor, (), DAY0, 1, DAY0))
    waiting.pop()()
    assert [row.n for row in told] == [1]


def test_forecasts_made_since_were_not_there(past: PastFront, live: FakeFront, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [kept_row("B-0412", AT - timedelta(hours=1)), kept_row("B-0412", AT), kept_row("B-0412", AT + timedelta(hours=1))]
    monkeypatch.setattr(live, "kept", lambda batch, then: then(made))
    told: list[KeptForecast] = []
    past.kept("B-0412", told.extend)
    assert told == made[:2]


def test_what_had_changed_is_asked_of_what_was_held(past: PastFront, live: FakeFront, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Held | None, bool]] = []

    def changes(then: Callable[[Since | Refusal], None], held: Held | None = None, *, anybody: bool = False) -> None:
        asked.append((held, anybody))
        then(live.since)

    monkeypatch.setattr(live, "changes", changes)
    told = Told()
    past.changes(told)
    past.changes(told, anybody=True)
    assert asked == [(past.shown, False), (past.shown, True)] and told.answers == [live.since] * 2


def test_the_whole_record_can_be_gone_to_from_the_past(past: PastFront, live: FakeFront, floors: tuple[Floor, Floor]) -> None:
    live.instants = [Moment(1, DAY0, "note.added", "noted", "batch:B-0412", "A"), Moment(2, NOW, "note.added", "noted", "", "A")]
    moments: list[Moment] = []
    past.moments(None, AT, moments.extend)
    assert [one.n for one in moments] == [2]
    held: list[Held] = []
    past.held(NOW, held.append)
    assert held[0].floor is floors[1] and past.now() == AT, "it moves when it is told to, not when it is asked"


def kept_row(batch: str, made_at: datetime) -> KeptForecast:
    """A row as it is kept."""
    p10, p25, p50, p75, p90, low, middle, high = (made_at + timedelta(hours=hours) for hours in (10, 12, 14, 17, 22, 30, 34, 44))
    return KeptForecast(made_at, batch, p10, p25, p50, p75, p90, low, middle, high, 0.75, 0.03, 41)
