"""Keeping a chart's table or picture: the name it offers, the file it writes, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from console.domain.refusal import Refusal
from console.ui.saving import Saving
from console.ui.shell.window import Shell
from console.view.charts.values import SavePicture, SaveTable


class Cupboard:
    """Takes files, until it is full."""

    def __init__(self) -> None:
        self.full = False
        self.files: dict[str, bytes] = {}

    def save(self, path: str, content: bytes, then) -> None:
        if not self.full:
            self.files[path] = content
        then(Refusal("file", "The disk is full.", "Choose another place.", "path") if self.full else None)


@pytest.mark.parametrize("wish", [SaveTable("hours-left.csv", "a,b\n"), SavePicture("fan.png", b"png")])
def test_the_chart_names_the_file_and_its_content_is_kept(shell: Shell, qtbot: QtBot, tmp_path: Path, wish) -> None:
    cupboard = Cupboard()
    saving = Saving(cupboard, shell)  # type: ignore[arg-type]  # of the whole front it asks for this alone
    saving.ask(wish)
    assert saving.dialog is not None
    assert [Path(name).name for name in saving.dialog.selectedFiles()] == [wish.name]
    saving.dialog.fileSelected.emit(str(tmp_path / wish.name))
    saving.dialog.reject()
    assert cupboard.files == {str(tmp_path / wish.name): b"a,b\n" if isinstance(wish, SaveTable) else b"png"}
    assert wish.name in shell.toast.text()


def test_what_cannot_be_kept_is_said_until_it_can(shell: Shell, qtbot: QtBot) -> None:
    cupboard = Cupboard()
    saving = Saving(cupboard, shell)  # type: ignore[arg-type]  # of the whole front it asks for this alone
    cupboard.full = True
    saving.save("fan.png", b"png")
    assert [notice.words for notice in shell.notices.standing] == ["The disk is full."]
    cupboard.full = False
    saving.save("fan.png", b"png")
    assert shell.notices.standing == ()
