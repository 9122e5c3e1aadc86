"""One number of the report that can be traced, and the assumptions that many of them take alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from balance.pipeline import Analysis
from balance.provenance.rows import Part


@dataclass(frozen=True)
class Number:
    """One number: its title, how it is worked out in a sentence, its rows, and the assumptions it takes.

    A key that ends in `:` stands for all that begin so.
    """

    name: str
    title: str
    how: str
    parts: Callable[[Analysis], list[Part]]
    keys: tuple[str, ...] = ()


GAP_KEYS = ("effect:joined_at_build", "effect:joined_unknown", "effect:plan_length", "effect:approved_start",
            "effect:undated_stop")  # fmt: skip
"""What stands in for cells of the table of initiatives that are empty."""

PACE_KEYS = ("effect:duration_median", "effect:duration_spread", "effect:duration_tail_weight",
             "effect:duration_tail_start", "effect:duration_tail_exponent", "effect:duration_tail_end",
             "effect:load_delivery", *GAP_KEYS)  # fmt: skip
LANDING_KEYS = (*PACE_KEYS, "effect:unit_pace", "effect:unplanned_starts", "effect:starts_forgetting",
                "effect:starts_by_unit", "effect:date_correction")  # fmt: skip
COUPLING_KEYS = ("effect:late_joining", "effect:technology", "effect:technology:", "effect:size", "effect:load_risk",
                 "effect:load_other", "effect:change_caused_share", "effect:link_doubt", "effect:load_worlds",
                 "effect:load_rough", "effect:unit_level", "effect:unit_scatter", *GAP_KEYS)  # fmt: skip
RATE_KEYS = (
    *COUPLING_KEYS, *LANDING_KEYS, "effect:level_drift", "effect:quarter_scatter", "effect:level_trend",
    "effect:level_trend_chance", "effect:forgetting", "effect:class_weight", "class:",
)  # fmt: skip
LOSS_KEYS = (*RATE_KEYS, "loss_cap", "revenue", "loss_recording_floor",
             "loss_recording:rows_below", "loss_recording:missing_means", "effect:lognormal_losses",
             "materiality_floor", "severe_frequency", "severe_typical_loss", "severe_extreme_loss",
             "effect:missing_loss_shift", "effect:loss_median", "effect:loss_spread", "effect:loss_weight",
             "effect:loss_spread_weight", "effect:second_kind_above", "effect:kinds_by_class", "effect:severe_alike",
             "effect:severe_loss_weight", "effect:severe_spread_weight", "effect:severe_unlike",
             "effect:loss_median_weight", "effect:loss_pooled_weight", "downtime_cost_per_hour", "exchange_rate:",
             "reporting_currency")  # fmt: skip
LIMIT_KEYS = ("loss_limit", "loss_limit_chance", "appetite:")
MONEY_KEYS = ("exchange_rate:", "reporting_currency")
