"""What changed since you left, on the page of the handover: shown on demand, for the one who is logged in, leading to its batch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtTest import QTest

from console.domain.refusal import Refusal
from console.report.changes.lines import ChangeLine, Since, Tier
from console.ui.page import Place
from tests.ui.front import person
from tests.ui.handover.test_screen import page
from tests.ui.plan.window import BATCH, NOW, Site

HOUR = timedelta(hours=1)


def found(user: str) -> Since:
    held = ChangeLine(
        f"{BATCH}: Put on hold: identity in doubt", Tier.HOLD, NOW - HOUR, (f"batch:{BATCH}",), ("e1",), kind=Tier.HOLD
    )
    own = ChangeLine("You did one thing yourself: note added", Tier.OWN, NOW, (f"batch:{BATCH}",), ("e2",))
    people = ChangeLine("A. Reyes came on duty", Tier.PEOPLE, NOW, (), ("e3",))
    return Since(NOW - 8 * HOUR, NOW, user, (held, people, own))


def test_the_sentences_stand_in_their_order_and_each_leads_to_its_batch(site: Site) -> None:
    user = site.front.user = person(site.front.floor, "supervisor")
    site.front.since = found(user)
    screen = page(site)
    assert not screen.since.isVisible() and screen.sections.isVisible()
    screen.changed.click()
    assert screen.since.isVisible() and not screen.sections.isVisible()
    rows = screen.since.rows.rows.all()
    assert [row.cells[0] for row in rows] == [line.sentence for line in found(user).lines]
    assert [row.sign for row in rows] == ["H", "", ""] and rows[-1].tone == "muted"
    assert screen.since.head.text().endswith(": 3 entries in 3 sentences.")
    went: list[object] = []
    screen.goes.connect(went.append)
    screen.since.rows.opened.emit("1")
    assert went == [], "who came on duty is nowhere on the board"
    screen.since.rows.opened.emit("0")
    assert went == [Place("board", BATCH)]


def test_it_is_asked_anew_for_another_person_and_says_when_nobody_knows(site: Site) -> None:
    user = site.front.user = person(site.front.floor, "supervisor")
    site.front.since = found(user)
    screen = page(site)
    screen.changed.click()
    site.front.user = person(site.front.floor, "supervisor", 1)
    site.front.since = found(user)
    site.desktop.look()
    assert screen.since.rows.rows.all() == (), "what was for the one is not shown to the other"
    site.front.since = Refusal("since", "This site does not know when you last left.")
    site.front.user = person(site.front.floor, "qa")
    site.desktop.look()
    assert screen.since.head.text() == "This site does not know when you last left."
    assert screen.since.rows.rows.all() == ()
    screen.changed.click()
    assert screen.sections.isVisible() and not screen.since.isVisible()


def test_a_floor_on_which_much_happens_is_not_read_at_every_entry(site: Site, monkeypatch) -> None:
    site.front.user = person(site.front.floor, "supervisor")
    site.front.since = found(site.front.user)
    asked: list[int] = []
    told = site.front.changes

    def counted(then: Callable[[Since | Refusal], None], **how: Any) -> None:
        asked.append(site.front.floor.entries)
        told(then, **how)

    monkeypatch.setattr(site.front, "changes", counted)
    screen = page(site)
    screen.changed.click()
    first = site.front.floor.entries
    site.front.floor = replace(site.front.floor, entries=first + 1)
    site.desktop.look()
    assert asked == [first]
    monkeypatch.setattr("console.ui.handover.since.AGAIN_MS", 0)
    QTest.qWait(2)
    site.desktop.look()
    assert asked == [first, first + 1]
