"""Runs first in the built program on Linux: a machine that names no locale gets one that can write a ±."""

import os
import sys

if sys.platform == "linux" and not any(os.environ.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG")):
    os.environ["LC_CTYPE"] = "C.UTF-8"  # what Python itself does at its start, and a built program does not
