"""The picked entry whole: what was done, every signature, and what seals it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtWidgets import QTextEdit

from console.view.audit.told import Part
from console.view.tokens import LIGHT, Tokens

LABEL = 'width="26%"'
"""The names of values may be long: they keep to a quarter of the width, and push no words away."""

NOTHING = "Pick an entry to see it whole."


class Detail(QTextEdit):
    """Read only; every word of the entry can be selected and copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("The picked entry")
        self._parts: tuple[Part, ...] = ()
        self._tokens = LIGHT

    def tell(self, parts: Sequence[Part]) -> None:
        """Show these parts, or that none is picked."""
        if tuple(parts) != self._parts or not parts:
            self._parts = tuple(parts)
            self._draw()

    def dress(self, tokens: Tokens) -> None:
        """Draw in these colours."""
        self._tokens = tokens
        self._draw()

    def _draw(self) -> None:
        if not self._parts:
            self.setHtml(f'<p style="color:{self._tokens.muted}">{NOTHING}</p>')
            return
        first, *signed, last = self._parts
        columns = (self._part(first, LABEL), "".join(self._part(part) for part in signed), self._part(last))
        row = "".join(
            f'<td width="{width}%" style="padding-right:18px">{words}</td>'
            for width, words in zip((44, 30, 26), columns, strict=True)
        )
        self.setHtml(f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{row}</tr></table>')

    def _part(self, part: Part, label: str = "") -> str:
        """A part under its heading; `label` is how labels stand."""
        muted = self._tokens.muted
        rows = "".join(
            f'<tr><td {label} style="color:{muted};padding-right:8px">{escape(name)}</td><td>{_words(words)}</td></tr>'
            for name, words in part.lines
        )
        head = f'<p style="margin:0 0 2px 0"><b>{escape(part.title)}</b></p>'
        return f'{head}<table cellspacing="0" cellpadding="1">{rows}</table>'


def _words(words: str) -> str:
    return escape(words).replace("\n", "<br>")
