"""Questions to the planner from the window: what would be if, and what can be offered to a patient; nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.domain.refusal import Refusal
from console.planning.answers.plan_view import Answer, Foreseen, Offer, OfferFor, Offers, Wish
from console.service.ports import Front
from console.ui.asker import Asker
from console.ui.page import Place
from console.ui.plan.inquiry import InquiryPanel
from console.ui.shell.window import Shell
from console.view.asks import Scene, ordering
from console.view.asks.inquiring import Inquiry, offer, what_if
from console.view.plan.conflicts import place_of
from console.view.plan.foreseen import foreseen_told
from console.view.plan.lines import Told
from console.view.plan.offered import offers_told

WORKING = "Working it out…"


class Inquiries:
    """Opens a question, hands it to the planner, and shows the answer while its question is the last that was asked."""

    def __init__(self, shell: Shell, front: Front, asker: Asker) -> None:
        self._shell, self._front, self._asker = shell, front, asker
        self._asked: Wish | None = None
        self._offers: Offers | None = None
        shell.acts.on({"plan.what_if": partial(self._open, what_if), "plan.offer": partial(self._open, offer)})

    def _open(self, made: Callable[[Scene], Inquiry]) -> None:
        sight = self._shell.sight
        if sight is None:
            return
        inquiry = made(self._asker.scene(sight))
        panel = InquiryPanel(inquiry, self._asker.answers, self._shell.theme.tokens)
        panel.asked.connect(lambda wish: self._ask(panel, inquiry.title, wish))
        panel.pressed.connect(self._pressed)
        self._shell.drawer.open(inquiry.title, panel)
        panel.start()

    def _ask(self, panel: InquiryPanel, title: str, wish: Wish) -> None:
        self._asked, self._offers = wish, None
        panel.tell(Told(title, WORKING))
        self._front.ask_plan(wish, lambda answer: self._answered(panel, wish, answer))

    def _answered(self, panel: InquiryPanel, wish: Wish, answer: Answer | Refusal) -> None:
        sight = self._shell.sight
        if self._shell.drawer.panel is not panel or self._asked is not wish or sight is None:
            return
        if isinstance(answer, Refusal):
            panel.refuse(answer)
        elif isinstance(answer, Foreseen):
            panel.tell(foreseen_told(answer, sight.zone))
        elif isinstance(answer, Offers):
            self._offers = answer
            panel.tell(offers_told(answer, sight.floor, sight.zone))

    def _pressed(self, key: str) -> None:
        """A button of the answer: the place of an offer, or of a conflict on the board."""
        if self._offers is not None:
            self._order(self._offers, self._offers.offers[int(key)])
        else:
            batch, step = place_of(key)
            self._shell.go(Place("board", batch, step))

    def _order(self, offers: Offers, chosen: Offer) -> None:
        """A new batch with all filled in that the offer knows; it is ordered as any other."""
        sight = self._shell.sight
        if sight is None or not self._shell.acts.run("batch.new") or self._asker.panel is None:
            return
        panel = self._asker.panel
        wish = OfferFor(offers.product, chosen.start, offers.clinic)
        for key, text in ordering.filled(self._asker.scene(sight), wish).items():
            panel.boxes[key].fill(text)
        panel.start()
