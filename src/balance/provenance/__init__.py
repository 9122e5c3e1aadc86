"""Provenance: from any number on any screen to the file, the sheet and the row it rests on.

`trace` answers for a number of the report (`risk.expected_annual_loss`), an initiative, an incident or an assumption.
"""

from balance.provenance.number import Number
from balance.provenance.numbers import numbers_of
from balance.provenance.rows import Part
from balance.provenance.telling import SHOWN, as_json, cell, lines, place_of, table
from balance.provenance.tracing import Given, Original, Trace, trace

__all__ = [
    "SHOWN", "Given", "Number", "Original", "Part", "Trace", "as_json", "cell", "lines", "numbers_of", "place_of",
    "table", "trace",
]  # fmt: skip
