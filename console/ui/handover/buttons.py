"""The buttons over a handover: only those that lead on from where a person is; the menu and the palette have all of them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QToolButton

from console.ui.actions import Actions
from console.view.handover.shown import Shown

BUTTONS = {
    "handover.give": "Sign as given",
    "handover.accept": "Sign as accepted",
    "handover.section": "Checked",
    "handover.ask": "Ask",
    "handover.answer": "Answer",
    "handover.point": "Add an action",
    "handover.assign": "Owner",
    "handover.withdraw": "Withdraw",
    "duty.take": "Take duty",
    "handover.print": "Print",
}
"""The actions of the page with the short words of their buttons."""

DRAFTING = ("handover.give", "handover.point", "handover.assign", "duty.take")
INCOMING = ("handover.section", "handover.ask", "handover.accept")
GIVING = ("handover.answer", "handover.withdraw")
"""Which of them are offered: before it is given, to whoever comes, and to whoever has given it; side by side with a drawer."""


class Buttons(QHBoxLayout):
    """One row: the actions on the left, what lies over the handover on the right."""

    def __init__(self, over: tuple[QToolButton, ...]) -> None:
        super().__init__()
        self._over = over
        self.offered: dict[str, QToolButton] = {}

    def bind(self, acts: Actions) -> None:
        """Take the actions from the window; each says itself whether it can be used."""
        for name, short in BUTTONS.items():
            button = self.offered[name] = acts.button(name, short)
            self.addWidget(button)
        self.addStretch()
        for button in self._over:
            self.addWidget(button)

    def offer(self, shown: Shown, covered: bool) -> None:
        """Offer what leads on; nothing of the handover while something else covers it."""
        handed = shown.floor.handed
        later = GIVING[:1] if handed is not None and handed.giver == shown.user and handed.open_questions() else ()
        wanted = DRAFTING if shown.handover is None else INCOMING if shown.incoming else GIVING if shown.under_way else ()
        wanted = () if covered else (*wanted, *later, "handover.print")
        for name, button in self.offered.items():
            button.setVisible(name in wanted)
