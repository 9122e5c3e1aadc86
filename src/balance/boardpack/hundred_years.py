"""A hundred possible next years as dots, each 1 in 100: the same count as the headline chance."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from balance import formats
from balance.boardpack import axes
from balance.boardpack.slides import Axis, Label, Series, XYChart
from balance.language import say
from balance.report import Report

Losses = npt.NDArray[np.float64]

BINS = 24
"""Columns of dots; the last one is open."""


def years(report: Report) -> list[tuple[int, float, float, bool]]:
    """Each of a hundred possible years: its number, its loss, where its dot stands, and whether it is beyond."""
    beyond, _ = _beyond(report)
    unit = formats.scale_of(report.risk.bad_year_loss.value)
    drawn = [x * unit.divisor for series in chart(report).series if series.role != "limit" for x in series.x]
    losses = _hundred(report.risk.exceedance)
    return [(at + 1, float(loss), drawn[at], at >= 100 - beyond) for at, loss in enumerate(losses)]


def chart(report: Report) -> XYChart:
    """A hundred possible next years as dots, each 1 in 100, stacked by their loss."""
    unit = formats.scale_of(report.risk.bad_year_loss.value)
    beyond, threshold = _beyond(report)
    losses = _hundred(report.risk.exceedance)
    bin_, edge = _bins(losses, threshold)
    columns = np.minimum(losses // bin_, BINS - 1).astype(int)
    columns[-beyond:] = np.maximum(columns[-beyond:], round(threshold / bin_)) if beyond else columns[-beyond:]
    columns[: 100 - beyond] = np.minimum(columns[: 100 - beyond], round(threshold / bin_) - 1)
    height = _stacked(columns)
    x = tuple(float((column + 0.5) * bin_ / unit.divisor) for column in columns)
    y = tuple(float(place) - 0.5 for place in height)
    most, top = formats.money(threshold, report.currency), float(max(height.max(), 12))
    title = say(
        "{beyond} of 100 possible next years cost more than {most}", beyond=beyond if beyond else say("None"), most=most
    )
    return XYChart(
        title=title,
        subtitle=say("Each dot is one possible year: 1 in 100. Versions of the same year, not a sequence"),
        x=Axis(
            say(
                "Loss next year, {money_unit}; the last column is open",
                money_unit=formats.money_unit(report.currency, unit),
            ),
            0.0,
            edge / unit.divisor,
            axes.step(edge / unit.divisor),
            "money",
        ),
        y=Axis("", 0.0, top, 1.0, "rows"),
        series=_dots(x, y, beyond, threshold / unit.divisor, top),
        labels=(Label(threshold / unit.divisor, top * 0.9, _line_name(report, most), "bad", bold=True),),
        alt=f"{title}.",
    )


def _line_name(report: Report, most: str) -> str:
    return (
        say("The board's limit: {most}", most=most)
        if report.risk.limit is not None
        else say("The bad year: {most}", most=most)
    )


def _beyond(report: Report) -> tuple[int, float]:
    """How many of a hundred years lie beyond the limit (or the bad year), as the headline number says."""
    risk = report.risk
    if risk.limit is not None and risk.chance_beyond_limit is not None and risk.chance_beyond_limit.value is not None:
        return _of_hundred(risk.chance_beyond_limit.value), risk.limit
    return 5, float(risk.bad_year_loss.value or 1.0)


def _of_hundred(share: float) -> int:
    """The number the headline prints: never more than 99, none where it says under 1."""
    return 0 if share * 100 < 0.995 else min(max(math.floor(share * 100 + 0.5), 1), 99)


def _hundred(curve: pd.DataFrame) -> Losses:
    """The losses of a hundred equally likely years, rising."""
    chances = 1 - (np.arange(100) + 0.5) / 100
    falling = curve["chance"].to_numpy(float)[::-1]
    return np.asarray(np.interp(chances, falling, curve["loss"].to_numpy(float)[::-1]))


def _bins(losses: Losses, threshold: float) -> tuple[float, float]:
    """The width of a column, a whole part of the threshold, and where the last column ends."""
    reach = max(float(np.quantile(losses, 0.97)), threshold * 1.4)
    parts = max(round(threshold / (reach / BINS)), 1)
    bin_ = threshold / min(parts, BINS - 4)
    return bin_, bin_ * BINS


def _stacked(columns: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.array([int((columns[: at + 1] == column).sum()) for at, column in enumerate(columns)])


def _dots(x: tuple[float, ...], y: tuple[float, ...], beyond: int, at: float, top: float) -> tuple[Series, ...]:
    inside = 100 - beyond
    drawn = [Series(say("Years within"), "inside", x[:inside], y[:inside], "soft")]
    if beyond:
        drawn.append(Series(say("Years beyond"), "beyond", x[inside:], y[inside:], "bad"))
    return (*drawn, Series(say("The limit"), "limit", (at, at), (0.0, top), "bad"))
