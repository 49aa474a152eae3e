"""What somebody has keyed from a sheet so far: kept as a setting of this console, for this person, until it is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_KEY = "blanks.keying"


@dataclass(frozen=True, slots=True)
class Draft:
    """The texts of the fields by line and field, as they were typed: what cannot be read yet is kept, too."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, line: str, name: str) -> str:
        """What stands in a field of a line."""
        return self.texts.get(f"{line}/{name}", "")

    def with_text(self, line: str, name: str, text: str) -> Draft:
        """With this in a field of a line."""
        return replace(self, texts={**self.texts, f"{line}/{name}": text})

    @property
    def begun(self) -> bool:
        """Whether anything stands in it."""
        return any(self.texts.values())


def setting(sheet: str, user: str) -> str:
    """The name the draft is kept under: each of the two who key a sheet has one of their own, that the other never sees."""
    return f"{_KEY}.{sheet}.{user}"


def write(draft: Draft) -> str:
    """The draft as a setting; empty when nothing stands in it."""
    return json.dumps({key: text for key, text in draft.texts.items() if text}, sort_keys=True) if draft.begun else ""


def read(text: str) -> Draft:
    """The draft of a setting; an empty one where it says nothing that can be read."""
    try:
        plain = json.loads(text) if text else {}
    except json.JSONDecodeError:
        return Draft()
    if not isinstance(plain, dict):
        return Draft()
    return Draft({key: words for key, words in plain.items() if isinstance(words, str)})
