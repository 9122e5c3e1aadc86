"""The kinds of company that are tried: each differs from the general one in what its sentence says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Span = tuple[float, float]


@dataclass(frozen=True)
class Case:
    """One kind of company; pairs are (least, most) where a number is drawn evenly, (mean, sd) for effects."""

    name: str
    meaning: str
    world: Literal["time", "work"] = "time"
    """Whether an initiative's incidents follow the time it is open or the work done on it."""
    units: tuple[int, int] = (2, 10)
    one_each: bool = False
    """Every initiative is a unit of its own."""
    quarters: tuple[int, int] = (6, 20)
    initiatives: tuple[int, int] = (10, 80)
    classes: tuple[int, int] = (3, 6)
    per_quarter: Span = (2.0, 40.0)
    """Incidents of the whole company a quarter, evenly on the log scale."""
    change_caused: Span = (0.25, 0.75)
    throughput: Span = (0.15, 0.35)
    """Mean and sd of a: what is finished grows as (work in progress)^a."""
    intake_growth: float = 0.0
    """By how much starts of initiatives grow a year, log scale."""
    announced: float = 1.0
    """Share of the coming year's starts that the table of initiatives knows."""
    slip: float = 0.0
    """Mean months by which initiatives start later than planned."""
    late: Span = (0.4, 0.4)
    technology: Span = (0.0, 0.3)
    size: Span = (0.3, 0.3)
    load: Span = (0.2, 0.3)
    luck: Span = (0.05, 0.35)
    """Variance of the gamma factor of each unit and quarter."""
    drift: float = 0.0
    """Step of the random walk of the company's log rate, per quarter."""
    drift_by_class: float = 0.0
    """The same for each class on its own."""
    losses: Literal["lognormal", "mixture", "power"] = "lognormal"
    spread: Span = (0.8, 1.8)
    typical_loss: float = 2e4
    loss_known: float = 0.5
    missing: Literal["at random", "small", "below a floor"] = "at random"
    floor_stated: bool = False
    ranges: float = 0.0
    """Share of the recorded losses that are written as a range."""
    linked: Span = (0.3, 0.9)
    early_links_lost: float = 0.0
    """Share of the links lost of initiatives that security joined at design."""
    false_links: float = 0.0
    """Share of the incidents without a link that are linked to just any initiative."""
    incident_table: bool = True
    severe: bool = False
    """Revenue is stated, and rare severe events happen as published experience says."""
    severe_floor: float = 0.0
    """The stated loss from which an incident counts as severe; none stated where 0."""

    @property
    def differs_in_losses_only(self) -> bool:
        """Whether delivery, incidents and levers are those of the general case."""
        others = (field for field in fields(self) if field.name not in OF_LOSSES)
        return self.name != "general" and all(getattr(self, field.name) == field.default for field in others)


OF_LOSSES = {"name", "meaning", "losses", "spread", "loss_known", "missing", "floor_stated", "ranges"}

CASES: dict[str, Case] = {
    case.name: case
    for case in (
        Case("general", "everything within the usual bounds; incidents follow the time an initiative is open"),
        Case("work", "incidents follow the work done", world="work"),
        Case("two_quarters", "two quarters of history", quarters=(2, 2)),
        Case("one_unit", "one business unit", units=(1, 1)),
        Case("units_of_one", "every initiative is a unit of its own; what has not begun meets twice the load its plan "
             "is made for", one_each=True, initiatives=(10, 40)),
        Case("few_incidents", "two incidents a quarter, six quarters", per_quarter=(2.0, 2.0), quarters=(6, 6)),
        Case("overdispersed", "units have very good and very bad quarters (variance 1)", luck=(1.0, 1.0)),
        Case("complete_losses", "every loss is recorded", loss_known=1.0),
        Case("no_links", "no incident names its initiative", linked=(0.0, 0.0)),
        Case("all_linked", "every incident that an initiative caused names it", linked=(1.0, 1.0)),
        Case("no_incidents", "no incident was ever loaded", incident_table=False),
        Case("small_missing", "the smaller a loss, the more likely it is missing", missing="small"),
        Case("floor", "losses below a floor are not recorded, and nobody says so", missing="below a floor"),
        Case("floor_stated", "losses below a floor are not recorded, and the rule is stated",
             missing="below a floor", floor_stated=True),
        Case("drift_5", "the level of incidents wanders by 5 % a quarter", drift=0.05),
        Case("drift_10", "the level of incidents wanders by 10 % a quarter", drift=0.10),
        Case("drift_classes", "each class wanders by itself by 10 % a quarter", drift_by_class=0.10),
        Case("mixture", "one class holds many small losses and few huge ones", losses="mixture"),
        Case("power_tail", "the largest tenth of losses follows a power law (Pareto, 1.3)", losses="power"),
        Case("no_congestion", "work in progress slows nothing (a = 1), the least the model knows: its range lies above",
             throughput=(1.0, 0.0)),
        Case("some_congestion", "half of the congestion (a = 0.5)", throughput=(0.5, 0.0)),
        Case("growing", "starts of initiatives double in less than two years", intake_growth=0.4),
        Case("unannounced", "half of the initiatives that start next year are in no table yet", announced=0.5),
        Case("late_starts", "initiatives start two months later than planned, on average", slip=2.0),
        Case("early_links_lost", "half of the links of initiatives that security joined at design are lost",
             early_links_lost=0.5),
        Case("false_links", "30 in 100 of the unlinked incidents carry a link that is false", false_links=0.3),
        Case("ranges", "half of the recorded losses are ranges a factor of ten wide", ranges=0.5),
        Case("severe", "severe events happen as published; revenue and a floor above ordinary losses are stated",
             severe=True, typical_loss=3e3, severe_floor=2e5),
        Case("severe_no_floor", "the same without a stated floor, and ordinary losses reach above the assumed one",
             severe=True),
        Case("strong", "strong effects: late joining x 2.5, load + 0.7", late=(0.92, 0.1), load=(0.7, 0.1)),
    )
}  # fmt: skip
