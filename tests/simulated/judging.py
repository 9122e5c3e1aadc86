"""One made-up company through the whole product, and what of its truth lay in the ranges the product gave.

The only file that reads the product's fit and outcomes. Every score is a number from one company: 1 or 0, a share of
that company's futures, or a difference; NaN where the company cannot tell.
"""

from __future__ import annotations

import numpy as np
from numpy import nan
from tests.simulated.cases import Case
from tests.simulated.delivering import Order
from tests.simulated.firm import TAGS, stream
from tests.simulated.futures import Futures, Plan, Year, expected_losses, futures, running, work_left, year_under
from tests.simulated.recording import KINDS, company, identity, unit_name
from tests.simulated.warning import warnings_of
from tests.simulated.world import World, world

from balance.model.cautions import cautions
from balance.model.counts import predictive_count
from balance.model.fit import Fit, fit
from balance.ranges import Range, of_draws
from balance.reporting.exposure import incidents_next_quarter
from balance.scenario import BASE, Outcome, Scenario, evaluate, headlines
from balance.scenario.evaluation import unit_limits

Scores = dict[str, float]
WARNED, ASKED, CAUTION = "warns: ", "asked for warnings", "caution: "
LEVER_NAMES = ("wip_limit", "secure_at_design", "pace")
FEWER = 0.8
"""The limit tried, against what is open today; what is approved then waits for a place."""


def judged(case: Case, seed: int, with_warnings: bool = False) -> Scores:
    """Everything there is to say on one company; with its warnings, each as a score of 1 named after its words."""
    made = world(case, seed)
    left = work_left(made)
    coming = futures(made, left)
    limit = coming.bad_year * float(np.exp(stream(seed, "limit").normal(-0.3, 0.5)))
    known = company(made, limit)
    fitted = fit(known)
    outcome = evaluate(fitted, BASE)
    scores = of_delivery(fitted, outcome, made, coming) | of_effects(fitted, made)
    if fitted.losses is not None:
        scores |= of_losses(fitted, outcome, coming) | of_counts(fitted, outcome, coming)
        scores |= of_classes(fitted, outcome, made, coming)
    for name in () if case.differs_in_losses_only else LEVER_NAMES:
        scores |= of_lever(name, fitted, outcome, made, coming.year, left)
    told = warnings_of(known, fitted, outcome) if with_warnings else set()
    scores |= {f"{CAUTION}{one.name}": 1.0 for one in cautions(fitted)}
    return scores | {f"{WARNED}{said}": 1.0 for said in told} | {ASKED: float(with_warnings)}


def covered(truth: float, given: Range) -> float:
    """Whether a truth lies in a range."""
    return float(given.low <= truth <= given.high) if given.known else nan


def share_covered(drawn, low: float, high: float) -> float:
    """The share of a company's futures in a range; rounding does not count."""
    slack = 1e-9 * max(abs(low), abs(high), 1.0)
    return float(((drawn >= low - slack) & (drawn <= high + slack)).mean())


def brier(said, true) -> float:
    """The mean squared error of a chance against what happens, where that happens with the true chance."""
    return float(np.mean(true * (1 - np.asarray(said)) ** 2 + (1 - true) * np.asarray(said) ** 2))


def of_range(name: str, truth: float, given: Range) -> Scores:
    """Whether the truth lies in the range, how far the number lies from it, and how wide the range is (log scale)."""
    if not given.known or truth <= 0 or given.value <= 0:
        return {name: covered(truth, given)}
    wide = float(np.log(given.high / given.low)) if given.low > 0 else nan
    return {name: covered(truth, given), f"{name} bias": float(np.log(given.value / truth)), f"{name} width": wide}


