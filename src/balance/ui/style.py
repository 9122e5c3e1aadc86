"""The style sheets of screen and paper: colours follow the light and dark toggle by themselves, nothing is fetched."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from balance.figures import DARK, LIGHT

_COLOURS = "".join(
    f"--{field.name}:light-dark({getattr(LIGHT, field.name)},{getattr(DARK, field.name)});" for field in fields(LIGHT)
)

_SHEETS = "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("style.css", "print.css"))

DARK_ON_PAPER = "<style>@media print{[data-testid=stPlotlyChart]{filter:invert(1) hue-rotate(180deg)}}</style>"
"""Figures were drawn for a dark screen: on white paper light and dark change places, and hues stay what they are."""

CSS = f"<style>.stApp{{{_COLOURS}}}\n{_SHEETS}</style>"
