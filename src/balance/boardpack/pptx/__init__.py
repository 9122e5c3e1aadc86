"""The PowerPoint writer: it draws an outline with native charts and tables, and decides nothing."""

from balance.boardpack.pptx.deck import write

__all__ = ["write"]
