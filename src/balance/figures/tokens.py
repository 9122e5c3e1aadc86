"""The colours of the screens, per mode. Blue is better or inside, orange is worse or outside, all else is ink and grey.

Contrast of every text colour on `bg` and `alt` is at least 4.5, of every mark at least 3; a test computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Mode = Literal["light", "dark"]
Tone = Literal["good", "bad", "ink", "open"]
"""Better, worse, neither because it is a fact or a trade, neither because it could be chance."""


@dataclass(frozen=True)
class Tokens:
    """One mode's colours by what they are used for."""

    bg: str
    alt: str
    ink: str
    ink2: str
    ink3: str
    good: str
    bad: str
    mark: str
    line: str
    grid: str
    goods: str
    bads: str
    zone: str
    hatch: str
    ring: str
    core: str
    label: str
    on_primary: str

    def of(self, tone: Tone) -> str:
        """The colour of a statement's tone."""
        return {"good": self.good, "bad": self.bad, "ink": self.ink, "open": self.ink2}[tone]


LIGHT = Tokens(
    bg="#FFFFFF", alt="#F3F5F8", ink="#141C28", ink2="#4B5667", ink3="#5C6878", good="#1F5FA6", bad="#B8520A",
    mark="#7C8794", line="#C9D1DB", grid="#E4E8EE", goods="#DCE8F5", bads="#FBEADB",
    zone="rgba(184,82,10,.06)", hatch="rgba(184,82,10,.30)", ring="rgba(20,28,40,.09)", core="rgba(20,28,40,.09)",
    label="rgba(255,255,255,.82)", on_primary="#FFFFFF",
)  # fmt: skip

DARK = Tokens(
    bg="#0F151D", alt="#18212C", ink="#EDF1F6", ink2="#B4BFCC", ink3="#9AA6B5", good="#6FB1F2", bad="#F39A4A",
    mark="#8994A3", line="#3A495B", grid="#222D3A", goods="#16304A", bads="#3A2412",
    zone="rgba(243,154,74,.09)", hatch="rgba(243,154,74,.34)", ring="rgba(237,241,246,.12)",
    core="rgba(237,241,246,.10)", label="rgba(15,21,29,.8)", on_primary="#0F151D",
)  # fmt: skip


def tokens(mode: Mode) -> Tokens:
    """The colours of a mode."""
    return DARK if mode == "dark" else LIGHT


def contrast(one: str, other: str) -> float:
    """The contrast of two opaque colours as WCAG defines it, 1 to 21.

    >>> round(contrast("#FFFFFF", "#000000"), 1)
    21.0
    """
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