def of_losses(fitted: Fit, outcome: Outcome, coming: Futures) -> Scores:
    """Expected loss, bad year, the year's loss itself and the chance beyond the limit."""
    told = headlines(fitted, outcome)
    loss, bad, limit = outcome.loss, told["bad_year_loss"], fitted.limit
    low, high = (loss.bad_year(chance).predictive for chance in (0.9, 0.1))
    chance, truth = told["chance_beyond_limit"], float((coming.loss > limit).mean())
    beyond = outcome.beyond_bad_year
    return (
        of_range("expected loss", coming.expected_loss, told["expected_annual_loss"])
        | of_range("bad year", coming.bad_year, bad)
        | of_range("worst years", coming.worst_years, of_draws(beyond.draws, beyond.predictive))
        | {
            "loss in 10-90": share_covered(coming.loss, low, high),
            "loss beyond bad year": float((coming.loss > bad.value).mean()),
            "chance beyond limit": covered(truth, chance),
            "chance said": chance.value,
            "chance true": truth,
            "chance Brier": brier(chance.value, truth),
            "chance Brier best": brier(truth, truth),
        }
    )


def of_counts(fitted: Fit, outcome: Outcome, coming: Futures) -> Scores:
    """The yearly rate, and the counts of next quarter and next year."""
    rates, losses = outcome.rates.sum(axis=1), fitted.losses
    quarter, year = incidents_next_quarter(losses, outcome), predictive_count(rates, losses.shock)
    return of_range("rate", coming.rate, of_draws(rates)) | {
        "incidents next quarter": share_covered(coming.counts[:, 0], quarter.low, quarter.high),
        "incidents next year": share_covered(coming.counts.sum(axis=1), year.low, year.high),
    }


def of_classes(fitted: Fit, outcome: Outcome, made: World, coming: Futures) -> Scores:
    """The rate of each ordinary class and the mean loss of one incident, averaged over the classes."""
    names = [name for name in fitted.losses.classes if name in KINDS[: len(made.truth.laws)]]
    found = []
    for name in names:
        column, kind = fitted.losses.classes.index(name), KINDS.index(name)
        rate = of_range("class rate", float(coming.class_rates[kind]), of_draws(outcome.rates[:, column]))
        loss = of_range("class loss", made.truth.laws[kind].mean, of_draws(outcome.mean_loss[:, column]))
        found.append(rate | loss)
    return {score: float(np.nanmean([one.get(score, nan) for one in found])) for score in (found[0] if found else {})}


def of_delivery(fitted: Fit, outcome: Outcome, made: World, coming: Futures) -> Scores:
    """What lands, when, and whether the chances given for it were right."""
    told, rows = headlines(fitted, outcome)["value_landing_next_year"], running(made)
    scores = {"load on delivery": inside(made.truth.slowdown, fitted.delivery.slowdown),
              "load on delivery bias": float(fitted.delivery.slowdown.mean() - made.truth.slowdown)}  # fmt: skip
    place = {str(name): row for row, name in enumerate(fitted.plan.rows["initiative_id"])}
    if not len(rows) or not place:
        return scores
    mine = [place[identity(row)] for row in rows]
    finish, true_finish = outcome.year.finish[mine], coming.year.finish
    dates = np.quantile(finish, [0.2, 0.5, 0.8], axis=1, method="higher")
    said, lands = outcome.year.landed[mine].mean(axis=1), (true_finish <= 4.0).mean(axis=0)
    kept = [float((true_finish <= date).mean()) for date in dates]
    whole = float(fitted.plan.value.sum())
    return scores | {
        "value landing": share_covered(coming.year.value, told.low, told.high) if told.known else nan,
        "value landing said": told.value / whole if told.known and whole > 0 else nan,
        "value landing true": float(coming.year.value.mean()) / whole if told.known and whole > 0 else nan,
        **dict(zip(("P20 kept", "P50 kept", "P80 kept"), kept, strict=True)),
        "landing Brier": brier(said, lands),
        "landing Brier best": brier(lands, lands),
    }


def inside(truth: float, draws) -> float:
    """Whether a truth lies in the range of the draws."""
    low, high = np.quantile(draws, [0.1, 0.9])
    return float(low <= truth <= high)


def of_effects(fitted: Fit, made: World) -> Scores:
    """The multipliers; in the world of work done, load acts on risk through speed as well."""
    found, truth = fitted.coupling, made.truth
    load = truth.load - (truth.slowdown if made.case.world == "work" else 0.0)
    pairs = {"late": (truth.late, found.late), "size": (truth.size, found.size), "load": (load, found.load)}
    scores = {name: inside(true, draws) for name, (true, draws) in pairs.items()}
    scores |= {f"{name} bias": float(draws.mean() - true) for name, (true, draws) in pairs.items()}
    tags = [inside(truth.technology[TAGS.index(tag)], found.technology[:, column])
            for column, tag in enumerate(found.technologies)]  # fmt: skip
    return scores | {"technology": float(np.mean(tags)) if tags else nan}


