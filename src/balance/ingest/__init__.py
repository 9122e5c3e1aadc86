"""From files to frames: everything a stranger wrote is read, understood and judged here.

`read_files` is the whole flow; it returns an `Intake` and raises nothing for what a file contains.
"""

from balance.ingest.child import Protection, protection
from balance.ingest.intake import read_books, read_files, understand
from balance.ingest.limits import Limits
from balance.ingest.mapping_file import read_mapping, sound_mapping
from balance.ingest.outcome import ColumnMapping, FileRead, Intake, Original, RowCounts, SheetRead
from balance.ingest.reader import Workbook, read_content
from balance.ingest.reported import reported_as_of
from balance.ingest.said import Decision, Question
from balance.ingest.shown import HeaderSeen, SheetSeen
from balance.ingest.taken import Report

__all__ = [
    "ColumnMapping",
    "Decision",
    "FileRead",
    "HeaderSeen",
    "Intake",
    "Limits",
    "Original",
    "Protection",
    "Question",
    "Report",
    "RowCounts",
    "SheetRead",
    "SheetSeen",
    "Workbook",
    "protection",
    "read_books",
    "read_content",
    "read_files",
    "read_mapping",
    "reported_as_of",
    "sound_mapping",
    "understand",
]
