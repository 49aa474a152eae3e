"""What changed since the last handover, as a handover freezes it: the sentences of the difference, in their order."""

from __future__ import annotations

from console.domain.handover import HandoverChange
from console.report.changes.lines import Since


def changes_of(since: Since) -> tuple[HandoverChange, ...]:
    """The sentences, each with how many entries it tells and the first place it leads to."""
    return tuple(
        HandoverChange(line.sentence, line.at, len(line.entries), line.places[0] if line.places else "") for line in since.lines
    )
