"""What the company's own data says against the numbers, in the words of leaders.

Each caution says what was seen, which number it touches and to which side, and what would mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from balance import formats
from balance.language import noted, say
from balance.report import Caution, Report

HEADLINES = frozenset({"expected_annual_loss", "bad_year_loss", "chance_beyond_limit", "value_landing_next_year"})
RISK = HEADLINES - {"value_landing_next_year"} | {"incidents_next_quarter", "class_losses", "class_rates"}
DELIVERY = frozenset({"value_landing_next_year", "finish_dates"})
EFFECTS = frozenset({"late_joining", "technology", "size", "load_on_incidents"})
PLANS = frozenset({"fewer_at_once:incidents", "secured:incidents", "faster:incidents"})

MOST, FELT = 3, 0.1
"""No screen tells more than three, and none that moves a headline number by less than a tenth; the rest stand with the
quality of the data."""


def told(report: Report, touching: Collection[str], *, least: float = FELT, most: int = MOST) -> tuple[str, ...]:
    """The heaviest cautions that the data shows on these numbers, as sentences."""
    own = [
        one for one in report.quality.cautions if one.seen and one.weight >= least and set(one.touches) & {*touching}
    ]
    return tuple(said(one, report.currency) for one in own[:most])


def cannot_be_told(report: Report, touching: Collection[str] = ()) -> tuple[str, ...]:
    """What the data can neither show nor exclude, as sentences: of these numbers, or of all."""
    unseen = [one for one in report.quality.cautions if not one.seen]
    return tuple(said(one, report.currency) for one in unseen if not touching or set(one.touches) & {*touching})


def every(report: Report) -> tuple[str, ...]:
    """All cautions of a report: what the data shows, the heaviest first, then what it can neither show nor exclude."""
    return tuple(said(one, report.currency) for one in report.quality.cautions)


def said(one: Caution, currency: str) -> str:
    """One caution in words; money in this currency.

    >>> from balance.model.cautions.kinds import caution
    >>> said(caution("few_links", 0.0, linked=12), "GBP").split(" on incidents")[0]
    '12 linked incidents carry the effects'
    """
    name = "small_unrecorded:trait" if one.facts.get("by", "class") != "class" else one.name
    shown = {fact: _shown(fact, value, currency) for fact, value in one.facts.items()}
    if one.name == "no_links" and not one.facts["incidents"]:
        name = "no_links:none"
    sentence = say(SENTENCES[name], **shown)
    return sentence[:1].upper() + sentence[1:]


def _shown(fact: str, value: Any, currency: str) -> str:  # noqa: ANN401 - numbers and words
    """One fact as it is read: money, a share in 100, a count with its noun, a number, or the word it is."""
    if isinstance(value, str):
        return value
    if fact in NOUNS:
        return formats.count(value, *NOUNS[fact]) if value else say(_NONE[fact])
    if fact == "floor":
        return formats.money(value, currency)
    return SHOWN.get(fact, formats.count)(value)


NOUNS: Mapping[str, tuple[str, ...]] = {
    "quarters": ("quarter",),
    "incidents": ("incident",),
    "classes": ("class", "classes"),
    "begun": ("initiative",),
    "late": ("initiative",),
    "linked": ("linked incident",),
    "finished": ("finished initiative",),
    "own": ("own event",),
}

_NONE: Mapping[str, str] = {
    "quarters": noted("no quarter"), "incidents": noted("no incident"), "classes": noted("no class"),
    "begun": noted("no initiative"), "late": noted("no initiative"), "linked": noted("no linked incident"),
    "finished": noted("no finished initiative"), "own": noted("no own event"),
}  # fmt: skip

SHOWN: Mapping[str, Callable[[float], str]] = {
    **dict.fromkeys(("missing", "much", "little", "share", "step", "swing", "measured", "without"), formats.in_100),
    **dict.fromkeys(("older", "newer", "coming"), lambda value: formats.number(value, decimals=1)),
    "doubled": formats.factor,
}

SENTENCES: Mapping[str, str] = {
    "recording_floor": (
        noted(
            "No loss below {floor} is recorded and losses crowd just above it, while {missing} "
            "in 100 incidents have none: the small ones are probably left out. Expected loss, "
            "bad year and chance beyond the limit are then too high; state the rule as "
            "loss_recording_floor."
        )
    ),
    "small_unrecorded": (
        noted(
            "Losses are recorded more often where they are larger: in {much} of 100 incidents of "
            "the class with the largest, in {little} of that with the smallest. What is missing "
            "is then smaller than assumed, and expected loss, bad year and chance beyond the "
            "limit come out too high; estimating the loss of a few incidents without one would "
            "tell."
        )
    ),
    "small_unrecorded:trait": (
        noted(
            "Losses are recorded more often where incidents are graver: in {much} of 100 with "
            "more {by} than usual, in {little} of the others. What is missing is then smaller "
            "than assumed, and expected loss, bad year and chance beyond the limit come out too "
            "high; estimating the loss of a few incidents without one would tell."
        )
    ),
    "loss_ranges": (
        noted(
            "{share} in 100 known losses are ranges, the upper end typically {wide} times the "
            "lower. The doubt about each looks like difference between them, so that expected "
            "loss and bad year lean high and wide; narrower ranges mend that."
        )
    ),
    "unrecorded": (
        noted(
            "{missing} in 100 incidents have no loss, and nothing shows which. The ranges of "
            "losses allow for the missing ones being smaller, and are wider than needed if they "
            "are like the others; recording every loss, or stating the rule, would narrow them."
        )
    ),
    "few_known_losses": (
        noted(
            "In {few} of {classes} fewer than {enough} losses are known: how large the largest "
            "get rests there on what is assumed. The ranges of losses are wide for it and their "
            "middle leans high; more recorded losses narrow them."
        )
    ),
    "severe_published": (
        noted(
            "The severe class rests on what other companies have met: {own} can be counted, and "
            "it makes up {share} in 100 of the expected loss. Companies differ by more than the "
            "ranges of bad year and chance beyond the limit show, to either side; state "
            "severe_frequency and severe_typical_loss from own scenarios."
        )
    ),
    "ordinary_above_floor": (
        noted(
            "Ordinary losses reach above the size from which a loss was to count as severe, so "
            "that this was raised to {floor}. The losses of single classes may be off to either "
            "side; state materiality_floor, the loss from which the board calls an incident "
            "severe."
        )
    ),
    "moving_level": (
        noted(
            "At equal work, the level of incidents moves by about {step} in 100 from quarter to "
            "quarter, seen over {quarters}. Next year's incidents and losses may lie further off "
            "than their ranges say, to either side; look for what changed, and forecast again "
            "each quarter."
        )
    ),
    "drift_unknown": (
        noted(
            "{quarters} with {incidents} can neither show nor exclude that, at equal work, their "
            "level moves by {step} in 100 a quarter. The ranges of incidents and losses allow "
            "for it, and are wider than needed where it stands still; only a longer record tells."
        )
    ),
    "short_history": (
        noted(
            "There is no more than {quarters} of incidents ({incidents}): incidents, losses and "
            "effects rest mostly on published experience, and their ranges are wide to either "
            "side; older incidents would narrow them most."
        )
    ),
    "few_incidents": (
        noted(
            "There are only {incidents} in {quarters}: incidents, losses and effects rest mostly "
            "on published experience, and their ranges are wide to either side; incidents of "
            "other sources or earlier years would narrow them."
        )
    ),
    "uneven_quarters": (
        noted(
            "Units have very good and very bad quarters: beyond chance and work, a quarter "
            "typically lies {swing} in 100 off what is usual. One quarter then says little, and "
            "the ranges of incidents, losses and effects are wide to either side; look for one "
            "cause that is logged many times."
        )
    ),
    "growing_work": (
        noted(
            "Ever more initiatives start: {older} a quarter in the first half of the record, "
            "{newer} in the second, {coming} approved for the year ahead. Units are then fuller "
            "than they were used to: dates come out too early, incidents and what fewer at once "
            "would do too low; enter starts as soon as they are approved, and forecast again "
            "each quarter."
        )
    ),
    "unannounced_work": (
        noted(
            "At the pace of the past, {more} initiatives more than are approved would start "
            "within the year. None is counted: dates come out too early, incidents and what "
            "fewer at once would do too low; to count them, set “initiatives that start beside "
            "those in the tables” to 1 under Assumptions."
        )
    ),
    "late_starts": (
        noted(
            "Half of {begun} began more than {days} days after their planned start. The "
            "{waiting} approved ones are taken to start as planned: what they bring next year, "
            "value and incidents, comes out too high; enter the start that is now expected."
        )
    ),
    "units_of_one": (
        noted(
            "{initiatives} initiatives stand in {units} business units, nearly each alone: "
            "nothing shows how busy the people around it are. Dates of work that runs hold; where "
            "the people of what has not begun are busy with other work too, its dates come out too "
            "early, and what should be kept in 80 of 100 cases is then kept in about 35; name as one "
            "unit those who share people."
        )
    ),
    "one_unit": (
        noted(
            "All {initiatives} initiatives are of one business unit: busy times and bad times "
            "cannot be told apart. Effects on incidents rest more on what is assumed, and their "
            "ranges are wide to either side; units that share people would tell."
        )
    ),
    "no_links": (
        noted(
            "Of {incidents} none leads to an initiative that was open: what late security, "
            "technology, size and load do to incidents is assumed, and its ranges are wide to "
            "either side; linking incidents to initiatives mends it."
        )
    ),
    "no_links:none": (
        noted(
            "No incident is loaded: what late security, technology, size and load do to incidents is assumed, "
            "and its ranges are wide to either side; a list of incidents that name their initiative mends it."
        )
    ),
    "few_links": (
        noted(
            "{linked} carry the effects on incidents: these rest on what is assumed as well, and "
            "their ranges are wide to either side; more links narrow them."
        )
    ),
    "links_on_trust": (
        noted(
            "{linked} are taken on trust, and about {without} in 100 of the incidents that "
            "changes cause have no link. Links lost more often where security joined early make "
            "late security look worse than it is, and false ones make every effect look weaker; "
            "a written rule for linking mends both."
        )
    ),
    "load_assumed": (
        noted(
            "Own data carries {measured} in 100 of what load is found to do to incidents (twice "
            "the work at once: {doubled} each); an assumption carries the rest and holds it "
            "down. Where the true effect is strong, it and what fewer at once or another pace "
            "would do come out too low. What it does to speed may be anything from nothing to "
            "much, and that range is wider than needed in between; more links and finishes would "
            "tell."
        )
    ),
    "securing_assumed": (
        noted(
            "What bringing security into {late} now would prevent and delay is assumed, not "
            "measured. The incidents it prevents may lie outside their range, to either side, "
            "for the added work is taken never to expose more than security takes off, while the "
            "range of the value it delays is rather too wide; trying it on a few and linking "
            "their incidents would tell."
        )
    ),
}
"""What was seen, which numbers it touches and to which side, and what mends it."""
