"""Asking for passwords on the command line: at the terminal unseen, else a line of standard input."""

from __future__ import annotations

import getpass
import secrets
import sys


def ask_password(prompt: str) -> str:
    """A password from the terminal, or the next line of standard input when there is no terminal."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(f"{prompt}: ")
    return (sys.stdin.readline() if sys.stdin is not None else "").rstrip("\r\n")


def ask_new(prompt: str, made: dict[str, str]) -> str:
    """A new password; where there is neither terminal nor input one is made up, and noted under its prompt to be told once."""
    if sys.stdin is not None and sys.stdin.isatty():
        return ask_twice(prompt)
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if line:
        return line.rstrip("\r\n")
    made[prompt] = secrets.token_urlsafe(15)
    return made[prompt]


def ask_twice(prompt: str) -> str:
    """A new password, asked twice at a terminal; empty when the two differ."""
    first = ask_password(prompt)
    if sys.stdin is not None and sys.stdin.isatty() and ask_password("the same again") != first:
        print("The two differ.", file=sys.stderr)
        return ""
    return first
