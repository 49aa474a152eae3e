"""A console is killed at two hundred random moments: every acknowledged command is there, and the record is whole."""

import json
import os
import subprocess
import sys


def test_no_acknowledged_command_is_lost_to_a_kill(tmp_path):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    runs = []
    for seed in (1, 2):  # two sites side by side: a kill is mostly waiting
        (tmp_path / str(seed)).mkdir()
        words = [sys.executable, "-m", "tests.store.killing", str(tmp_path / str(seed)), "100", str(seed)]
        runs.append(subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    for run in runs:
        said, wrong = run.communicate()
        assert run.returncode == 0, wrong
        figures = json.loads(said)
        assert (figures["kills"], figures["lost"]) == (100, 0)
        assert figures["acknowledged"] > 50
