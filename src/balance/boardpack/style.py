"""The look of a slide: colours, sizes and widths of type. Blue is better, orange is worse, all else ink and grey.

Colours are hexadecimal RGB, sizes points, lengths inches.
"""

from __future__ import annotations

from typing import Final

from balance.boardpack.slides import Tone

INK: Final = "141C28"
INK2: Final = "4B5667"
INK3: Final = "5C6878"
GOOD: Final = "1F5FA6"
BAD: Final = "B8520A"
MARK: Final = "7C8794"
LINE: Final = "C9D1DB"
GRID: Final = "E4E8EE"
ALT: Final = "F3F5F8"
ZONE: Final = "FBF2EB"
PAPER: Final = "FFFFFF"

TONES: Final[dict[Tone, str]] = {"ink": INK, "soft": INK2, "good": GOOD, "bad": BAD}

FONT: Final = "Arial"

NO_BREAK: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""Spaces at which no line ends."""

TITLE: Final = 20.0
TITLE_LONG: Final = 18.0
SUBTITLE: Final = 13.0
BLOCK_TITLE: Final = 13.0
BLOCK_SUBTITLE: Final = 11.0
NUMBERS: Final = ((24.0, 13.0), (22.0, 12.0), (20.0, 11.5), (18.0, 10.5), (17.0, 10.0))
"""Sizes of headline numbers and of their units: the largest at which all of a row are whole."""

NUMBER_LABEL: Final = 11.5
BODY: Final = 11.0
TABLE: Final = 11.0
TABLE_LARGE: Final = 13.0
TABLE_HEAD: Final = 10.5
CHART: Final = 10.5
FOOTER: Final = 10.0

ROW: Final = 0.30
"""Height of a table row with one line."""

_ASCII = (
    (278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
     556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
     722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
     556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
     260, 334, 584),
    (278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
     556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
     722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
     556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
     280, 389, 584),
)  # fmt: skip


def letter_width(letter: str, bold: bool) -> float:
    """How wide a letter of the slide's font is, in parts of the type size; wide scripts count as square."""
    code = ord(letter)
    if 32 <= code < 127:
        return _ASCII[bold][code - 32] / 1000
    if letter in NO_BREAK:
        return _ASCII[bold][0] / 1000
    return 1.0 if code >= 0x1100 else 0.6
