"""The five tables: every column with its type, unit, rule, meaning and header synonyms.

The one source of truth. Database definitions, checks, the empty template and the data
dictionary are derived from it, so a column is added or changed here and nowhere else. What other languages call
columns and choices stands in `spoken`, a file for each language.
"""

from balance.schema.assumptions import ASSUMPTIONS as _ASSUMPTIONS
from balance.schema.changes import CHANGES as _CHANGES
from balance.schema.column import FRAME_TYPES, PROVENANCE, SQL_TYPES, Column, Table, Type, in_order, tags_of
from balance.schema.controls import CONTROLS as _CONTROLS
from balance.schema.incidents import INCIDENTS as _INCIDENTS
from balance.schema.initiatives import INITIATIVES as _INITIATIVES
from balance.schema.spoken import headers_of, spoken

__all__ = [
    "ASSUMPTIONS", "CHANGES", "CONTROLS", "FRAME_TYPES", "HEADERS_BY_LANGUAGE", "INCIDENTS", "INITIATIVES", "PROVENANCE",
    "SQL_TYPES", "TABLES", "Column", "Table", "Type", "in_order", "tags_of",
]  # fmt: skip

HEADERS_BY_LANGUAGE = headers_of((_INITIATIVES, _INCIDENTS, _CHANGES, _CONTROLS, _ASSUMPTIONS))
"""What each language calls the columns of all tables."""

INITIATIVES, INCIDENTS, CHANGES = spoken(_INITIATIVES), spoken(_INCIDENTS), spoken(_CHANGES)
CONTROLS, ASSUMPTIONS = spoken(_CONTROLS), spoken(_ASSUMPTIONS)

TABLES: dict[str, Table] = {table.name: table for table in (INITIATIVES, INCIDENTS, CHANGES, CONTROLS, ASSUMPTIONS)}
"""The tables by name, in the order of the template."""
