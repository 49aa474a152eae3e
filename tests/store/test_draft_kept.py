"""The draft of a handover outlives its console: a process that is killed between two words has kept them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from console.domain.handover import HandoverWords
from console.view.handover.draft import Draft, read, write
from db.secret_store import PrivateFolderStore
from tests.store.place import START, made, reopened, workplace

CHILD = """
import os, signal, sys
from pathlib import Path
from console.view.handover.draft import Draft, read, write
from db.secret_store import PrivateFolderStore
from tests.store.place import reopened, workplace
folder, secrets, words = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
site = reopened(folder, workplace(PrivateFolderStore(secrets), seed=5))
draft = read(site.desk.setting("handover.draft"))
for word in words:
    draft = draft.with_words(9, word)
    site.desk.remember("handover.draft", write(draft))
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(folder: Path, secrets: Path, *words: str) -> int:
    """Another console adds words to the draft and is killed before it can close anything."""
    asked = [sys.executable, "-c", CHILD, str(folder), str(secrets), *words]
    return subprocess.run(asked, cwd=Path(__file__).parents[2], capture_output=True, check=False, timeout=60).returncode


def test_what_was_written_before_a_console_was_killed_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    folder, secrets = tmp_path / "site", tmp_path / "secrets"
    work = workplace(PrivateFolderStore(secrets))
    site = made(folder, work)
    first = Draft("nobody in CR3").with_owner("3.out.room:CR3", "mkeller", START).with_point("order wipes", "qa", START)
    site.desk.remember("handover.draft", write(first))
    site.journal.close(site.journal.load())
    assert killed(folder, secrets, "two gowned in", "one is new") == -signal.SIGKILL
    again = reopened(folder, work)
    found = read(again.desk.setting("handover.draft"))
    assert found.remarks == (HandoverWords(9, "two gowned in"), HandoverWords(9, "one is new"))
    assert (found.must_know, found.points, found.named) == (first.must_know, first.points, first.named)
    assert again.verify().whole
    again.db.close()
