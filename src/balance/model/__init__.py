"""The model: from what happened to what next year may bring, with honest ranges.

Pure functions on frames and arrays. Draws run along the first axis (K of them, always the same), loss
classes along the second. Money is in the reporting currency, rates are per year, counts per quarter.
"""

from balance.model import special  # noqa: F401 - before any part of the model asks scipy for its functions
