"""The filter of the audit: six fields in a line, what is wrong below them, and what is on as chips that can be taken off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.domain.refusal import Refusal
from console.view.audit.wish import Chip, Typed, kind_choices

LABELS = {
    "since": ("Since", "2026-11-22 14:05"),
    "until": ("Until", "today"),
    "who": ("Who", "name or id"),
    "about": ("About", "B-0412"),
    "kind": ("Kind", "step corrected"),
    "words": ("Words", "what people wrote"),
}
"""The fields with their labels and an example of each."""


class Filters(QWidget):
    """Says what was typed; it reads nothing of it itself."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.fields = {field: self._field(field) for field in LABELS}
        self.refusal = QLabel()
        self.refusal.setProperty("role", "strong")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self._people = QStringListModel()
        self._offer("who", self._people)
        self._offer("kind", QStringListModel([words for _, words in kind_choices()]))
        self._zone = QLabel()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        for column, (field, (label, _)) in enumerate(LABELS.items()):
            name = QLabel(label)
            name.setProperty("role", "small")
            name.setBuddy(self.fields[field])
            grid.addWidget(name, 0, column)
            grid.addWidget(self.fields[field], 1, column)
        self.search = QPushButton("Find")
        self.search.clicked.connect(self._entered)
        grid.addWidget(self.search, 1, len(LABELS))
        self._chips = QHBoxLayout()
        self._chips.setContentsMargins(0, 0, 0, 0)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(4)
        column_.addLayout(grid)
        column_.addWidget(self.refusal)
        column_.addLayout(self._chips)

    def _field(self, field: str) -> QLineEdit:
        made = QLineEdit()
        label, example = LABELS[field]
        made.setPlaceholderText(example)
        made.setAccessibleName(f"{label}, such as {example}")
        made.setClearButtonEnabled(True)
        made.returnPressed.connect(self._entered)
        return made

    def _offer(self, field: str, words: QStringListModel) -> None:
        completer = QCompleter(words, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.fields[field].setCompleter(completer)

    def know(self, people: Sequence[str]) -> None:
        """Whom one may be looking for."""
        if list(people) != self._people.stringList():
            self._people.setStringList(list(people))

    @property
    def typed(self) -> Typed:
        """The fields as they stand."""
        return Typed(**{field: box.text() for field, box in self.fields.items()})

    def put(self, typed: Typed) -> None:
        """Let the fields stand so."""
        for field, box in self.fields.items():
            box.setText(getattr(typed, field))

    def refuse(self, refusals: Sequence[Refusal]) -> None:
        """Say what cannot be read, and lead to the first field of it; nothing to say when all can be."""
        self.refusal.setText("  ".join(f"{LABELS[each.place][0]}: {each.why} {each.instead}" for each in refusals))
        self.refusal.setVisible(bool(refusals))
        if refusals:
            box = self.fields[refusals[0].place]
            box.setFocus(Qt.FocusReason.OtherFocusReason)
            box.selectAll()

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """What is on; pressing one takes it off."""
        while (item := self._chips.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for chip in chips:
            button = QPushButton(f"{chip.words}  ×")
            button.setProperty("role", "quiet")
            button.setAccessibleName(f"Take off: {chip.words}")
            button.clicked.connect(lambda _=False, field=chip.field: self.take_off(field))
            self._chips.addWidget(button)
        if chips:
            every = QPushButton("Take all off")
            every.setProperty("role", "quiet")
            every.clicked.connect(self.clear)
            self._chips.addWidget(every)
            self._chips.addStretch()

    def take_off(self, field: str) -> None:
        """One filter less."""
        self.fields[field].clear()
        self._entered()

    def clear(self) -> None:
        """No filter at all."""
        self.put(Typed())
        self._entered()

    def _entered(self) -> None:
        self.asked.emit(self.typed)
