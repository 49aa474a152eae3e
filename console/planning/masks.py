"""Sets of slots as the bits of one whole number: bit n stands for the n-th slot of a window; what two sets share is one AND."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np
from numpy.typing import NDArray

from console.planning.problem import Span

Mask = int
"""Bit n is set when the n-th slot of the window is in the set."""


def packed(wanted: NDArray[np.bool_]) -> Mask:
    """The mask of an array of truths, one a slot."""
    return int.from_bytes(np.packbits(wanted, bitorder="little").tobytes(), "little")


def between(first: int, last: int) -> Mask:
    """The slots first to last, both in; empty when last lies before first."""
    return ((1 << (last - first + 1)) - 1) << first if last >= first >= 0 else (1 << (last + 1)) - 1 if last >= 0 > first else 0


def lasting(free: Mask, length: int) -> Mask:
    """The starts from which `length` slots in a row are free, by doubling: log2(length) shifts."""
    have = 1
    while have < length and free:
        step = min(have, length - have)
        free &= free >> step
        have += step
    return free


def next_in(mask: Mask, at: int) -> int:
    """The first slot of the set at or after this one (0 or later), -1 when there is none."""
    if at < 0:
        at = 0
    rest = mask >> at
    if rest & 1:
        return at
    return at + (rest & -rest).bit_length() - 1 if rest else -1


def last_in(mask: Mask, at: int) -> int:
    """The last slot of the set at or before this one, -1 when there is none."""
    return (mask & ((1 << (at + 1)) - 1)).bit_length() - 1 if at >= 0 else -1


def spread(mask: Mask, least: int, most: int) -> Mask:
    """Every slot that lies between `least` and `most` (both in, perhaps below 0) after some slot of the set, by doubling."""
    have, reach = 1, most - least + 1
    while have < reach:
        step = min(have, reach - have)
        mask |= mask << step
        have += step
    return mask << least if least >= 0 else mask >> -least


def trailing(mask: Mask) -> int:
    """How many slots in a row are in the set from slot 0 on."""
    return (~mask & (mask + 1)).bit_length() - 1


def spans(mask: Mask, base: int = 0) -> tuple[Span, ...]:
    """The set as half-open spans in order, counted from `base`."""
    found: list[Span] = []
    at = next_in(mask, 0)
    while at >= 0:
        length = trailing(mask >> at)
        found.append((base + at, base + at + length))
        at = next_in(mask, at + length)
    return tuple(found)


def within(allowed: tuple[Span, ...], base: int, length: int) -> Mask:
    """The mask over a window [base, base + length) of spans given in slots and in order."""
    mask = 0
    for start, end in allowed[max(0, bisect_right(allowed, (base, base)) - 1) :]:
        if start - base >= length:
            break
        first, last = max(start - base, 0), min(end - base, length) - 1
        if last >= first:
            mask |= between(first, last)
    return mask
