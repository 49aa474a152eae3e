"""Pictures for readers: few colours so that they are small, and compared by the share of pixels that differ."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

Pixels = NDArray[np.uint8]
COLOURS = 256
STEP = 24
"""A channel that moves by less is the same to the eye (another edge of the same letter)."""
MOST_DIFFERING, MOST_BYTES = 0.02, 250_000
"""A picture is held to be the same up to this share of its pixels; and none is larger than readers wait for."""


def looked_at(widget: QWidget, kept: Path, folder: Path, *, differs: float = MOST_DIFFERING, size: int = MOST_BYTES) -> None:
    """What a widget shows is what was looked at; the picture of now goes through `folder`."""
    fresh = folder / "fresh.png"
    assert widget.grab().save(str(fresh), "PNG")
    as_kept(fresh, kept, differs=differs, size=size)


def as_kept(fresh: Path, kept: Path, *, differs: float = MOST_DIFFERING, size: int = MOST_BYTES) -> None:
    """A picture made just now is the kept one but for a share of its pixels; `LOOKS=write` keeps it, as where none is kept."""
    if os.environ.get("LOOKS") == "write" or not kept.exists():
        keep(read(fresh), kept)
    share = differing(read(fresh), read(kept))
    assert share <= differs, f"{share:.1%} of {kept.name} is not what the program shows; LOOKS=write writes it anew"
    assert kept.stat().st_size <= size


def read(path: Path) -> Pixels:
    """A picture as rows of red, green and blue."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return flat[:, : image.width(), 2::-1].copy()


def differing(one: Pixels, other: Pixels) -> float:
    """The share of pixels that differ, 0 to 1; all of them when the sizes do."""
    if one.shape != other.shape:
        return 1.0
    return float((np.abs(one.astype(np.int16) - other.astype(np.int16)).max(axis=2) > STEP).mean())


def keep(pixels: Pixels, path: Path) -> None:
    """Write the picture with its most frequent colours, bright ones first; every other becomes the nearest of them."""
    values = pixels.astype(np.uint32)
    packed = values[:, :, 0] << 16 | values[:, :, 1] << 8 | values[:, :, 2]
    colours, where, often = np.unique(packed, return_inverse=True, return_counts=True)
    channels = np.stack([colours >> shift & 255 for shift in (16, 8, 0)]).astype(np.int64)
    bright = channels.max(axis=0) - channels.min(axis=0)  # what carries meaning is small and bright, what is large is grey
    chosen = colours[np.argsort(often * (1 + bright))[::-1][:COLOURS]]
    nearest = np.array([int(np.argmin(_apart(colour, chosen))) for colour in colours], dtype=np.uint8)
    height, width = pixels.shape[0], pixels.shape[1]
    image = QImage(nearest[where].tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([0xFF000000 | int(colour) for colour in chosen])
    path.parent.mkdir(parents=True, exist_ok=True)
    assert image.save(str(path), "PNG", 0), f"{path} could not be written"  # type: ignore[call-overload]


def _apart(colour: np.uint32, others: NDArray[np.uint32]) -> NDArray[np.int64]:
    far = [(others >> shift & 255).astype(np.int64) - (int(colour) >> shift & 255) for shift in (16, 8, 0)]
    return np.asarray(sum(part * part for part in far))
