"""What each command of the command line does: exit status, JSON document, and the same for a person.

Each imports what it needs, so that none pays for the others.
"""

from balance.commands.answer import ATTENTION, DONE, FAULT, REFUSED, Answer
from balance.commands.asking import frontier, report, trace, track_record, what_if
from balance.commands.assuming import assume, assumptions, sensitivity
from balance.commands.auditing import audit
from balance.commands.decisions import decisions
from balance.commands.importing import check, load, mend
from balance.commands.keeping import (
    backup,
    copy,
    diff,
    export,
    links,
    of_snapshot,
    purge,
    restore,
    retain,
    snapshots,
)
from balance.commands.mappings import mappings
from balance.commands.operating import doctor, settings
from balance.commands.running import bench, pages, serve
from balance.commands.writing import dictionary, pack, sample, template

__all__ = [
    "ATTENTION", "DONE", "FAULT", "REFUSED", "Answer", "assume", "assumptions", "audit", "backup", "bench", "check",
    "copy", "decisions", "dictionary", "diff", "doctor", "export", "frontier", "links", "load", "mappings", "mend",
    "of_snapshot", "pack", "pages", "purge", "report", "restore", "retain", "sample", "sensitivity", "serve",
    "settings", "snapshots", "template", "trace", "track_record", "what_if",
]  # fmt: skip
