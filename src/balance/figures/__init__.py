"""Results drawn: each function takes plain values and gives a plotly figure. No input, no output, no model.

Grammar: a title is said outside the figure; blue is better, orange is worse, everything else is ink and grey;
never colour alone; no legend, no zoom, fixed height; at most 300 points; one alt sentence per figure.
"""

from plotly.graph_objects import Figure

from balance.figures.balance_chart import Way, balance_chart, way_of
from balance.figures.balance_frame import Frame, Position, frame_of
from balance.figures.bridge import Moving, Total, bridge_chart
from balance.figures.contribution import contribution
from balance.figures.control_chart import FEWEST, control_chart, signals
from balance.figures.coverage import coverage
from balance.figures.coverage_rows import coverage_rows
from balance.figures.cycle_time import cycle_times
from balance.figures.effects import effects_chart
from balance.figures.enlarged import enlarged
from balance.figures.exceedance import exceedance_curve
from balance.figures.forecast_rows import forecast_rows
from balance.figures.hundred_years import hundred_years
from balance.figures.kept_forecasts import kept_forecasts
from balance.figures.load_curve import load_curve
from balance.figures.range_rows import range_rows
from balance.figures.readiness import readiness
from balance.figures.response_times import Timed, response_times
from balance.figures.spending_curve import spending_curve
from balance.figures.stress_rows import Scale, Struck, stress_rows
from balance.figures.theme import CONFIG, MAIN_WIDTHS, WHOLE_WIDTHS, WIDE_WIDTHS, alt_of
from balance.figures.tokens import DARK, LIGHT, Mode, Tokens, Tone, tokens
from balance.figures.tornado import Moved, Panel, tornado_chart
from balance.figures.waiting_times import waiting_times

__all__ = [
    "CONFIG", "DARK", "FEWEST", "LIGHT", "MAIN_WIDTHS", "WHOLE_WIDTHS", "WIDE_WIDTHS", "Figure", "Frame", "Mode",
    "Moved", "Moving", "Panel", "Position", "Scale", "Struck", "Timed", "Tokens", "Tone", "Total", "Way", "alt_of",
    "balance_chart", "bridge_chart", "contribution", "control_chart", "coverage", "coverage_rows", "cycle_times",
    "effects_chart", "enlarged", "exceedance_curve", "forecast_rows", "frame_of", "hundred_years", "kept_forecasts",
    "load_curve", "range_rows", "readiness", "response_times", "signals", "spending_curve", "stress_rows", "tokens",
    "tornado_chart", "waiting_times", "way_of",
]  # fmt: skip
