"""The door: `python -m console` and `cleanroom-console`; children import it again, so nothing happens at its top level."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from multiprocessing import freeze_support

from console.cli.verbs import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    freeze_support()
    return run(sys.argv[1:] if arguments is None else list(arguments))


if __name__ == "__main__":
    sys.exit(main())
