"""What is filled in about one sheet of paper: how many pages came back, why it is void, or that one signs for what one wrote."""

from __future__ import annotations

from dataclasses import replace

from console.domain.blanks import Blank
from console.domain.commands import ReturnBlank, SignBlank, VoidBlank
from console.domain.commands.command import Command
from console.domain.refusal import Refusal
from console.view import spoken
from console.view.asks.ask import LATE, Answers, Ask, Field, Kind, Scene, Wrong

_LOST = (("no", "it is here, and nothing on it counts"), ("lost", "it is lost: that is a deviation"))


def about(blank: Blank) -> str:
    """Which sheet is meant."""
    return f"{blank.number} · {blank.room}"


def back(scene: Scene, blank: Blank) -> Ask:
    """The sheet came back, now or a while ago."""

    def make(answers: Answers) -> Command:
        text = answers.text("pages")
        if text and not text.isdecimal():
            raise Wrong(Refusal("form.number", f"“{text}” is no number of pages.", "Count them, written backs too.", "pages"))
        return ReturnBlank(by=scene.user, blank=blank.number, pages=int(text or 0), at=answers.ago(), reason=answers.text("reason"))

    on = f"; it was printed on {blank.printed}" if blank.printed else "; empty where nobody counted"
    fields = (
        Field("pages", "Pages", hint=f"as counted{on}"),
        Field("at", "How long ago", Kind.SPAN, hint="empty: now; else 40 min, 1 h 20 min"),
        replace(LATE, hint="needed when pages are missing, or when it was more than 15 minutes ago"),
    )
    return Ask("blanks.return", "Sheet is back", about(blank), "It is back", fields, make)


def void(scene: Scene, blank: Blank) -> Ask:
    """Nothing on the sheet counts, or it is lost."""

    def make(answers: Answers) -> Command:
        lost = answers.needed("lost", "Where the sheet is") == "lost"
        return VoidBlank(by=scene.user, blank=blank.number, reason=answers.text("reason"), lost=lost)

    fields = (
        Field("lost", "Where the sheet is", Kind.CHOICE, "", _LOST),
        Field("reason", "Reason", hint="why, in a few words; a void sheet is kept with the others"),
    )
    lines = spoken.counted(len(blank.lines), "line")
    words = f"{about(blank)}, {lines}. A void number is never given out again."
    return Ask("blanks.void", "Void the sheet", words, "Void and sign", fields, make, critical=True)


def signed(scene: Scene, blank: Blank) -> Ask:
    """Whoever is named on the sheet signs for what was signed in ink."""

    def make(_: Answers) -> Command:
        return SignBlank(by=scene.user, blank=blank.number)

    return Ask("blanks.sign", "Sign for what you wrote", about(blank), "Sign", (), make, at_once=True, critical=True)
