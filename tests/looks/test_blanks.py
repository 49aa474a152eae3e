"""Pictures of the sheets on paper with the longest words: the list, a line being keyed, and what two people read otherwise.

`LOOKS=write` writes them anew, as does the absence of one; look at them before they are committed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from console.domain.blanks import Blank, Original, OriginalKind
from console.domain.facility import Role
from console.domain.floor import Floor
from console.ui.actions import Actions
from console.ui.blanks.screen import BlanksScreen
from console.ui.shell.sight import Sight
from console.ui.sizes import Density
from console.ui.theme import Theme
from console.view.actions import Situation
from console.view.blanks import draft as drafts
from console.view.blanks.form import entries, read_sheet
from tests.looks.pictures import looked_at
from tests.ui.front import ZONE, FakeFront
from tests.view.blanks.invented import CLEARED, ENRICHED, NUMBER, SEEN_AT, keyed, sheet, typed

FOLDER = Path(__file__).parent / "blanks"
SIZES = {"1366": (1366, 668), "1920": (1920, 980)}
"""What menus and the sentence on top leave of 1366x768 and of 1920x1080."""
FIRST, SECOND = "gnovak", "hsilva"
LONG = "Maximiliane von Hohenzollern-Sigmaringen"
REASON = "the network of the whole building is being rebuilt, and nobody knows exactly until when it will be out of order"
REMARK = "the bag was changed once because a clamp had not closed, seen by two, nothing was lost, told to the supervisor at 17:50"


def long_floor() -> Floor:
    """The sheet of the batch's room keyed once, and others in every state there is, with the longest words."""
    made = entries(read_sheet(sheet(), typed(CLEARED, {**ENRICHED, "remark": REMARK})))
    assert made is not None
    floor = keyed(made)
    base = floor.blanks[NUMBER]
    back = SEEN_AT - timedelta(minutes=30)
    scan = Original(
        "ab" * 32, OriginalKind.PDF, 19_900_000, "scan of the sheet of cell suite 4, all pages, second try.pdf", SECOND, back
    )
    verified = replace(base, verified_by=SECOND, verified_at=back)
    others: list[Blank] = [
        replace(base, number="P-7K3M-000003", room="CR3", keyed_at=None, keyed_by="", entries=()),
        replace(verified, number="P-7K3M-000004", room="CR4"),
        replace(verified, number="P-7K3M-000005", room="CR5", originals=(scan,)),
        replace(
            base,
            number="P-7K3M-000006",
            room="CR6",
            keyed_at=None,
            voided_at=back,
            voided_by="jhart",
            void_reason=REASON,
            lost=True,
        ),
    ]
    people = {name: replace(person, name=LONG) if name == FIRST else person for name, person in floor.people.items()}
    blanks = {NUMBER: replace(base, reason=REASON), **{blank.number: blank for blank in others}}
    blanks |= {number: blank for number, blank in floor.blanks.items() if number not in blanks}
    return replace(floor, people=people, blanks=blanks, blank_counts={"7K3M": 6})


def shown(qtbot: QtBot, scene: str, size: tuple[int, int], theme: Theme) -> tuple[QMainWindow, BlanksScreen]:
    """A window with the page in one of its scenes."""
    front = FakeFront(long_floor(), SEEN_AT)
    front.user = SECOND if scene != "list" else "areyes"
    window, screen = QMainWindow(), BlanksScreen(front)
    window.setCentralWidget(screen)
    acts = Actions(window)
    acts.on({name: (lambda: None) for name in acts.rows if name.startswith("blanks.")})
    acts.refresh(Situation(tuple(Role), logged_in=True, page="blanks"))
    screen.bind(acts)
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitExposed(window):
        window.show()
    acts.dress(theme.tokens)
    screen.dress(theme.tokens, theme.density)
    screen.apply(Sight(front.floor, ZONE))
    screen.open("P-7K3M-000005" if scene == "list" else NUMBER)
    if scene != "list":
        wrong = (
            {**CLEARED, "start": "14:25"} if scene == "settling" else {**CLEARED, "start": "25:00", "by": "qq", "remark": REMARK}
        )
        front.remember(drafts.setting(NUMBER, SECOND), drafts.write(typed(wrong, {**ENRICHED, "values.cd3_purity": "12"})))
        screen.key_in()
        screen.keying.record()
    qtbot.wait(20)
    return window, screen


CASES = [
    ("list", "1366", Density.DESK),
    ("keying", "1366", Density.DESK),
    ("settling", "1366", Density.DESK),
    ("keying", "1920", Density.DESK),
    ("list", "1366", Density.GLOVE),
    ("keying", "1366", Density.GLOVE),
]


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("scene", "size", "density"), CASES)
def test_the_page_is_as_it_was_looked_at(
    theme: Theme, qtbot: QtBot, tmp_path: Path, scene: str, size: str, density: Density, look: str
) -> None:
    theme.use(theme=look, density=density)
    window, screen = shown(qtbot, scene, SIZES[size], theme)
    assert window.size().toTuple() == screen.size().toTuple() == SIZES[size], "nothing asks for more room than there is"
    gloved = "-glove" if density is Density.GLOVE else ""
    looked_at(screen, FOLDER / f"{scene}-{size}{gloved}-{look}.png", tmp_path, differs=0.01, size=120_000)
