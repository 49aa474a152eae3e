"""`blanks`: the sheets of paper that were given out, where each is, since when, and whether all are accounted for."""

from __future__ import annotations

import argparse
import json
from typing import Any

from console.cli.codes import Exit
from console.cli.opened import reading
from console.cli.papers import imprint_of, write
from console.domain.blanks import WAITS, Blank, ordered
from console.domain.floor import Floor
from console.report.blanks.account import account_document, account_words, since
from console.report.plain import document_text
from console.store.replay import floor_at
from console.view.listing import utc


def blanks(asked: argparse.Namespace) -> int:
    """List the sheets and their account, now or as this console held them at an instant; with --csv or --pdf as a file."""
    with reading(asked.db) as opened:
        floor = opened.floor if asked.at is None else floor_at(opened.site, asked.at)
        document = account_document(floor, imprint_of(opened, asked.at))
        said = write(document, asked)
    print(json.dumps(blanks_json(floor), indent=1, ensure_ascii=False) if asked.json else said or document_text(document))
    return Exit.WELL


def blanks_json(floor: Floor) -> dict[str, Any]:
    """The account and every sheet on the live floor for programs, in the order they were issued."""
    told = floor.blank_account()
    return {
        "account": {
            "issued": told.issued,
            "returned": told.returned,
            "void": told.void,
            "out": told.out,
            "balanced": told.balanced,
            "words": account_words(floor),
        },
        "sheets": [_sheet(blank) for blank in ordered(floor.blanks.values())],
    }


def _sheet(blank: Blank) -> dict[str, Any]:
    return {
        "number": blank.number,
        "room": blank.room,
        "state": blank.state.value,
        "since": utc(since(blank)),
        "waits": WAITS.get(blank.state, ""),
        "from": utc(blank.from_at),
        "until": utc(blank.until_at),
        "lines": len(blank.lines),
        "digest": blank.digest,
        "issued_by": blank.issued_by,
        "issued_at": utc(blank.issued_at),
        "reason": blank.reason,
        "returned_by": blank.returned_by,
        "returned_at": utc(blank.returned_at),
        "pages": blank.pages,
        "void_reason": blank.void_reason,
        "lost": blank.lost,
        "keyed_by": blank.keyed_by,
        "checked_by": blank.verified_by,
        "owed": list(blank.owed),
        "originals": [{"sha256": o.digest, "kind": o.kind.value, "bytes": o.size, "name": o.name} for o in blank.originals],
    }
