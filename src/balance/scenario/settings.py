"""Scenarios as values: which levers are moved, which initiatives are acted on, and what may be asked for.

An absent lever is at its base; the base has no limits. A lever outside its bounds or an id that does not run
is refused with everything that is wrong and everything that is allowed.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from balance.errors import ScenarioError
from balance.model.fit import Fit
from balance.scenario.kept import kept_with_fit

ACTIONS = ("run", "secure_first", "pause", "stop")
NAMES = ("wip_limit", "secure_at_design", "control_spend", "response_time", "pace", "threat", "budget")
TODAY = "today"


@dataclass(frozen=True)
class Scenario:
    """What would be done differently; None leaves a lever at its base."""

    name: str = TODAY
    wip_limit: float | None = None
    secure_at_design: float | None = None
    control_spend: float | None = None
    response_time: float | None = None
    pace: float | None = None
    threat: float | None = None
    budget: float | None = None
    actions: tuple[tuple[str, str], ...] = ()
    """Pairs of initiative id and action, by id."""

    @property
    def levers(self) -> dict[str, float]:
        """The levers that are set, by name."""
        values = {name: getattr(self, name) for name in NAMES}
        return {name: float(value) for name, value in values.items() if value is not None}


BASE = Scenario()
"""Today's plan, nothing changed."""


@dataclass(frozen=True)
class Lever:
    """One lever: its bounds, where it stands today and what raising it means."""

    name: str
    meaning: str
    least: float
    greatest: float
    today: float
    unit: str

    def as_json(self) -> dict[str, float | str]:
        """The lever with the keys of the command line's contract."""
        return {"name": self.name, "meaning": self.meaning, "least": self.least, "greatest": self.greatest,
                "today": self.today, "unit": self.unit}  # fmt: skip


def scenario(
    name: str, levers: Mapping[str, float], actions: Mapping[str, str] | Iterable[tuple[str, str]]
) -> Scenario:
    """A scenario from its levers and actions by name, as they are saved.

    >>> scenario("faster", {"pace": 1.2}, {"I-1": "pause"}).levers
    {'pace': 1.2}
    """
    unknown = set(levers) - set(NAMES)
    if unknown:
        raise ScenarioError(f"There is no lever {', '.join(sorted(unknown))}. Levers: {', '.join(NAMES)}.")
    pairs = actions.items() if isinstance(actions, Mapping) else actions
    return Scenario(name, **{key: float(value) for key, value in levers.items()}, actions=tuple(sorted(pairs)))


def levers(fit: Fit) -> tuple[Lever, ...]:
    """Every lever with its bounds for this company.

    Returns wip_limit, secure_at_design, control_spend, response_time, pace, threat, budget in that order.
    """
    most = float(max(int(fit.plan.most_open.sum()), 1))
    return (
        Lever("wip_limit",
              "Initiatives open at once in the whole company, approved ones too; shared out to units in proportion",
              1.0, most, most, "initiatives"),
        Lever("secure_at_design",
              "Share of the open initiatives that security joined late for which it is brought in now",
              0.0, 1.0, 0.0, "share 0..1"),
        Lever("control_spend", "Money a year for more control programmes", 0.0, 10 * fit.programme_cost, 0.0,
              f"{fit.currency} a year"),
        Lever("response_time", "Time to detect and resolve incidents, relative to today",
              0.25, 2.0, 1.0, "times today"),
        Lever("pace", "Delivery speed relative to today", 0.5, 1.5, 1.0, "times today"),
        Lever("threat", "Frequency of incidents from outside, relative to today", 0.5, 3.0, 1.0, "times today"),
        Lever("budget",
              "Money for initiatives relative to plan; what no longer fits is paused, least value per cost first",
              0.5, 1.0, 1.0, "times plan"),
    )  # fmt: skip


def parse(settings: Sequence[str], actions: Sequence[str], fit: Fit, name: str = "what if") -> Scenario:
    """The scenario of `NAME=VALUE` settings and `ID=ACTION` actions.

    Raises ScenarioError with everything that is wrong and the list of what is allowed.
    """
    wrong: list[str] = []
    values: dict[str, float] = {}
    for setting in settings:
        key, _, text = setting.partition("=")
        number = _number(text)
        if number is None:
            wrong.append(f"{setting!r} is not NAME=VALUE with a number")
        elif key.strip() in values:
            wrong.append(f"{key.strip()} is set twice")
        else:
            values[key.strip()] = number
    asked: dict[str, str] = {}
    for pair in actions:
        identity, found, action = pair.rpartition("=")
        if not found:
            wrong.append(f"{pair!r} is not ID=ACTION")
        elif identity.strip() in asked:
            wrong.append(f"{identity.strip()} is acted on twice")
        else:
            asked[identity.strip()] = action.strip()
    wrong += problems(values, asked, fit)
    if wrong:
        raise ScenarioError("\n".join([*(f"- {line}" for line in wrong), allowed(fit)]))
    return scenario(name, values, asked)


