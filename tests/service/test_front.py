"""The counter: it knows who acts, does nothing on the screens' own thread, and brings every answer back to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from console.domain import commands as c
from console.domain import events as e
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.domain.signing import Consent, Meaning
from console.forecast.explained import CardWish, Explain, Moved
from console.forecast.outlook import Outlook
from console.forecast.report_card import BACKTEST, Drift, ReportCard
from console.planning.answers.plan_view import PlanView, WhatIf
from console.report.changes.lines import Between, Entered, Since
from console.service.audited import AuditWish
from console.service.change import Change
from console.service.front import LINES, PAGE, Behind, Counter
from console.service.handed import AT_ONCE
from console.service.originals import StagedOriginal
from tests.domain.builders import HOUR, OPERATOR, PLANNER, QA, SECOND
from tests.service.fakes import PASSWORD, Console, Here, ScansInMemory
from tests.service.scenes import with_batch


class Pages:
    """Reads back what it was asked."""

    since: Any = "nobody asked"

    def history(self, *asked: Any) -> Any:
        return asked

    def whole_history(self, batch: str) -> Any:
        return f"all of {batch}"

    def head(self) -> Any:
        return "head"

    def held(self, *asked: Any) -> Any:
        return asked

    def moments(self, *asked: Any) -> Any:
        return asked

    def find(self, *asked: Any) -> Any:
        return asked

    def kept(self, *asked: Any) -> Any:
        return asked

    def past(self, since: Any) -> Any:
        return since

    def stood(self, since: Any) -> Any:
        self.since = since
        return []

    def audit(self, *asked: Any) -> Any:
        return asked

    def handovers(self, *asked: Any) -> Any:
        return asked

    def entries(self) -> int:
        return 7

    def between(self, since: Any, now: Any) -> Between:
        self.since = since
        note = e.NoteAdded(by=SECOND, at=now, batch="B-1", text="seen")
        return Between(Floor(), Floor(), (Entered("e1", note),))

    def last_left(self, user: str, now: Any) -> Any:
        return now - HOUR if user == OPERATOR else None


@dataclass
class Drawer:
    """What this console remembers."""

    held: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.held.get(name, "")

    def put(self, name: str, value: str) -> None:
        self.held[name] = value


class Desk:
    """A counter before a console in memory; what is posted waits until the screens' thread turns to it."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.posted: list[Callable[[], None]] = []
        self.bugs: list[BaseException] = []
        self.paces: list[int] = []
        self.pages = Pages()
        self.answers: list[Any] = []
        self.scans = ScansInMemory()
        behind = Behind(
            console.journal.site, console.dispatcher, console.session, self.pages, Drawer(), console.clock, Here(),
            self.posted.append, self.bugs.append, self._read, self.paces.append, self._asked, self._why, originals=self.scans,
        )  # fmt: skip
        self.counter = Counter(behind)

    def _read(self, path: str, floor: Any) -> Any:
        if path == "broken":
            raise ValueError("cannot be read")
        return Refusal("file", f"{path} has no rows.")

    def _asked(self, wish: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        answer.set_result(Refusal("planner", f"Nobody plans {wish.text}."))
        return answer

    def _why(self, wish: Any, past: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        answer.set_result(Refusal("explain", f"Nobody explains {wish.batch} since {past}."))
        return answer

    def turn(self) -> Any:
        """Let the screens' thread do what was posted; the last answer."""
        posted, self.posted[:] = list(self.posted), []
        for do in posted:
            do()
        return self.answers[-1] if self.answers else None

    def ask(self, command: Any, *consents: Consent) -> Any:
        self.counter.submit(command, consents, self.answers.append)
        assert not self.answers or self.posted
        return self.turn()


def desk(user: str = OPERATOR) -> Desk:
    made = Desk(with_batch().console)
    if user:
        made.counter.login(user, PASSWORD, made.answers.append)
        assert made.answers == [] and made.turn() is None
        made.answers.clear()
    return made


NOTE = c.AddNote(by=OPERATOR, batch="B-1", text="clinic called")


def test_an_answer_comes_back_on_the_screens_own_thread_and_not_before() -> None:
    made = desk()
    made.counter.submit(NOTE, (), made.answers.append)
    assert made.answers == []
    assert isinstance(made.turn(), Change)
    assert made.counter.floor.batches["B-1"].notes


def test_nobody_acts_while_nobody_is_logged_in() -> None:
    made = desk("")
    assert made.ask(NOTE).rule == "session"
    made = desk()
    made.counter.logout("idle")
    assert made.counter.user == "" and made.ask(NOTE).rule == "session"


def test_nobody_acts_in_anothers_name_unless_they_sign_it_themselves() -> None:
    made = desk(PLANNER)
    hold = c.PlaceHold(by=PLANNER, batch="B-1", hold="H-1", reason="two labels")
    assert isinstance(made.ask(hold), Change)
    assert made.ask(NOTE).rule == "session"
    lift = c.LiftHold(by=QA, batch="B-1", hold="H-1", reason="settled")
    assert made.ask(lift).rule == "session"
    consent = made.counter.consent(lift, QA, PASSWORD, Meaning.APPROVED)
    assert isinstance(consent, Consent)
    assert made.ask(c.AddNote(by=QA, batch="B-1", text="in her name"), consent).rule == "session"  # that is not what she signed
    assert isinstance(made.ask(lift, consent), Change)


def test_needs_are_known_before_anything_is_sent() -> None:
    made = desk()
    finish = c.FinishStep(by=OPERATOR, batch="B-1", step="RECEIPT_COI", verifier=SECOND)
    assert [(n.meaning, n.user) for n in made.counter.needs(finish)] == [(Meaning.PERFORMED, OPERATOR), (Meaning.VERIFIED, SECOND)]
    assert made.counter.needs(NOTE) == ()


def test_history_and_forecasts_are_read_away_from_the_screens() -> None:
    made = desk()
    made.counter.history("B-1", 40, made.answers.append)
    assert made.turn() == ("B-1", 40, PAGE)
    made.counter.kept("", made.answers.append)
    assert made.turn() == (None, None)
    made.counter.audit(AuditWish(who=OPERATOR), 7, made.answers.append)
    assert made.turn() == (AuditWish(who=OPERATOR), 7, LINES)


def test_what_changed_is_read_away_from_the_screens_for_whoever_is_logged_in_since_they_left() -> None:
    made = desk()
    made.counter.changes(made.answers.append)
    assert made.answers == []
    found = made.turn()
    assert isinstance(found, Since)
    assert (found.user, found.now - found.since, made.pages.since) == (OPERATOR, HOUR, found.since)
    assert [line.sentence for line in found.lines] == ["B-1: Note added"]
    stranger = desk(QA)
    stranger.counter.changes(stranger.answers.append)
    refused = stranger.turn()
    assert isinstance(refused, Refusal) and QA in refused.why


def test_a_workbook_is_read_and_refused_in_words() -> None:
    made = desk()
    made.counter.preview_import("empty.xlsx", made.answers.append)
    assert made.turn() == Refusal("file", "empty.xlsx has no rows.")


def test_what_nobody_foresaw_turns_the_page_of_a_bug() -> None:
    made = desk()
    made.counter.preview_import("broken", made.answers.append)
    assert made.turn() is None and [str(bug) for bug in made.bugs] == ["cannot be read"]


def test_a_file_is_written_or_the_reason_is_said(tmp_path: Path) -> None:
    made = desk()
    made.counter.save(str(tmp_path / "board.png"), b"png", made.answers.append)
    assert made.turn() is None and (tmp_path / "board.png").read_bytes() == b"png"
    made.counter.save(str(tmp_path / "nowhere" / "board.png"), b"png", made.answers.append)
    assert made.turn().rule == "file"
    for strange in (str(tmp_path / "a\x00b.png"), "", "/"):
        made.counter.save(strange, b"png", made.answers.append)
        assert made.turn().rule == "file" and not made.bugs
    made.counter.save(str(tmp_path / ("n" * 251 + ".png")), b"png", made.answers.append)
    assert made.turn() is None and len(list(tmp_path.iterdir())) == 2


def test_a_file_that_stood_there_stays_whole_when_the_new_one_cannot_be_written(tmp_path: Path, monkeypatch: Any) -> None:
    made, target = desk(), tmp_path / "copy.pdf"
    target.write_bytes(b"the old one")

    def full(half: Path, content: bytes) -> int:
        half.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    made.counter.save(str(target), b"the new one", made.answers.append)
    refusal = made.turn()
    assert isinstance(refusal, Refusal) and "No space left on device" in refusal.why
    assert target.read_bytes() == b"the old one" and list(tmp_path.iterdir()) == [target]


def test_what_changed_for_nobody_in_particular_begins_where_duty_last_passed_and_past_handovers_come_by_pages() -> None:
    asking = desk()
    answers: list[object] = []
    asking.counter.changes(answers.append, anybody=True)
    asking.counter.handovers(40, answers.append)
    asking.turn()
    refusal, page = answers
    assert isinstance(refusal, Refusal) and "any handover" in refusal.why, "duty never passed here"
    assert page == (40, AT_ONCE)


def test_what_a_paper_is_made_of_is_read_away_from_the_screens() -> None:
    made = desk()
    made.counter.head(made.answers.append)
    made.counter.whole_history("B-1", made.answers.append)
    assert made.answers == []
    made.turn()
    assert made.answers == ["head", "all of B-1"]


def test_settings_and_pace_are_passed_on() -> None:
    made = desk()
    assert made.counter.setting("theme") == ""
    made.counter.remember("theme", "light")
    made.counter.remember("theme", "dark")
    assert made.counter.setting("theme") == "dark", "no reader comes between two words: the last one stays"
    made.counter.pace(60)
    made.turn()
    assert made.counter.setting("theme") == "dark" and made.paces == [60]
    assert made.counter.outlook is None and made.counter.now() == made.console.clock.now()
    assert made.counter.site.kind == "DEMO"


def test_the_plan_is_kept_as_it_comes_and_questions_to_the_planner_come_back_on_the_screens_thread():
    asking = desk()
    assert asking.counter.plan is None
    view = PlanView(asking.counter.now(), 3)
    asking.counter.take_plan(view)
    assert asking.counter.plan is view
    asking.counter.ask_plan(WhatIf("the room out"), asking.answers.append)
    assert asking.answers == []
    assert asking.turn().why == "Nobody plans the room out."


def test_questions_about_a_forecast_come_back_on_the_screens_thread_with_what_was_held_then():
    asking = desk()
    since = asking.counter.now()
    asking.counter.ask_forecast(Explain("B-1"), asking.answers.append)
    assert asking.answers == [] and asking.turn().why == "Nobody explains B-1 since None."
    asking.counter.ask_forecast(Moved("B-1", since), asking.answers.append)
    asking.turn()
    assert asking.turn().why == f"Nobody explains B-1 since {since}."


def test_the_report_card_is_read_away_from_the_screens_and_names_the_model_in_use():
    asking = desk()
    now = asking.counter.now()
    drift = Drift("CART-7D", "EXPAND", "Expansion", 108.0, 120.0, 9)
    asking.counter.take_outlook(Outlook(now, 3, model="FM-2", drifts=(drift,)))
    asking.counter.ask_forecast(CardWish(now), asking.answers.append)
    assert asking.answers == [] and asking.pages.since == now
    card = asking.turn()
    assert (card.made_at, card.model, card.drifts, card.batches) == (now, "FM-2", (drift,), 0)
    assert card.verdict == "Unproven: 0 releases judged, 20 needed."


def test_while_nothing_is_proven_the_backtest_of_the_journal_comes_beside_it_when_it_is_done():
    made: Future[Any] = Future()
    asking = desk()
    asking.counter._behind = replace(asking.counter._behind, backtest=lambda past, now: made)
    now = asking.counter.now()
    asking.counter.ask_forecast(CardWish(journal=True), asking.answers.append)
    first = asking.turn()
    assert first.source == "kept" and asking.posted == []
    made.set_result(ReportCard(now, 45, 800, "Too narrow: …", source=BACKTEST))
    assert asking.turn().verdict == f"{first.verdict} Too narrow: …"
    asking.counter.ask_forecast(CardWish(journal=True), asking.answers.append)
    while asking.posted:
        asking.turn()
    assert [card.source for card in asking.answers] == ["kept", BACKTEST, BACKTEST], "once it is there, it is not taken away again"


def test_a_scan_is_read_away_from_the_screens_and_a_recorded_one_is_written_byte_for_byte(tmp_path: Path) -> None:
    made = desk()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 ink")
    made.counter.stage_original(str(tmp_path / "scan.pdf"), made.answers.append)
    assert made.answers == []
    found = made.turn()
    assert isinstance(found, StagedOriginal) and found.size == 12
    made.counter.save_original(found.digest, str(tmp_path / "copy.pdf"), made.answers.append)
    assert made.turn() is None and (tmp_path / "copy.pdf").read_bytes() == b"%PDF-1.7 ink"
    made.counter.save_original("0a" * 32, str(tmp_path / "none.pdf"), made.answers.append)
    assert made.turn().rule == "original-elsewhere" and not (tmp_path / "none.pdf").exists()
