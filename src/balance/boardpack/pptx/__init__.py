"""The PowerPoint writer: it draws an outline with native charts and tables, and decides nothing."""

from balance.boardpack.pptx.deck import check_template, write

__all__ = ["check_template", "write"]
