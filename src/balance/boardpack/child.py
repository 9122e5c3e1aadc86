"""The process that only draws: an outline comes in, each format goes out as soon as it is written.

In: the outline, the formats and the locale, pickled by the server that started it. Out, for each format: one letter (F
file, R refused), the length in eight bytes, and the content, which is the file or the sentence why there is none.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from pathlib import Path
from typing import BinaryIO

from balance import language
from balance.boardpack import FORMATS, Outline, render
from balance.errors import BalanceError

FILE, REFUSED = b"F", b"R"
NICE = 10
"""How far it stands back behind those who answer visitors."""

OURS = Path(__file__).parents[1]
MOST_PLACES = 3


def main() -> None:
    """Read, draw, hand back; a fault is told by kind and place alone, for its message may quote a cell."""
    try:
        _draw_all()
    except Exception as fault:
        sys.exit(f"The process that writes packs has failed: {_where(fault)}")


def _draw_all() -> None:
    if hasattr(os, "nice"):
        os.nice(NICE)
    outline, formats, locale = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    language.speak(locale)
    for format_ in formats:
        _hand_over(sys.stdout.buffer, *_drawn(outline, format_))


def _drawn(outline: Outline, format_: str) -> tuple[bytes, bytes]:
    try:
        return FILE, render(outline, format_)
    except BalanceError as why:
        return REFUSED, str(why).encode()
    except Exception as fault:
        name = FORMATS[format_].name if format_ in FORMATS else "A file"
        return REFUSED, f"{name} could not be written. This is a fault of Balance ({_where(fault)}).".encode()


def _where(fault: Exception) -> str:
    """The kind of a fault, and the innermost lines of Balance it came from; no message, no values."""
    frames = [one for one in traceback.extract_tb(fault.__traceback__) if OURS in Path(one.filename).parents]
    places = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames[-MOST_PLACES:]))
    return f"{type(fault).__name__} at {places}"


def _hand_over(out: BinaryIO, kind: bytes, content: bytes) -> None:
    out.write(kind + len(content).to_bytes(8, "little"))
    out.write(content)
    out.flush()


if __name__ == "__main__":
    main()