def problems(values: Mapping[str, float], asked: Mapping[str, str], fit: Fit) -> list[str]:
    """Everything wrong with levers and actions for this company, one sentence each."""
    known = {lever.name: lever for lever in levers(fit)}
    wrong = []
    for name, value in values.items():
        lever = known.get(name)
        if lever is None:
            wrong.append(f"there is no lever {name!r}{_meant(name, known)}")
        elif not lever.least <= value <= lever.greatest:
            wrong.append(f"{name}={_plain(value)} is outside {_bounds(lever)}")
    stages, running = _stages(fit), _running(fit)
    for identity, action in asked.items():
        if action not in ACTIONS:
            wrong.append(f"{identity}: there is no action {action!r}; actions are {', '.join(ACTIONS)}")
        if identity not in stages:
            wrong.append(f"there is no initiative {identity!r}{_meant(identity, stages)}")
        elif identity not in running:
            wrong.append(
                f"initiative {identity} does not run (stage {stages[identity] or 'unknown'}), so nothing can be changed"
            )
    return wrong


def checked(fit: Fit, asked: Scenario) -> Scenario:
    """The same scenario if it is allowed for this company; ScenarioError with everything wrong if not."""
    wrong = problems(asked.levers, dict(asked.actions), fit)
    if wrong:
        raise ScenarioError("\n".join([*(f"- {line}" for line in wrong), allowed(fit)]))
    return asked


def as_it_stands(fit: Fit, kept: Scenario) -> tuple[Scenario, tuple[str, ...]]:
    """A plan saved earlier as it can be meant today, and what of it was left out, in words.

    What an initiative was to do that has finished or stopped since is left out; a lever beyond what it can be today
    stands at its end. An id that no table knows stays, to be refused; where nobody asked for the plan, see `as_known`.
    """
    known, runs = _stages(fit), _running(fit)
    asked = dict(kept.actions)
    past = sorted(name for name in asked if name in known and name not in runs)
    bounds = {lever.name: lever for lever in levers(fit)}
    held = {name: min(max(value, bounds[name].least), bounds[name].greatest) for name, value in kept.levers.items()}
    told = [f"{name} does not run any more: to {asked[name].replace('_', ' ')} it is left out." for name in past]
    told += [
        f"{name} is to be {_plain(value)} and stands at {_plain(held[name])}, as far as it goes on this date."
        for name, value in kept.levers.items() if held[name] != value
    ]  # fmt: skip
    actions = {name: action for name, action in asked.items() if name not in past}
    return scenario(kept.name, held, actions), tuple(told)


def as_known(
    fit: Fit, name: str, wanted: Mapping[str, float], actions: Mapping[str, str]
) -> tuple[Scenario, tuple[str, ...]]:
    """A plan nobody asked for by its name, as far as this day's data knows it, and what was left out, in words.

    Besides what `as_it_stands` leaves out, that is what an initiative was to do that no table knows on this day.
    Nothing is refused.
    """
    ids, known = _stages(fit), {lever.name for lever in levers(fit)}
    told = [f"There is no lever {lever}: it is left out." for lever in sorted(set(wanted) - known)]
    told += [
        f"{one} is not among the initiatives of this date: to {action.replace('_', ' ')} it is left out."
        if action in ACTIONS else f"There is no action {action}: it is left out for {one}."
        for one, action in sorted(actions.items()) if one not in ids or action not in ACTIONS
    ]  # fmt: skip
    held = {lever: value for lever, value in wanted.items() if lever in known}
    meant = {one: action for one, action in actions.items() if one in ids and action in ACTIONS}
    plan, past = as_it_stands(fit, scenario(name, held, meant))
    return plan, (*told, *past)


def allowed(fit: Fit) -> str:
    """The levers with their bounds and the actions, as lines for a message."""
    lines = [
        f"  {lever.name}: {_bounds(lever)}, today {_plain(lever.today)} ({lever.unit})" for lever in levers(fit)
    ]  # fmt: skip
    return "\n".join(["Levers:", *lines, f"Actions for an open or approved initiative: {', '.join(ACTIONS)}"])


@kept_with_fit(most=1)
def _stages(fit: Fit) -> Mapping[str, str]:
    """The stage of every initiative by its id."""
    return dict(zip(fit.history.portfolio["initiative_id"], fit.history.portfolio["stage"], strict=True))


@kept_with_fit(most=1)
def _running(fit: Fit) -> frozenset[str]:
    """The ids of the initiatives that run."""
    return frozenset(fit.plan.rows["initiative_id"])


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _bounds(lever: Lever) -> str:
    return f"{_plain(lever.least)} .. {_plain(lever.greatest)}"


def _plain(number: float) -> str:
    """A number as one types it: no exponent, no trailing zeros."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _meant(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
