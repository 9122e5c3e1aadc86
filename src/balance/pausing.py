"""One initiative not done: what the plan loses and what it is freed from, everything else left as it is.

Both plans are evaluated on the same draws, so their difference is exact; it covers the next year and no more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from balance.model.fit import Fit
from balance.ranges import UNKNOWN, Range, of_draws
from balance.scenario import Comparison, Outcome, compare, evaluate
from balance.schema import tags_of

PAUSED = ("pause", "stop")


@dataclass(frozen=True)
class Pausing:
    """What pausing one initiative of a plan changes, against that plan."""

    initiative_id: str
    name: str
    comparison: Comparison
    own_value: float | None
    """Annual value times chance to land within the year, which is forgone; None where no value is stated."""
    others_value: Range
    """What the others land more because it does not run beside them, paired draw by draw."""
    waiting: tuple[str, ...]
    """Names of those in the plan that need it; they go on as if they did not."""
    stated_risk: str
    """What its owner says happens if it is not done; empty where nothing is said. Counted in no number."""
    mandatory: bool
    for_safety: bool
    """Whether its name or its tags say that it is done to lower risk, which no column puts into money."""


FOR_SAFETY = ("security", "cyber", "resilience", "compliance", "privacy", "recovery")
"""Words in a technology tag or name that say an initiative is done to lower risk."""


def pausing(fit: Fit, base: Outcome, initiative_id: str) -> Pausing | None:
    """What pausing this initiative alone would change, by evaluating the plan of `base` once more without it.

    Returns None where it is not open or approved, or waits already. Missing: without incidents there is no risk to
    shed, without values none to forgo; the comparison says unknown.
    """
    place = fit.plan.rows.index[fit.plan.rows["initiative_id"] == initiative_id]
    asked = dict(base.scenario.actions)
    if not len(place) or asked.get(initiative_id) in PAUSED:
        return None
    row = int(place[0])
    plan = replace(base.scenario, name="without it", actions=tuple(sorted({**asked, initiative_id: "pause"}.items())))
    without = evaluate(fit, plan, base.level)
    found = compare(fit, base, without)
    own = fit.plan.value[row] * base.year.landed[row]
    speaks = found.difference["value_landing_next_year"].known
    told = fit.plan.rows.iloc[row]
    return Pausing(
        initiative_id, str(told["name"]), found,
        None if told["annual_value"] != told["annual_value"] else float(own.mean()),
        of_draws(without.value - base.value + own) if speaks else UNKNOWN,
        _waiting(fit, initiative_id), _stated(fit, initiative_id),
        bool(fit.plan.protected[row]), _for_safety(str(told["name"]), tuple(told["tags"])),
    )  # fmt: skip


def _for_safety(name: str, tags: tuple[str, ...]) -> bool:
    said = " ".join((name, *tags)).casefold()
    return any(word in said for word in FOR_SAFETY)


def _waiting(fit: Fit, initiative_id: str) -> tuple[str, ...]:
    """Names of the initiatives of the plan that name this one in `depends_on`."""
    table = fit.company.initiatives
    if table is None or "depends_on" not in table:
        return ()
    wanted = initiative_id.strip().casefold()
    needs = {name for name, told in zip(table["initiative_id"], table["depends_on"], strict=True)
             if wanted in {tag.casefold() for tag in tags_of(told)}}  # fmt: skip
    rows = fit.plan.rows
    return tuple(str(name) for name in rows["name"][rows["initiative_id"].isin(needs - {initiative_id})])


def _stated(fit: Fit, initiative_id: str) -> str:
    table = fit.company.initiatives
    if table is None or "risk_of_not_doing" not in table:
        return ""
    said = table.loc[table["initiative_id"] == initiative_id, "risk_of_not_doing"].tolist()
    return said[-1].strip() if said and isinstance(said[-1], str) else ""
