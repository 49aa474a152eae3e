"""Opens the question behind an action beside the page, hands its command on, and keeps a refusal where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from console.domain.commands.command import Command
from console.domain.promise import Zones
from console.domain.refusal import Refusal
from console.forecast.durations import History
from console.planning.answers import plan_view
from console.planning.answers.tried import Tried
from console.service.change import Change, Trouble
from console.service.ports import Front
from console.ui.asking import AskPanel
from console.ui.desk import Desk
from console.ui.foretelling import Foretelling
from console.ui.judge import Judge
from console.ui.notices import RefusalSheet
from console.ui.page import Place
from console.ui.shell.sight import Sight
from console.ui.shell.window import Shell
from console.view.asks import ASKS, Answers, Ask, Scene, ask_for

Answer = Change | Refusal | Trouble | None
Then = Callable[[Answer], None]


class Asker(QObject):
    """Carries out every action that asks something of the floor."""

    def __init__(self, shell: Shell, front: Front, desk: Desk, zones: Zones) -> None:
        super().__init__(shell)
        self._shell, self._front, self._desk, self._zones = shell, front, desk, zones
        self.judge = Judge(front)
        shell.acts.on({action: partial(self.open, action) for action in ASKS})

    def open(self, action: str) -> None:
        """Open the question of this action, or ask it at once where it needs no field."""
        sight = self._shell.sight
        about_batch = self._shell.acts.rows[action].when.of_batch
        if sight is None or (about_batch and self._shell.selection.batch not in sight.floor.batches):
            return
        ask = ask_for(action, self.scene(sight))
        if ask.at_once:
            first = ask.command(self.answers({field.key: field.value for field in ask.fields}))
            if isinstance(first, Refusal):
                self.show(ask).refuse(first)
            else:
                self._desk.take(first, partial(self._answered_at_once, ask))
        else:
            self.show(ask)

    def take(self, command: object, then: Then | None = None) -> None:
        """A screen asks by itself; unless `then` is told, a refusal stands in the drawer beside it until it is closed."""
        if isinstance(command, Command):
            self._desk.take(command, then or self._answered_screen)

    @property
    def panel(self) -> AskPanel | None:
        """The question that is open, by itself or below what a panel tells, or None."""
        panel = self._shell.drawer.panel
        if panel is None or isinstance(panel, AskPanel):
            return panel
        return panel.findChild(AskPanel)

    def scene(self, sight: Sight) -> Scene:
        """What a question is made from now."""
        picked = self._shell.selection
        return Scene(self._front.floor, self._front.user, self._front.now(), sight.zone, self._zones, picked.batch, picked.step)

    def answers(self, given: dict[str, str]) -> Answers:
        """What was filled in, to be read at this instant and in site time."""
        sight = self._shell.sight
        assert sight is not None
        return Answers(given, self._front.now(), sight.zone)

    def show(self, ask: Ask, then: Then | None = None) -> AskPanel:
        """Open this question beside the page; `then` is told the answer, too."""
        panel = self.made(ask, then)
        self._shell.drawer.open(ask.title, panel)
        panel.start()
        if ask.action == "model.promote":
            self._front.learned(partial(self._learned, panel))
        elif ask.wish is not None:
            Foretelling(self._front, panel, lambda: self.panel is panel, partial(self._foretold, panel))
        elif ask.verdict is not None:
            self.judge.want((), partial(self._judged, panel))
        return panel

    def made(self, ask: Ask, then: Then | None = None) -> AskPanel:
        """This question as a panel, to be put where it belongs."""
        panel = AskPanel(ask, self.answers)
        panel.asked.connect(lambda command: self._desk.take(command, partial(self._answered, panel, then)))
        return panel

    def _judged(self, panel: AskPanel, tried: Tried) -> None:
        """Whoever judges moves has come: the question that waited for a verdict is told it from now on."""
        sight = self._shell.sight
        if self.panel is panel and sight is not None:
            panel.renew(ask_for(panel.ask.action, replace(self.scene(sight), tried=tried)))

    def _learned(self, panel: AskPanel, found: History) -> None:
        """What the batches teach has been read: the question that waited for it can be asked."""
        sight = self._shell.sight
        if self.panel is panel and sight is not None:
            panel.renew(ask_for(panel.ask.action, replace(self.scene(sight), learned=found)))

    def _foretold(self, panel: AskPanel, wish: plan_view.Wish, answer: plan_view.Answer | Refusal) -> None:
        """The planner has said what would come of what is filled in."""
        sight = self._shell.sight
        if sight is not None:
            panel.renew(ask_for(panel.ask.action, replace(self.scene(sight), answered=(wish, answer))))

    def _answered_at_once(self, ask: Ask, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self.show(ask).refuse(answer)
        elif isinstance(answer, Change):
            self._shell.say(f"Recorded: {ask.title.lower()}, {ask.about}")

    def _answered_screen(self, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            self._shell.drawer.open("Refused", RefusalSheet(answer))
        elif isinstance(answer, Change):
            self._shell.say("Recorded.")

    def _answered(self, panel: AskPanel, then: Then | None, answer: Answer) -> None:
        open_now = self.panel is panel
        if isinstance(answer, Change):
            ordered = panel.boxes["batch"].answer() if panel.ask.action == "batch.new" else ""
            self._shell.say(f"Recorded: {panel.ask.title.lower()}, {panel.ask.about or ordered}".rstrip(", "))
            if ordered:
                self._shell.go(Place(batch=ordered))
            if open_now:
                self._shell.drawer.leave()
        elif open_now and isinstance(answer, Refusal):
            panel.refuse(answer)
        elif open_now:
            panel.let_go()
        if then is not None:
            then(answer)