def of_lever(name: str, fitted: Fit, base: Outcome, made: World, today: Year, left) -> Scores:
    """What a lever changes, draw by draw, against what it changes in truth, path by path."""
    lever, plan = lever_of(name, fitted, made)
    if plan is None:
        return {}
    other, then = evaluate(fitted, lever), year_under(made, plan, left)
    value, true_value = other.value - base.value, then.value - today.value
    scores = {
        f"{name}: value": share_covered(true_value, *np.quantile(value, [0.1, 0.9])),
        f"{name}: value said": float(value.mean()) / max(float(fitted.plan.value.sum()), 1.0),
        f"{name}: value true": float(true_value.mean()) / max(float(fitted.plan.value.sum()), 1.0),
    }
    return scores if fitted.losses is None else scores | on_losses(name, base, other, made, today, then)


def on_losses(name: str, base: Outcome, other: Outcome, made: World, today: Year, then: Year) -> Scores:
    """The relative change of incidents, and the chance of being better on both axes."""
    change = np.log(other.rates.sum(axis=1) / base.rates.sum(axis=1))
    before, after = (year.expected.sum(axis=(1, 2)) + made.truth.severe_rate for year in (today, then))
    true_change, loss = np.log(after / before), expected_losses(made, then) - expected_losses(made, today)
    value, true_value = other.value - base.value, then.value - today.value
    risk = other.expected_loss - base.expected_loss
    return {
        f"{name}: incidents": share_covered(true_change, *np.quantile(change, [0.1, 0.9])),
        f"{name}: incidents on average": inside(float(true_change.mean()), change),
        f"{name}: incidents said": float(change.mean()),
        f"{name}: incidents true": float(true_change.mean()),
        f"{name}: both said": (said := better(value, risk)),
        f"{name}: both true": (true := better(true_value, loss)),
        f"{name}: both Brier": brier(said, true),
    }


def better(value, risk) -> float:
    """The share with value not lower and risk not higher, one of them strictly."""
    scale = 1e-9 * max(float(np.abs(risk).max(initial=0.0)), 1e-300)
    less, same = risk < -scale, np.abs(risk) <= scale
    return float(((value >= 0) & (less | (same & (value > 0)))).mean())


def lever_of(name: str, fitted: Fit, made: World) -> tuple[Scenario, Plan | None]:
    """A lever as the product is asked for it and as the company would do it; None where it cannot be moved."""
    if name == "pace":
        return Scenario("pace", pace=1.25), Plan(pace=1.25)
    if name == "secure_at_design":
        return Scenario("secure", secure_at_design=1.0), Plan(secured=secured_of(fitted, made))
    limit = float(np.floor(FEWER * fitted.plan.rows["open"].sum()))
    limits = unit_limits(fitted, limit)
    if limits is None or limit < 1:
        return BASE, None
    return Scenario("fewer", wip_limit=limit), Plan(order=order_of(fitted, made, limits))


def secured_of(fitted: Fit, made: World):
    """For which initiatives security is brought in now: those for which the lever says so, (n,) 0 or 1."""
    late = set(fitted.plan.rows["initiative_id"][fitted.plan.rows["late"].to_numpy(dtype=bool)])
    return np.array([float(identity(row) in late) for row in range(len(made.firm.unit))])


def order_of(fitted: Fit, made: World, limits) -> Order:
    """The limit as a decision: so many places for each unit, in the order of the plan that was decided on."""
    rank = np.full(len(made.firm.unit), 10**6)
    place = {str(name): row for row, name in enumerate(fitted.plan.rows["initiative_id"])}
    for row in running(made):
        rank[row] = place[identity(row)]
    by_name = {unit_name(unit): unit for unit in range(made.truth.units)}
    most = np.full(made.truth.units, 10**6)
    units = fitted.plan.rows["business_unit"].to_numpy(dtype=object)[fitted.plan.first]
    for name, places in zip(units, limits, strict=True):
        most[by_name[str(name)]] = places
    return Order(most, rank)
