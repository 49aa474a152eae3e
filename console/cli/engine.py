"""What runs behind a window: the dispatcher, the outlook process, the demo's plant, and the counter the screens ask."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from console import __version__
from console.cli.alive import Living
from console.cli.opened import Writing
from console.cli.prover import run_prover
from console.domain.floor import Floor
from console.domain.refusal import Refusal
from console.forecast.outlook import Outlook
from console.planning.answers.plan_view import PlanView
from console.service.backtester import Backtester
from console.service.change import Change, Trouble
from console.service.clock import PacedClock
from console.service.explainer import ExplainerLink
from console.service.following import Source
from console.service.front import Behind, Counter
from console.service.keeping import Keeping
from console.service.outlook import OutlookLink
from console.service.outlook_process import Drawn
from console.service.planner import PlannerLink
from console.service.ports import ImportPreview
from console.service.prover import ProverLink
from console.store.desk import SiteDesk
from console.store.mason import Mason
from db.place import free_bytes

DISK_LOW = 500_000_000
"""Bytes left on the disk below which the banner says so."""

DIAGNOSTICS = "diagnostics.txt"


class Told(Protocol):
    """Who hears what happens; the window's bridge is one, a session without a display another."""

    def on_change(self, change: object) -> None:
        """Something was recorded."""

    def on_outlook(self, outlook: object) -> None:
        """A new outlook is ready."""

    def on_plan(self, view: object) -> None:
        """A new look at the plan is ready."""

    def on_trouble(self, trouble: object) -> None:
        """Something outside the floor is wrong."""

    def on_mended(self, key: str) -> None:
        """The trouble of this kind is gone."""

    def post(self, work: Callable[[], None]) -> None:
        """Do this on the thread of the screens."""


class Relay:
    """Where the dispatcher talks to before anybody listens; later to the engine."""

    def __init__(self) -> None:
        self.change: Callable[[Change], None] = lambda _: None
        self.trouble: Callable[[Trouble], None] = lambda _: None

    def on_change(self, change: Change) -> None:
        """Pass a change on."""
        self.change(change)

    def on_trouble(self, trouble: Trouble) -> None:
        """Pass a trouble on."""
        self.trouble(trouble)


class Remembered:
    """This console's settings: read once, written by the writer thread."""

    def __init__(self, desk: SiteDesk, writer: ThreadPoolExecutor) -> None:
        self._desk, self._writer = desk, writer
        self._known: dict[str, str] = {}

    def get(self, name: str) -> str:
        """The remembered value, or an empty text."""
        if name not in self._known:
            self._known[name] = self._desk.setting(name)
        return self._known[name]

    def put(self, name: str, value: str) -> None:
        """Remember a value."""
        self._known[name] = value
        self._writer.submit(self._desk.remember, name, value)


