"""The window of replay: the pages of the console before the front of the past, under a mark that cannot be overlooked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from console.domain.labels import parse
from console.service.held import Held, Moment
from console.service.past_front import PastFront
from console.ui.page import Place
from console.ui.replay.banner import Banner
from console.ui.replay.chase import Chase
from console.ui.replay.controls import Controls
from console.ui.replay.day import Day
from console.ui.shell.sight import Sight
from console.ui.shell.window import Shell
from console.view.actions import Action
from console.view.replay import going, words
from console.view.scan import meant
from console.view.sentence import sentence

PLAY_MS, PLAY_STEP = 1000, timedelta(minutes=10)
"""How often a replay that plays goes on, and how far."""
AWAY = ("mail", "print", "export", "save", "csv", "report", "original")
"""What carries words out of the window: in replay they would go without its mark."""


def refused_here(row: Action) -> bool:
    """Whether an action would record something, act on today's session or the demo's clock, or carry words away."""
    group, _, name = row.id.partition(".")
    return row.writes or group in ("session", "demo") or name.partition("_")[0] in AWAY


@dataclass(frozen=True)
class Present:
    """What replay needs to know of the live window: the instant of now, and how to leave for it."""

    now: Callable[[], datetime]
    quit: Callable[[], object]


class Replay(QObject):
    """One replay: where it stands, where it goes, and what its window shows; it records nothing."""

    turning = Signal(object, object)
    """Another instant is about to be shown: the one before and the one after."""
    closed = Signal()

    def __init__(self, shell: Shell, past: PastFront, zone: ZoneInfo, present: Present) -> None:
        super().__init__(shell)
        self.shell, self.past, self.zone, self._present = shell, past, zone, present
        self.wished = past.now()
        self._loading: datetime | None = None
        self.banner, self.controls = Banner(), Controls(zone)
        self.day = Day(past.moments, zone)
        self.day.setProperty("kept", True)
        self.day.setParent(shell.drawer)
        self.day.hide()
        self.chase = Chase(past.held, self._came, self._reading)
        self.chase.stop()
        self.timer = QTimer(self)
        self.timer.setInterval(PLAY_MS)
        self.timer.timeout.connect(self._play_on)
        shell.second_hand.stop()
        shell.crown(self.banner, self.controls)
        shell.topbar.who.hide()  # nobody logs in or locks here: that is done in the window of now
        self._connect()
        self.controls.bind(shell.acts)
        self._dress()

    def begin(self, held: Held) -> None:
        """Open at this instant, as if nobody had looked before."""
        self.chase.stop()
        self.chase = Chase(self.past.held, self._came, self._reading)
        self._loading = None
        self.wished = held.at
        self._play(False)
        self.shell.drawer.leave()
        self.day.line.clear()
        self._came(held)

    def _connect(self) -> None:
        acts = self.shell.acts
        acts.on({row.id: self._refuse for row in acts.table if refused_here(row)})
        acts.on(
            {
                "site.quit": self._present.quit,
                "replay.open": self._write,
                "replay.entry_back": partial(self._entry, -1),
                "replay.entry_on": partial(self._entry, 1),
                "replay.hour_back": lambda: self.go_to(going.hour_away(self.wished, -1)),
                "replay.hour_on": lambda: self.go_to(going.hour_away(self.wished, 1)),
                "replay.shift_back": partial(self._shift, -1),
                "replay.shift_on": partial(self._shift, 1),
                "replay.day_back": lambda: self.go_to(going.day_away(self.wished, -1, self.zone)),
                "replay.day_on": lambda: self.go_to(going.day_away(self.wished, 1, self.zone)),
                "replay.play": self.play,
                "replay.moments": self.show_day,
                "replay.leave": self.shell.close,
            }
        )
        acts.refused.connect(self._refused)
        self.shell.theme.changed.connect(self._dress)
        self.shell.closing.connect(self._close)
        self.shell.installEventFilter(self)
        self.controls.went.connect(self._pulled)
        self.day.went.connect(self._pulled)
        self.day.read.connect(lambda: self.controls.day.dots([one.at for one in self.day.moments]))

    def go_to(self, at: datetime) -> None:
        """Show what this console showed at an instant, or at the end of the record it lies beyond."""
        now = self._present.now()
        self.wished = going.within(at, self.past.shown.first, now)
        self.controls.reach(self.past.shown.first, now)
        self.controls.stand(self.wished)
        self.chase.want(self.wished)

    def play(self) -> None:
        """Let the record go by, or stand still."""
        self._play(not self.timer.isActive())

    def show_day(self) -> None:
        """The entries of the day beside the page, to jump to; once more takes them away."""
        if self.shell.drawer.panel is self.day:
            self.shell.drawer.leave()
        else:
            self.shell.drawer.open("What happened on this day", self.day)
            self.day.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def scanned(self, text: str) -> None:
        """A scan in the past opens what it names; it verifies and records nothing."""
        label = parse(text)
        found = meant(self.past.floor, label) if label is not None else None
        if found is not None and found.batch:
            self.shell.go(Place("batch", found.batch))
            self.shell.say(f"Scanned {found.batch}: shown as it was. In replay a scan verifies and records nothing.")
        else:
            self.shell.say(words.REFUSED)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nobody else wanted leads back to now."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape
        if watched is self.shell and pressed:
            self.shell.close()
            return True
        return super().eventFilter(watched, event)

    def _write(self) -> None:
        self.controls.clock.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.controls.clock.selectAll()

    def _pulled(self, at: object) -> None:
        if isinstance(at, datetime):
            self.go_to(at)

    def _shift(self, count: int) -> None:
        self.go_to(going.shift_away(self.wished, count, self.zone, self.past.floor.facility))

    def _entry(self, count: int) -> None:
        """To the entry before or after; at the ends of the record it stays where it is, and says so."""

        def found(moments: object) -> None:
            first = next(iter(moments), None) if isinstance(moments, (list, tuple)) else None
            if isinstance(first, Moment):
                self.go_to(first.at)
            else:
                self.shell.say("There is no entry before this instant." if count < 0 else "There is no entry after this instant.")

        before, after = (self.wished, None) if count < 0 else (None, self.wished)
        self.past.moments(before, after, found)

    def _play(self, on: bool) -> None:
        if on:
            self.timer.start()
        else:
            self.timer.stop()
        self.controls.playing(on)

    def _play_on(self) -> None:
        """A step on, when the last one is in sight; at now it stands still."""
        if self.wished >= self._present.now():
            self._play(False)
        elif self.chase.idle:
            self.go_to(self.wished + PLAY_STEP)

    def _came(self, held: Held) -> None:
        before = self.past.now()
        self.past.show(held)
        self.turning.emit(before, held.at)
        self._show()

    def _reading(self, at: datetime | None) -> None:
        self._loading = at
        self._mark()

    def _show(self) -> None:
        past, shown = self.past, self.past.shown
        said = sentence(past.floor, past.outlook, shown.at, self.zone)
        site = past.site
        sight = Sight(
            past.floor, self.zone, past.outlook, said, site.name, site.kind, past.floor.entries, shown.at, "replay",
            read_only="replay",
        )  # fmt: skip
        self.shell.apply(sight)
        self.shell.setWindowTitle(f"REPLAY · {self.shell.windowTitle()}")
        self.controls.reach(shown.first, self._present.now())
        self.controls.stand(self.wished)
        self.day.look(going.day_of(shown.at, self.zone), shown.at)
        self._mark()

    def _mark(self) -> None:
        shown, now = self.past.shown, self._present.now()
        made = self.past.outlook.made_at if self.past.outlook else None
        told = words.loading(self._loading, now, self.zone) if self._loading else words.told(shown, made, self.zone)
        self.banner.say(words.mark(shown.at, now, self.zone), told, words.ABSENT)

    def _refuse(self) -> None:
        self.shell.say(words.REFUSED)

    def _refused(self, name: str, why: str) -> None:
        row = self.shell.acts.rows[name]
        self.shell.say(words.REFUSED if refused_here(row) else f"Not now: {why}.")

    def _dress(self) -> None:
        tokens = self.shell.theme.tokens
        self.banner.dress(tokens)
        self.controls.dress(tokens)
        self.day.dress(tokens)

    def _close(self) -> None:
        self.timer.stop()
        self.chase.stop()
        self.closed.emit()
