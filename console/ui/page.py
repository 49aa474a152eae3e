"""What a page of the console is to the window that shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtWidgets import QWidget

from console.ui.sizes import Density
from console.view.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person wants to go: a page, and the batch, step, entry, instant or sheet meant there; empty parts stay.

    `about` names what else is to be shown there, as entries name it: `room:CR3`, `deviation:DV-77`, `user:mia`.
    """

    page: str = ""
    batch: str = ""
    step: str = ""
    entry: int = 0
    at: datetime | None = None
    sheet: str = ""
    about: str = ""


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True)
class Page:
    """One page: its widget and the few things the window tells it; the wiring fits each screen to these.

    `apply` takes the shell's state (a `console.ui.shell.state.Sight`), `tick` the instant, `picked` batch and step,
    `dress` the colours and the density, `turn` the place by which somebody came, where it names more than a batch; `does`
    names the actions this page carries out; `panes` are the widgets that F6 walks through; `always` says that
    it has something to show before there is any batch.
    """

    key: str
    title: str
    icon: str
    widget: QWidget
    apply: Callable[[object], None] = _nothing
    tick: Callable[[datetime], None] = _nothing
    picked: Callable[[str, str], None] = _nothing
    dress: Callable[[Tokens, Density], None] = _nothing
    turn: Callable[[Place], None] = _nothing
    does: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    panes: tuple[QWidget, ...] = ()
    always: bool = False