class Engine:
    """Everything that works while a window is open; started and stopped once."""

    def __init__(self, opened: Writing, told: Told, bug: Callable[[BaseException, str], None]) -> None:
        self.opened = opened
        self._told, self._report_bug = told, bug
        self._keeping = Keeping(opened.journal)
        self.readers = ThreadPoolExecutor(3, "reader")
        self._outlooks = ThreadPoolExecutor(1, "outlook")
        clock = opened.clock
        self.link = OutlookLink(
            lambda: opened.dispatcher.floor, opened.journal.site.chain, clock,
            self._outlooks, self._outlook, told.on_trouble, told.on_mended, kind=opened.journal.site.kind,
        )  # fmt: skip
        self._plans = ThreadPoolExecutor(1, "plan")
        self.planner = PlannerLink(
            Source(
                lambda: opened.dispatcher.floor, opened.journal.site.chain, clock, self._plans, told.on_trouble, told.on_mended
            ),
            self._plan, ProverLink(run_prover),
        )  # fmt: skip
        self._answers = ThreadPoolExecutor(1, "explain")
        self.explainer = ExplainerLink(
            Source(
                lambda: opened.dispatcher.floor, opened.journal.site.chain, clock, self._answers, told.on_trouble, told.on_mended
            ),
            Drawn(kind=opened.journal.site.kind),
        )  # fmt: skip
        self._backtests = ThreadPoolExecutor(1, "backtest")
        self.backtester = Backtester(self._backtests)
        self._stones = ThreadPoolExecutor(1, "stones")
        self.mason = Mason(opened.site, self._stones, opened.writer)
        self.counter = Counter(
            Behind(
                opened.journal.site, opened.dispatcher, opened.session, opened.pages, Remembered(opened.desk, opened.writer), clock,
                self.readers, told.post, self.bug, self._preview, self._pace, self.planner.ask, self.explainer.ask,
                self.backtester.ask, opened.journal.originals,
            )
        )  # fmt: skip
        self.living: Living | None = None

    def start(self) -> None:
        """Begin to look ahead: the outlook and the planner; and to lay stones behind."""
        self.link.start()
        self.planner.start()
        self.explainer.start()
        self.mason.start()

    def refresh(self) -> None:
        """Look ahead anew because time has passed."""
        self.link.refresh()
        self.planner.refresh()

    def live(self, seed: int) -> None:
        """Let the demo's plant live."""
        clock, facility = self.opened.clock, self.opened.dispatcher.floor.facility
        if isinstance(clock, PacedClock) and facility is not None:
            self.living = Living(self.opened, clock, facility, seed, self.bug)
            self.living.start()

    def changed(self, change: Change) -> None:
        """The dispatcher recorded something: tell the outlook, the planner, the mason and the screens."""
        self.link.feed(change)
        self.planner.feed(change)
        self.explainer.feed(change)
        self.mason.hear(change)
        self._told.on_change(change)

    def trouble(self, trouble: Trouble) -> None:
        """The dispatcher is in trouble: tell the screens."""
        self._told.on_trouble(trouble)

    def bug(self, wrong: BaseException) -> None:
        """The program failed: from now on read-only, with what is known saved for those who mend it."""
        self.opened.dispatcher.read_only = True
        self._report_bug(wrong, str(save_diagnostics(self.opened.site.folder, wrong)))

    def stop(self) -> None:
        """Stop everything and give the site back; the record is on disk already."""
        if self.living is not None:
            self.living.stop()
        self.link.stop()
        self.planner.stop()
        self.explainer.stop()
        self.backtester.stop()
        self.mason.stop()
        self._stones.shutdown(cancel_futures=True)
        self._outlooks.shutdown()
        self._plans.shutdown()
        self._answers.shutdown()
        self._backtests.shutdown()
        self.readers.shutdown()
        self.opened.close()

    def _outlook(self, outlook: Outlook) -> None:
        self.counter.take_outlook(outlook)
        self._told.on_outlook(outlook)
        self._look_at_the_disk()
        self.opened.writer.submit(self._keeping.keep, outlook)

    def _plan(self, view: PlanView) -> None:
        self.counter.take_plan(view)
        self._told.on_plan(view)

    def _look_at_the_disk(self) -> None:
        free = free_bytes(self.opened.site.folder)
        if free >= DISK_LOW:
            self._told.on_mended("disk-space")
            return
        why = f"The disk that holds this site has {free // 1_000_000} MB left."
        self._told.on_trouble(Trouble("disk-space", why, "Make room: on a full disk nothing more can be recorded."))

    def _preview(self, path: str, floor: Floor) -> ImportPreview | Refusal:
        # The workbook reader is loaded when somebody imports: it would hold up every start by a third of a second.
        from console.cli.history import import_preview

        return import_preview(path, floor, self.opened.session.user)

    def _pace(self, speed: int) -> None:
        if isinstance(self.opened.clock, PacedClock):
            self.opened.clock.pace(speed)


def save_diagnostics(folder: Path, wrong: BaseException) -> Path:
    """Where it failed, without any value of the record: traceback lines name code, never patients."""
    path = folder / DIAGNOSTICS
    frames = traceback.extract_tb(wrong.__traceback__)
    lines = [f"cleanroom-console {__version__}: {type(wrong).__name__}"]
    lines += [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
