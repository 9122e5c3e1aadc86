"""The PowerPoint writer: it draws an outline with native charts and tables, and decides nothing."""

from balance.boardpack.pptx.deck import write
from balance.boardpack.pptx.inspection import LARGEST

__all__ = ["LARGEST", "write"]
