"""A printed copy as the audit tells it: what was printed first, and what it is about once."""

from __future__ import annotations

from console.store.sayings import said, sentence

PAYLOAD = {
    "copy": 3, "digest": "0a" * 32, "entries": 9, "head": "A/9 0a0a", "kind": "history", "name": "h.pdf", "outlet": "printer",
    "pages": 7, "reason": "for the inspector", "subject": "batch:B-1", "title": "History of batch B-1",
}  # fmt: skip


def test_the_title_and_the_number_come_first_and_the_subject_stands_in_its_own_column() -> None:
    told = said("copy.printed", PAYLOAD, ("batch:B-1",))
    assert told[:4] == (("title", "History of batch B-1"), ("copy", "3"), ("pages", "7"), ("name", "h.pdf"))
    assert {"subject", "reason"}.isdisjoint(dict(told)) and dict(told)["head"] == "A/9 0a0a"
    assert dict(said("copy.printed", PAYLOAD, ()))["subject"] == "batch:B-1", "what is no entity of the record is said"
    assert sentence("copy.not_written") == "Copy not written"
