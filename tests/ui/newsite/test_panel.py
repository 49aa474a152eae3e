"""A new site: every missing word refused beside its field, secrets never shown and never left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.ui.newsite.panel import NewSite, NewSitePanel
from console.ui.theme import Theme


class FakeFounder:
    """Remembers wishes and answers as told."""

    def __init__(self) -> None:
        self.wishes: list[NewSite] = []
        self.answer: Refusal | None = None

    def __call__(self, wish: NewSite, then: Callable[[Refusal | None], None]) -> None:
        self.wishes.append(wish)
        then(self.answer)


@pytest.fixture
def founder() -> FakeFounder:
    return FakeFounder()


@pytest.fixture
def panel(theme: Theme, qtbot: QtBot, founder: FakeFounder) -> NewSitePanel:
    made = NewSitePanel(founder)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(panel: NewSitePanel) -> None:
    panel.folder.line.setText("site")
    panel.admin.setText("qa1")
    for line in (panel.password, panel.again):
        line.setText("a long password")
    for line in (panel.phrase, panel.phrase_again):
        line.setText("a whole sentence to keep")


def press(panel: NewSitePanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)


def test_a_whole_wish_is_handed_on_and_its_secrets_forgotten(
    panel: NewSitePanel, founder: FakeFounder, qtbot: QtBot
) -> None:
    fill(panel)
    with qtbot.waitSignal(panel.made) as made:
        press(panel, qtbot)
    assert made.args == ["site"]
    wish = founder.wishes[0]
    assert (wish.kind, wish.admin, wish.source) == ("AID", "qa1", "")
    assert panel.password.text() == panel.phrase.text() == ""
    assert "password" not in repr(wish)


@pytest.mark.parametrize(
    ("field", "value", "key"),
    [
        ("folder", "", "folder"),
        ("admin", " ", "admin"),
        ("again", "another password", "password"),
        ("password", "short", "password"),
        ("phrase", "short", "passphrase"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    panel: NewSitePanel, founder: FakeFounder, qtbot: QtBot, field: str, value: str, key: str
) -> None:
    fill(panel)
    editor = getattr(panel, field)
    (editor.line if field == "folder" else editor).setText(value)
    press(panel, qtbot)
    assert founder.wishes == []
    assert [k for k, line in panel.refusals.items() if line.isVisible()] == [key]


def test_a_refused_site_keeps_the_fields(panel: NewSitePanel, founder: FakeFounder, qtbot: QtBot) -> None:
    founder.answer = Refusal("site.folder", "The folder is not empty.", "Choose another.", "folder")
    fill(panel)
    press(panel, qtbot)
    assert panel.refusals["folder"].isVisible()
    assert panel.button.isEnabled()
    assert panel.admin.text() == "qa1"
