"""What not doing one initiative costs, what it saves, and what each week of waiting takes."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding
from balance.language import noted, say, say_count
from balance.pausing import Pausing
from balance.ranges import Range
from balance.report import Report

LITTLE = 0.001
"""A change below this share of the number it changes is too small to speak of."""


def pausing(found: Pausing, report: Report) -> Finding:
    """Whether an initiative is worth its risk next year: what pausing it alone forgoes and frees."""
    return Finding("pausing", f"{_headline(found, report)}.", _text(found, report), _caveats(found))


def week_late(landed_lost: float | None, currency: str) -> str:
    """What a week's delay costs: by how much the value that can be expected to land next year falls.

    >>> week_late(20_000.0, "GBP"), week_late(0.0, "GBP"), week_late(None, "GBP")
    ('£20k less lands next year', 'no less lands next year', '–')
    """
    if landed_lost is None or not formats.sayable(landed_lost):
        return formats.MISSING
    if landed_lost <= 0:
        return say("no less lands next year")
    return say("{amount} less lands next year", amount=formats.money(landed_lost, currency))


def _headline(found: Pausing, report: Report) -> str:
    moved, landing, bad_year = found.comparison, report.velocity.value_landing_next_year, report.risk.bad_year_loss
    value = _moved(
        moved.difference["value_landing_next_year"],
        landing,
        (moved.more_value, moved.less_value),
        report.currency,
        _VALUE,
    )
    risk = _moved(
        moved.difference["bad_year_loss"],
        bad_year,
        (moved.less_risk, moved.more_risk),
        report.currency,
        _RISK,
    )
    if not value and not risk:
        return say("Not doing {name} moves neither value nor risk next year", name=found.name)
    told = formats.listed([part for part in (value, risk) if part])
    return say("Not doing {name} {told} next year", name=found.name, told=told)


_VALUE = (
    noted("lands {amount} less"), noted("probably lands {amount} less"), noted("lands {amount} more"),
    noted("probably lands {amount} more"), noted("could land more or less value"),
)  # fmt: skip
_RISK = (
    noted("takes {amount} off a bad year"), noted("probably takes {amount} off a bad year"),
    noted("adds {amount} to a bad year"), noted("probably adds {amount} to a bad year"),
    noted("could add to a bad year or take from it"),
)  # fmt: skip


def _moved(
    change: Range, now: Range, better_worse: tuple[float | None, float | None], currency: str,
    words: tuple[str, str, str, str, str],
) -> str:  # fmt: skip
    """What it does to one number, hedged by how sure the direction is; empty where it moves too little to speak of.

    Args: the change and the number today, the shares of readings in which it is better and worse, the words for less,
    for more (each where it is sure and where it is probable) and for an open direction.
    """
    if not _speaks(change, now):
        return ""
    less, probably_less, more, probably_more, either = words
    sure = formats.direction(*better_worse)
    if sure == "open":
        return say(either)
    moved, hedged = change.middle or 0.0, sure in ("probably", "probably not")
    told = (probably_less if hedged else less) if moved < 0 else (probably_more if hedged else more)
    return say(told, amount=formats.money(abs(moved), currency))


def _speaks(change: Range, now: Range) -> bool:
    return change.known and now.known and abs(change.value or 0.0) > LITTLE * abs(now.value or 0.0)


def _text(found: Pausing, report: Report) -> str:
    parts, currency = [], report.currency
    if found.own_value is not None and found.comparison.difference["value_landing_next_year"].known:
        parts.append(
            say(
                "It can be expected to land {own_value} itself next year.",
                own_value=formats.money(found.own_value, currency),
            )
        )
    if formats.known(found.others_value) and _matters(found.others_value, report):
        amount = formats.money(abs(found.others_value.value or 0.0), currency)
        told = (
            noted("Without it beside them the others land {amount} more (likely {likely}).")
            if (found.others_value.value or 0.0) > 0
            else noted("Without it beside them the others land {amount} less (likely {likely}).")
        )
        likely = formats.money_range(found.others_value, currency, signed=True)
        parts.append(say(told, amount=amount, likely=likely))
    if found.comparison.better_on_both is not None:
        share = formats.in_100(found.comparison.better_on_both)
        parts.append(say("Pausing it is better on both in {share} of 100 readings of the evidence.", share=share))
    return " ".join(parts)


def _matters(change: Range, report: Report) -> bool:
    return _speaks(change, report.velocity.value_landing_next_year)


def _caveats(found: Pausing) -> tuple[str, ...]:
    told = [say("One year only: what it would land or prevent later is not in these numbers.")]
    if found.stated_risk:
        told.append(
            say("Stated risk of not doing it, in no number above: {stated_risk}", stated_risk=found.stated_risk)
        )
    if found.mandatory:
        told.append(
            say("It is mandatory: what breaking the duty would cost is in no column, so it is not in these numbers.")
        )
    if found.for_safety:
        told.append(
            say(
                "It seems to be done for safety: no column says how many incidents it would prevent, "
                "so not doing it looks safer here than it is."
            )
        )
    if found.waiting:
        told.append(
            say_count(
                "{names} needs it and is taken to go on without it.",
                "{names} need it and are taken to go on without it.",
                len(found.waiting),
                names=formats.listed(list(found.waiting)),
            )
        )
    return tuple(told)
