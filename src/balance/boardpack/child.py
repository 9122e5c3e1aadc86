"""The process that only draws: an outline comes in, each format goes out as soon as it is written.

In: the outline, the formats and the locale, pickled by the server that started it. Out, for each format: one letter (F
file, R refused), the length in eight bytes, and the content, which is the file or the sentence why there is none.
"""

from __future__ import annotations

import os
import pickle
import sys
from typing import BinaryIO

from balance import language
from balance.boardpack import render
from balance.errors import BalanceError

FILE, REFUSED = b"F", b"R"
NICE = 10
"""How far it stands back behind those who answer visitors."""


def main() -> None:
    """Read, draw, hand back."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    outline, formats, locale = pickle.loads(sys.stdin.buffer.read())  # noqa: S301
    language.speak(locale)
    for format_ in formats:
        try:
            kind, content = FILE, render(outline, format_)
        except BalanceError as why:
            kind, content = REFUSED, str(why).encode()
        _hand_over(sys.stdout.buffer, kind, content)


def _hand_over(out: BinaryIO, kind: bytes, content: bytes) -> None:
    out.write(kind + len(content).to_bytes(8, "little"))
    out.write(content)
    out.flush()


if __name__ == "__main__":
    main()
