"""What can be asked of the plan: drop a moved bar, sign a draft as one change, show it to others, move a change back."""

from __future__ import annotations

from collections.abc import Callable

from console.domain.commands import ChangePlan, KeepDraft, MoveStep
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.moving_back import STEM, move_back
from console.domain.plan import Showing, StepMove, next_number
from console.domain.refusal import Refusal
from console.view.asks.ask import REASON, Answers, Ask, Field, Kind, Scene, Wrong

DRAFT_STEM = "D-"
"""How the numbers of kept drafts begin."""


def dropped(scene: Scene, move: StepMove, words: str) -> Ask:
    """A bar was let go at a lawful place: why, once, and it is planned there."""

    def make(answers: Answers) -> Command:
        return MoveStep(
            by=scene.user, batch=move.batch, step=move.step, placement=move.placement, reason=answers.needed("reason", "The reason")
        )

    return Ask("step.drop", "Move the planned step", f"{scene.about_step}: {words}", "Move", (REASON,), make)


def apply(scene: Scene, moves: Callable[[], tuple[StepMove, ...]], title: str, kept: str = "") -> Ask:
    """A draft becomes the plan as one signed change: the moves it holds when it is asked."""

    def make(answers: Answers) -> Command:
        return ChangePlan(
            by=scene.user, change=next_number(scene.floor.changes, STEM), title=answers.needed("title", "The title"),
            moves=moves(), reason=answers.needed("reason", "The reason"), draft=kept,
        )  # fmt: skip

    fields = (Field("title", "Title", value=title), REASON)
    about = "All moves or none, under one signature."
    return Ask("draft.apply", "Apply the draft", about, "Apply and sign", fields, make, critical=True)


def keep(scene: Scene, moves: tuple[StepMove, ...], title: str, kept: str = "") -> Ask:
    """A draft that others see is kept in the journal; it moves nothing."""

    def make(answers: Answers) -> Command:
        number = draft_number(scene.floor, moves, kept)
        known = scene.floor.drafts.get(number)
        why = known.why if known is not None else Showing.SHOWN
        return KeepDraft(by=scene.user, draft=number, title=answers.needed("title", "The title"), moves=moves, why=why)

    about = "Everybody can look at it from now on; nothing moves, and that it was shown stays in the journal."
    return Ask("draft.keep", "Show the draft to others", about, "Show it", (Field("title", "Title", value=title),), make)


def draft_number(floor: Floor, moves: tuple[StepMove, ...], kept: str, *, printed: bool = False) -> str:
    """The number under which a draft is kept: that of the entry to come, so that none is ever given twice.

    A draft shown anew keeps its number; one that stands on paper keeps it for the same moves alone.
    """
    known = floor.drafts.get(kept)
    on_paper = printed or (known is not None and known.why is Showing.PRINTED)
    if known is not None and (known.moves == moves or not on_paper):
        return known.id
    return f"{DRAFT_STEM}{floor.entries + 1}"


def back(scene: Scene) -> Ask:
    """The latest change sets, as far as something of them can still be moved back: a new signed change."""
    floor = scene.floor
    open_ones = [
        change for change in reversed(tuple(floor.changes.values()))
        if not isinstance(move_back(floor, change.id, scene.user, "-"), Refusal)
    ]  # fmt: skip
    choices = tuple((change.id, f"{change.id}: {change.title}") for change in open_ones)

    def make(answers: Answers) -> Command:
        found = move_back(floor, answers.needed("change", "The change"), scene.user, answers.needed("reason", "The reason"))
        if isinstance(found, Refusal):
            raise Wrong(found)
        return found

    fields = (Field("change", "Change", Kind.CHOICE, choices[0][0] if choices else "", choices), REASON)
    about = "What has begun since, or was moved again, stays where it is."
    if not choices:
        about = "No change set is left of which anything could be moved back."
    return Ask("plan.back", "Move back: a new signed change", about, "Move back and sign", fields, make, critical=True)
