"""The PDF writer: the HTML pack printed by the Chrome, Chromium or Edge of this machine, on A4 landscape."""

from balance.boardpack.pdf.printing import printed, write

__all__ = ["printed", "write"]
