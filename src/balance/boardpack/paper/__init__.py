"""The board paper: two pages of A4 to read before the meeting, printed by the browser of this machine."""

from balance.boardpack.paper.document import write

__all__ = ["write"]
