"""A number as bars and gaps (Code 128, ISO/IEC 15417), so that a scanner opens what a sheet of paper belongs to."""

from __future__ import annotations

_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 "
    "123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 "
    "131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 "
    "213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 "
    "141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 "
    "124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 "
    "411131 211412 211214 211232 2331112"
)
_PATTERNS = tuple(_WIDTHS.split(" "))
START_B, START_C, TO_C, TO_B, STOP = 104, 105, 99, 100, 106
QUIET = 10
"""How many modules stay white on either side."""
PAIRS = 4
"""From so many digits on at the end, pairs of digits are shorter than letters."""


def modules(text: str) -> tuple[int, ...]:
    """Widths in modules of bars and gaps in turn, a bar first, without the quiet zones; raises ValueError for other than ASCII."""
    return tuple(int(width) for value in values(text) for width in _PATTERNS[value])


def values(text: str) -> tuple[int, ...]:
    """The symbol's values: start, letters, pairs of digits at the end, check and stop."""
    if not text or not all(32 <= ord(letter) < 127 for letter in text):
        raise ValueError(f"no bars can be made of {text!r}")
    head = text.rstrip("0123456789")
    pairs = len(text) - len(head)
    if pairs < PAIRS:
        head, pairs = text, 0
    elif pairs % 2:
        head, pairs = text[: len(head) + 1], pairs - 1
    tail = text[len(head) :]
    found = [START_B, *(ord(letter) - 32 for letter in head)] if head else []
    found += ([TO_C] if head else [START_C]) if tail else []
    found += [int(tail[n : n + 2]) for n in range(0, pairs, 2)]
    check = found[0] + sum(place * value for place, value in enumerate(found))
    return (*found, check % 103, STOP)
