"""What hands and keys may ask of the board."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QScrollBar, QWidget

from console.ui.board.sight import Sight
from console.view.board.drag import Drag
from console.view.board.lanes import Group
from console.view.board.over import Over
from console.view.board.picture import BoardPicture
from console.view.board.walk import Spot
from console.view.board.window import TimeWindow


class Asked(Protocol):
    """A board, as its gestures, its keys and its companion table know it."""

    def sight(self) -> Sight:
        """What is in sight."""

    def picture(self) -> BoardPicture:
        """What is shown."""

    def choose(self, spot: Spot) -> None:
        """Choose a bar, a group's title, or nothing."""

    def walk(self, how: str) -> None:
        """Walk by keyboard."""

    def open_spot(self) -> None:
        """Open what is chosen."""

    def confirm(self) -> None:
        """Drop what is in the hand, else open what is chosen."""

    def escape(self) -> None:
        """Forget what is in the hand, else choose nothing."""

    def show_over(self, over: Over) -> None:
        """Lay ghosts and a verdict over the board."""

    def lift(self) -> None:
        """Ask for a mover."""

    def drop(self, drag: Drag) -> None:
        """Tell that a bar was let go where it is allowed."""

    def refuse(self, why: str) -> None:
        """Tell why a bar stays where it is."""

    def fold(self, which: Group | str) -> None:
        """Fold a group or a lane, or open it."""

    def fold_here(self) -> None:
        """The same where the keyboard stands."""

    def look(self, window: TimeWindow, move: str = "") -> None:
        """Look at another time."""

    def zoom(self, factor: float, x: int | None = None) -> None:
        """Closer or further."""

    def pan(self, pixels: int) -> None:
        """Later or earlier."""

    def go_now(self) -> None:
        """Back to the present."""

    def back(self) -> None:
        """The view before."""

    def forward(self) -> None:
        """The view after."""

    def turn_page(self, pages: int) -> None:
        """Scroll the rows by pages."""

    def read(self) -> None:
        """From the picture to the table, or back."""

    def verticalScrollBar(self) -> QScrollBar:
        """What scrolls the rows."""

    def viewport(self) -> QWidget:
        """What is painted on."""
