"""The one style sheet: colours follow the light and dark toggle by themselves, nothing is fetched."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from balance.figures import DARK, LIGHT

_COLOURS = "".join(
    f"--{field.name}:light-dark({getattr(LIGHT, field.name)},{getattr(DARK, field.name)});" for field in fields(LIGHT)
)

CSS = f"<style>.stApp{{{_COLOURS}}}\n{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
