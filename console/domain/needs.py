"""Which signatures a command needs on this floor: known before it is sent (law 5)."""

from __future__ import annotations

from console.domain.batch import BatchStatus
from console.domain.commands import FinishStep, ReviewResult, SignBlank, SignDisposition
from console.domain.commands.command import Command
from console.domain.floor import Floor
from console.domain.rights import Right
from console.domain.signing import Consent, Meaning, SignatureNeed


def signatures_needed(floor: Floor, command: Command) -> tuple[SignatureNeed, ...]:
    """The signatures without which this command cannot become an event, in signing order."""
    if isinstance(command, FinishStep):
        return _step_signatures(floor, command)
    if isinstance(command, SignDisposition):
        rejected = command.decision is BatchStatus.REJECTED
        return (SignatureNeed(Meaning.REJECTED if rejected else Meaning.RELEASED, Right.RELEASE, command.by),)
    if isinstance(command, SignBlank):
        return _paper_signatures(floor, command)
    if isinstance(command, ReviewResult):
        return (SignatureNeed(Meaning.REVIEWED, Right.REVIEW_RESULT, command.by),)
    return tuple(SignatureNeed(meaning, command.right, command.by) for meaning in command.signs)


def _step_signatures(floor: Floor, command: FinishStep) -> tuple[SignatureNeed, ...]:
    performed = SignatureNeed(Meaning.PERFORMED, Right.RECORD_STEP, command.by)
    batch = floor.batches.get(command.batch)
    recipe = floor.recipe_of(batch) if batch else None
    step = recipe.by_code.get(command.step) if recipe else None
    if step is None or not step.verified:
        return (performed,)
    began = batch.steps[command.step].performer if batch and command.step in batch.steps else ""
    hands = tuple(dict.fromkeys(user for user in (command.by, began) if user))
    return (performed, SignatureNeed(Meaning.VERIFIED, Right.VERIFY_STEP, command.verifier, not_users=hands))


def _paper_signatures(floor: Floor, command: SignBlank) -> tuple[SignatureNeed, ...]:
    """What somebody named on a sheet signs for: what they did there, what they checked there, or both."""
    blank = floor.blanks.get(command.blank)
    meanings = blank.roles_on_paper(command.by) if blank is not None else ()
    return tuple(SignatureNeed(meaning, command.right, command.by) for meaning in meanings or (Meaning.PERFORMED,))


def missing_signature(needs: tuple[SignatureNeed, ...], consents: tuple[Consent, ...], digest: str) -> SignatureNeed | None:
    """The first need that no consent over this digest meets, or None when all are met."""
    for need in needs:
        if not any(_meets(need, consent, digest) for consent in consents):
            return need
    return None


Given = tuple[tuple[Consent, SignatureNeed], ...]
"""Consents with the need each of them meets."""


def given(needs: tuple[SignatureNeed, ...], consents: tuple[Consent, ...], digest: str) -> Given:
    """The consent that meets each need, with its need; a consent nobody asked for, or over something else, signs nothing."""
    met = ((next((c for c in consents if _meets(need, c, digest)), None), need) for need in needs)
    return tuple((consent, need) for consent, need in met if consent is not None)


def _meets(need: SignatureNeed, consent: Consent, digest: str) -> bool:
    return (
        consent.meaning is need.meaning
        and consent.over == digest
        and (not need.user or consent.user == need.user)
        and consent.user not in need.not_users
    )
