"""`verify`: prove that no entry was altered or removed, and say where it breaks first if one was."""

from __future__ import annotations

import argparse
import json

from console.cli.codes import Exit
from console.cli.opened import Reading, reading
from console.store.journal import rows_fault
from db.seal import SigningKey
from db.secret_store import DEVICE_KEY, HIGH_WATER, HighWater
from db.verify import Verdict
from db.verify import verify as walk


def verify(asked: argparse.Namespace) -> int:
    """Walk every chain of the site, its seals, signatures and rows."""
    with reading(asked.db) as opened:
        verdict = walk_site(opened)
    found = {
        "whole": verdict.whole,
        "first_break": None if verdict.first_break is None else str(verdict.first_break),
        "entries": verdict.entries,
        "chains": verdict.chains,
        "checkpoints": verdict.checkpoints,
        "signatures": verdict.signatures,
        "heads": {head.chain: {"seq": head.seq, "hash": head.hash.hex()} for head in verdict.heads},
    }
    if asked.json:
        print(json.dumps(found, indent=1))
    elif verdict.whole:
        said = (
            f"{verdict.entries} entries in {verdict.chains} chain(s), {verdict.checkpoints} seals, {verdict.signatures} signatures"
        )
        print(f"Whole: {said}.")
    else:
        print(f"Broken: {verdict.first_break}.")
    return Exit.WELL if verdict.whole else Exit.BROKEN


def walk_site(opened: Reading) -> Verdict:
    """The verdict on an open site, held against what this computer keeps outside its folder."""
    identity, secrets, people = opened.site.identity, opened.site.secrets, opened.floor.people
    water, device = secrets.get(identity.scope, HIGH_WATER), secrets.get(identity.scope, DEVICE_KEY)
    with opened.site.reading() as connection:
        return walk(
            connection,
            HighWater.from_bytes(water) if water else None,
            rows_fault,
            lambda user, key: user in people and people[user].public_key == key,
            SigningKey(device).public if device else None,
        )
