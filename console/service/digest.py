"""The digest of a command: what a person's consent is bound to."""

from __future__ import annotations

import hashlib
import json

from console.domain.codec import command_plain
from console.domain.commands.command import Command


def command_digest(command: Command) -> str:
    """SHA-256 (hex) of the command's canonical plain form: change one letter and every consent is void."""
    plain = json.dumps(command_plain(command), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(b"command\x00" + plain.encode()).hexdigest()
