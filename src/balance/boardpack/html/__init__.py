"""The HTML writer: one file with live charts that opens from disk, fetches nothing, and prints a slide on a page."""

from balance.boardpack.html.document import write
from balance.boardpack.html.picture import picture

__all__ = ["picture", "write"]
