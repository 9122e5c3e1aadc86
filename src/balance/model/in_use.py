"""Every assumption as it is used for one company: stated, documented, or worked out from the company's own data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from balance.assumptions import KNOWN, Stated, known_of
from balance.language import noted
from balance.model.fit import Fit
from balance.model.losses import Losses
from balance.stating import has_range, number_of, recentred


def in_use(fit: Fit) -> dict[str, Stated]:
    """Every assumption with the value that is used, by key.

    Args: the fit. Returns the rows in force, and beside them what is worked out where nobody states it: the cap of one
    loss, the severe class, the shares of each class, the effect of each technology, the cost of a programme. A
    stated value without a range of its own has the documented doubt around it.

    >>> from datetime import date
    >>> from balance.assumptions import resolve
    >>> from balance.company import Company
    >>> from balance.model.fit import fit
    >>> in_use(fit(Company(date(2026, 9, 30), resolve(None))))["effect:size"].value
    0.3
    """
    rows = dict(fit.assumptions.rows)
    worked_out = {row.key: row for row in _worked_out(fit)}
    known = {key: row for key, row in rows.items() if row.value is not None}
    return {key: _with_range(row) for key, row in {**rows, **worked_out, **known, **_measured(fit)}.items()}


def _worked_out(fit: Fit) -> Iterator[Stated]:
    losses = fit.losses
    technology = fit.assumptions.rows["effect:technology"]
    yield from (replace(technology, key=f"effect:technology:{tag}") for tag in fit.coupling.technologies)
    if losses is None:
        return
    yield _around("loss_cap", losses.loss_cap.amount)
    yield from _classes(fit, losses)
    if losses.severe is not None:
        yield _around("severe_frequency", losses.severe.per_year)
        yield _around("severe_typical_loss", losses.severe.typical_loss)
        yield _around("severe_extreme_loss", losses.severe.extreme_loss)
        yield _around("materiality_floor", losses.severe.floor)


def _classes(fit: Fit, losses: Losses) -> Iterator[Stated]:
    """The shares of each class that nobody stated."""
    told = noted("told by words in its name; where they do not tell, effect:unknown_class")
    stated = {key.lower() for key in fit.assumptions.rows}
    for column, name in enumerate(losses.classes):
        for what, share in (("external", losses.shares.external), ("duration", losses.shares.duration)):
            if f"class:{name}:{what}".lower() not in stated:
                yield Stated(f"class:{name}:{what}", float(share[column]), unit="share 0..1", source=told)


def _measured(fit: Fit) -> dict[str, Stated]:
    """What own data replaces outright: the cost of a control programme where the controls name one."""
    if fit.programme_assumed:
        return {}
    key = "effect:programme_cost"
    told = noted("median yearly cost of the controls that are loaded")
    return {key: Stated(key, fit.programme_cost, unit=KNOWN[key].unit, source=told)}


def _around(key: str, value: float) -> Stated:
    """A default that was worked out, with the doubt documented for it."""
    known = KNOWN[key]
    within = known.within or 1.0
    return Stated(key, value, value / within, value * within, known.unit, source=known.source, year=known.year)


def _with_range(row: Stated) -> Stated:
    """The row with its unit, and where it was stated without a range, with the documented doubt around its value."""
    known, value = known_of(row.key), number_of(row)
    row = row if row.unit or known is None else replace(row, unit=known.unit)
    if known is None or row.assumed or value is None or has_range(row) or known.low is None or known.value is None:
        return row
    default = Stated(row.key, known.value, known.low, known.high, known.unit, shape=known.shape)
    around = recentred(default, value)
    return replace(row, low=around.low, high=around.high)
