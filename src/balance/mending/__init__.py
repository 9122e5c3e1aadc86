"""Mending an upload: marked workbooks that go out and come back, cells mended in place, problems to take away.

    marked = mending.of_intake(checked.intake, limits)        # workbooks with what is wrong marked
    edits = {place: "2026-03-05"}                             # by file, sheet and cell, as in `fixable`
    uploading.check(database, files, corrections=mending.corrections_of(checked.intake, edits))

A marked workbook that comes back is recognised by `uploading.check` and `load` among the files given to them.
"""

from balance.mending.fixing import Clash, Fixable, clashes, corrections_of, fixable, keep_one, leave_out
from balance.mending.handed_back import HandedBack, take_back
from balance.mending.listing import as_csv, as_xlsx, held_table, problems_table, write_table
from balance.mending.marked import Marked
from balance.mending.outgoing import bundled, named_apart, of_intake, of_snapshot, told, write
from balance.mending.typed import typed, with_typed

__all__ = [
    "Clash",
    "Fixable",
    "HandedBack",
    "Marked",
    "as_csv",
    "as_xlsx",
    "bundled",
    "clashes",
    "corrections_of",
    "fixable",
    "held_table",
    "keep_one",
    "leave_out",
    "named_apart",
    "of_intake",
    "of_snapshot",
    "problems_table",
    "take_back",
    "told",
    "typed",
    "with_typed",
    "write",
    "write_table",
]
