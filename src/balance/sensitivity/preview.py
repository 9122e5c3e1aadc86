"""What a changed assumption moves: the four headline numbers before and after, paired draw by draw."""

from __future__ import annotations

from dataclasses import replace

from balance.assumptions import Assumptions
from balance.model.fit import Fit, fit
from balance.scenario import BASE, Comparison, Scenario, compare_fits, evaluate


def preview(fitted: Fit, given: Assumptions, plan: Scenario = BASE) -> Comparison:
    """The headline numbers of a company before and after its assumptions change; nothing is kept.

    Args: the fit of today's assumptions; the assumptions as they would be; the plan that is looked at in both.
    After equals what a report says once they are stated.
    """
    other = fit(replace(fitted.company, assumptions=given))
    return compare_fits(fitted, evaluate(fitted, plan), other, evaluate(other, plan))
