"""Numbers for people: money, chances, dates and ranges, said the same way on every screen, slide and line.

Two significant figures, the unit once, a true minus sign, the sign always shown on differences.
A chance is a whole number "in 100", never 0 and never 100. A number that cannot be said is an en dash.
Texts use plain spaces; `unbroken` glues number and unit for a screen.
"""

from balance.formats.amounts import SYMBOLS, Scale, in_scale, money, money_range, money_unit, scale_of, scaled, symbol
from balance.formats.conventions import separators
from balance.formats.lines import lined_up
from balance.formats.names import apart, technology
from balance.formats.numbers import (
    MINUS,
    MISSING,
    beside,
    chance,
    chance_range,
    count,
    ends,
    exactly,
    factor,
    factor_range,
    in_100,
    known,
    number,
    number_range,
    percent,
    points,
    points_range,
    rounded,
    sayable,
)
from balance.formats.times import (
    DAYS_PER_MONTH,
    by_whom,
    day,
    likely_months,
    moment,
    month,
    month_range,
    months,
    months_range,
    quarter,
    span,
)
from balance.formats.words import (
    Direction,
    Evidence,
    add_up,
    brief,
    direction,
    disarmed,
    evidence,
    in_short,
    listed,
    unbroken,
    word,
)

__all__ = [
    "DAYS_PER_MONTH", "MINUS", "MISSING", "SYMBOLS", "Direction", "Evidence", "Scale", "add_up", "apart", "beside",
    "brief", "by_whom", "chance", "chance_range", "count", "day", "direction", "disarmed", "ends", "evidence",
    "exactly", "factor", "factor_range", "in_100", "in_scale", "in_short", "known", "likely_months", "lined_up",
    "listed", "moment", "money", "money_range", "money_unit", "month", "month_range", "months", "months_range",
    "number", "number_range", "percent", "points", "points_range", "quarter", "rounded", "sayable", "scale_of",
    "scaled", "separators", "span", "symbol", "technology", "unbroken", "word",
]  # fmt: skip
