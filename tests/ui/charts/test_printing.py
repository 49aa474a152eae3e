"""Charts and a sponsor's promise report printed from the window: logged copies, and of one sponsor only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from console.domain import commands as c
from console.domain.refusal import Refusal
from console.ui.charts import recorded
from console.ui.charts.charts_print import ChartsPrint
from console.ui.charts.programme_page import ProgrammePage
from console.ui.charts.report_print import PRINT, PromisePrint
from console.ui.paper.copying import Copying
from console.ui.shell.window import Shell
from tests.ui.front import FakeFront, person, site_floor
from tests.ui.paper.reading import texts
from tests.view.charts.invented_programmes import state


class Written(FakeFront):
    """A front that remembers what was written."""

    def __init__(self) -> None:
        super().__init__(site_floor())
        self.user = person(self.floor, "planner")
        self.files: dict[str, bytes] = {}

    def save(self, path: str, content: bytes, then: Callable[[Refusal | None], None]) -> None:
        self.files[path] = content
        then(None)

    @property
    def logged(self) -> list[c.LogPrint]:
        return [one for one in self.submitted if isinstance(one, c.LogPrint)]


@pytest.fixture
def front() -> Written:
    return Written()


@pytest.fixture
def copying(front: Written, shell: Shell) -> Copying:
    return Copying(front, shell)


def written(copying: Copying, front: Written, bot: QtBot, name: str) -> str:
    """The text of what is printed into the file that is offered."""
    dialog = copying.dialog
    assert dialog is not None and dialog.selectedFiles()[0].endswith(name)
    dialog.fileSelected.emit(name)
    dialog.reject()
    bot.waitUntil(lambda: name in front.files, timeout=20_000)
    return "".join(texts(front.files[name]))


def test_the_promise_report_is_that_of_the_chosen_products_sponsor_and_names_nobody_else(
    front: Written, copying: Copying, shell: Shell, qtbot: QtBot
) -> None:
    page = ProgrammePage()
    qtbot.addWidget(page)
    assert page.report.isHidden(), "where nobody prints it is no button"
    printing = PromisePrint(shell, copying, page)
    assert not page.report.isHidden() and page.report.defaultAction() is shell.acts.qt(PRINT)
    printing.start()
    assert copying.dialog is None and "choose a product first" in shell.toast.text()
    page.apply(state())
    page.judge(412)
    page.choose("HL-22")
    printing.start()
    text = written(copying, front, qtbot, "promise report HL.pdf")
    assert "Promise report: Harborlight" in text and "HL-22-1" in text and "Forecasts\nproven" in text
    assert not [word for word in ("Aldervale", "AV-119", "Quillmark", "QM-7", "412") if word in text]
    (asked,) = front.logged
    assert (asked.kind, asked.subject) == ("promise", "sponsor:HL")


def test_charts_are_printed_as_a_logged_copy_and_other_wishes_are_left_to_others(
    front: Written, copying: Copying, qtbot: QtBot
) -> None:
    page = ProgrammePage()
    qtbot.addWidget(page)
    page.apply(state())
    printing = ChartsPrint(copying)
    printing.ask("another wish")
    assert copying.dialog is None
    printing.ask(recorded.wish("charts-programme", "Charts: Programme", [frame.shown() for frame in page.frames]))
    text = written(copying, front, qtbot, "charts-programme.pdf")
    assert "First-pass success" in text and "upper limit" in text and "Copy 1 · printed by" in text
    (asked,) = front.logged
    assert (asked.kind, asked.subject, asked.title) == ("charts", "charts:charts-programme", "Charts: Programme")
