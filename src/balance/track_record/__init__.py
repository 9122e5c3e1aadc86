"""Forecasts made, and how they turned out.

`forecasts_of` says everything that is forecast of a company on one day; the store keeps it as it was said. `record_of`
holds what was kept against what came. Nothing here reads a store or a clock.
"""

from balance.track_record.forecasting import COLUMNS, forecasts_of
from balance.track_record.record import AFTERWARDS, FROZEN, chosen, record_of
from balance.track_record.verdicts import ENOUGH, FEWEST, detectable, scores_needed, verdict

__all__ = [
    "AFTERWARDS", "COLUMNS", "ENOUGH", "FEWEST", "FROZEN", "chosen", "detectable", "forecasts_of", "record_of",
    "scores_needed", "verdict",
]  # fmt: skip
