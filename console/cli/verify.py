"""`verify`: prove that no entry was altered or removed, and say where it breaks first if one was."""

from __future__ import annotations

import argparse
import json

from console.cli.codes import Exit
from console.cli.opened import unfolded
from console.store.journal import rows_fault
from console.store.keys import certified_keys
from db.seal import SigningKey
from db.secret_store import DEVICE_KEY, HIGH_WATER, HighWater
from db.site import Site
from db.trouble import NotWhole
from db.verify import Verdict
from db.verify import verify as walk


def verify(asked: argparse.Namespace) -> int:
    """Walk every chain of the site, its seals, signatures and rows."""
    try:
        with unfolded(asked.db) as site:
            verdict = walk_site(site)
    except NotWhole as wrong:
        print(f"Broken: {wrong}")
        return Exit.BROKEN
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


def walk_site(site: Site) -> Verdict:
    """The verdict on an open site, held against what this computer keeps outside its folder."""
    identity, secrets = site.identity, site.secrets
    water, device = secrets.get(identity.scope, HIGH_WATER), secrets.get(identity.scope, DEVICE_KEY)
    with site.reading() as connection:
        return walk(
            connection,
            HighWater.from_bytes(water) if water else None,
            rows_fault,
            certified_keys(connection),
            SigningKey(device).public if device else None,
        )
