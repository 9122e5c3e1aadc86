"""The Excel writer: every number of the pack in real tables with native charts, and no text of the data ever live."""

from balance.boardpack.xlsx.book import write

__all__ = ["write"]
