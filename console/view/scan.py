"""What a scanned label means on this floor: a batch, a person, a sheet of paper, or nothing that is known here."""

from __future__ import annotations

from dataclasses import dataclass

from console.domain.floor import Floor
from console.domain.labels import Label


@dataclass(frozen=True, slots=True)
class Meant:
    """What was scanned: a batch, a person or a sheet of this floor (all may be empty), and the words on the label."""

    batch: str = ""
    person: str = ""
    words: str = ""
    sheet: str = ""


def meant(floor: Floor, label: Label) -> Meant:
    """What the label means here."""
    coi = label.get("coi")
    said = coi or label.get("lot") or label.get("serial") or label.get("person") or label.get("din") or label.get("text")
    batch = next((b.id for b in floor.batches.values() if b.coi and b.coi == (coi or said)), "")
    if not batch and said in floor.batches:
        batch = said
    person = said if said in floor.people else ""
    words = f"COI …{coi[-4:]}" if coi else f"“{said[:24]}”"
    return Meant(batch, person, words, said if said in floor.blanks else "")
