"""What the record of incidents says: more or fewer, noticed and over sooner or later, and whether notice was due."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.model.notification import MET, OVER, PASSED, RUNNING
from balance.model.signal import Direction
from balance.ranges import Range
from balance.regimes import REGIMES
from balance.report import Report
from balance.reporting.incident_record import CHANGE, INITIATIVE, NEITHER, IncidentRecord, Timing

NO_ADVICE = (
    "Arithmetic on published periods, not legal advice: whether a regime applies, and whether an incident falls under "
    "it, is for counsel."
)
MIDNIGHT = (
    "Where only a day is recorded, its clock is taken to start at midnight, which makes a date too early; a notice of "
    "the very day on which a clock runs out cannot be told to the hour."
)


def incident_record(record: IncidentRecord, report: Report) -> Finding:
    """Whether incidents became more, and whether they are over sooner, each as a signal or as chance."""
    if record.rows.empty:
        return Finding(
            "incident record", "No incidents are loaded yet.",
            "Load a list of incidents to see how often they come, how quickly they are over and what they come from.",
        )  # fmt: skip
    headline = sentence(f"{_counted(record)}{_over(record)}")
    text = " ".join(part for part in (_noticed(record), _origin(record), _still(record)) if part)
    return Finding("incident record", headline, text, _caveats(record, report), record.groups["class"])


def change(direction: Direction | None, before: int | None, after: int) -> str:
    """How a count moved, with its mark: the number, and whether it is a signal or could be chance."""
    if direction is None or before is None:
        return "no year before to compare"
    step = after - before
    arrow = "▲ up" if step > 0 else "▼ down" if step < 0 else "as many"
    moved = f"{arrow} {abs(step):,}" if step else arrow
    word = {"signal": "signal", "probably": "probably", "chance": "could be chance"}
    return f"{moved}: {word[direction.evidence]} ({formats.in_100(direction.chance)} of 100)"


def timed(timing: Timing, share: float = 0.5) -> str:
    """How a time of response moved against the year before, and how sure that is."""
    if timing.direction is None:
        return "no year before to compare"
    before = formats.span((timing.median_before if share == 0.5 else timing.slow_before).value)
    word = "longer" if timing.direction.sign > 0 else "shorter"
    sure = formats.in_100(timing.direction.chance)
    match timing.direction.evidence:
        case "signal":
            return f"{before} the year before; {word}: signal ({sure} of 100)"
        case "probably":
            return f"{before} the year before; {word}: probably ({sure} of 100)"
        case _:
            return f"{before} the year before: could be chance ({sure} of 100)"


def notification(clock: pd.DataFrame, regimes: Collection[str], record: IncidentRecord) -> Finding:
    """Which published periods are still running, which were met, and which nobody can tell."""
    if not regimes:
        return Finding(
            "notification", "Which notification periods apply to us is not stated.",
            "Choose the regimes that apply. None is assumed.", (NO_ADVICE,), clock,
        )  # fmt: skip
    names = formats.listed([one.name for one in REGIMES if one.code in regimes])
    if clock.empty:
        headline = "No incident says when we became aware of it or found it material."
        text = f"Under {names} no clock can be told without aware_at, or material_on."
        return Finding("notification", headline, text, (NO_ADVICE,), clock)
    notes = [f"{one.name}: {one.note}" for one in REGIMES if one.code in regimes and one.note]
    caveats = (NO_ADVICE, MIDNIGHT, *notes, _unclocked(record))
    return Finding("notification", sentence(_clocked(clock)), _counts(clock, names), caveats, clock)


def _clocked(clock: pd.DataFrame) -> str:
    """The one thing to know: what still runs, else what came late, else what nobody can tell, else that all is met."""
    states = clock["state"].value_counts()
    running, over, passed, met = (int(states.get(name, 0)) for name in (RUNNING, OVER, PASSED, MET))
    if running:
        first = clock.loc[clock["state"] == RUNNING, "due"].min()
        return f"{formats.count(running, 'notification date')} still to come, the first on {formats.moment(first)}"
    if over:
        return f"{over} of {formats.count(over + met, 'first notice')} came after the published period"
    first = clock[clock["told"].notna()]
    if passed and first.empty:
        return "all published dates have passed, and nothing recorded says whether notice was given"
    return f"{formats.count(met, 'first notice')} came in time" if met else "no clock can be told"


def _counts(clock: pd.DataFrame, names: str) -> str:
    states = clock["state"].value_counts()
    incidents = clock["incident_id"].nunique()
    said = {
        RUNNING: "{} still running", OVER: "{} over", MET: "{} met",
        PASSED: "{} passed without a record of the notice", "cannot be told": "{} cannot be told for want of a start",
    }  # fmt: skip
    parts = [words.format(int(states[name])) for name, words in said.items() if states.get(name, 0)]
    told = f"Under {names}: {formats.count(incidents, 'incident')}, {formats.count(len(clock), 'date')}; "
    missing = (
        " A column notified_at would tell whether first notices were in time." if clock["told"].isna().all() else ""
    )
    return f"{told}{formats.listed(parts)}.{missing}"


def _unclocked(record: IncidentRecord) -> str:
    """Incidents whose clock nobody recorded."""
    silent = int((record.rows["aware_at"].isna() & record.rows["material_on"].isna()).sum())
    return (
        f"{formats.count(silent, 'incident')} {'has' if silent == 1 else 'have'} neither aware_at nor material_on: "
        "whether a clock ran for them cannot be told."
        if silent
        else ""
    )


def _counted(record: IncidentRecord) -> str:
    moved, before, now = record.direction, record.year_before, record.past_year
    if moved is None or before is None:
        return f"{formats.count(now, 'incident')} in the past year; the record is too short to compare"
    if now == before:
        return f"{formats.count(now, 'incident')} in the past year, as many as the year before"
    went = "rose" if now > before else "fell"
    match moved.evidence:
        case "signal":
            return f"incidents {went} from {before:,} to {now:,} in a year"
        case "probably":
            return f"incidents probably {went}, from {before:,} to {now:,} in a year"
        case _:
            return f"{formats.count(now, 'incident')} in the past year, {before:,} the year before: could be chance"


def _over(record: IncidentRecord) -> str:
    """Whether they are over sooner, joined to what was said of their number."""
    moved = record.resolve.direction
    if moved is None:
        return ""
    worse = record.direction is not None and record.direction.evidence != "chance" and record.direction.sign > 0
    better = record.direction is not None and record.direction.evidence != "chance" and record.direction.sign < 0
    slower = moved.sign > 0
    if moved.evidence == "chance":
        return "; they take as long to resolve as far as chance lets us see"
    probably = "probably " if moved.evidence == "probably" else ""
    join = "but" if (worse and not slower) or (better and slower) else "and"
    return f", {join} {'they ' + probably + 'take longer' if slower else 'they are ' + probably + 'over sooner'}"


def _noticed(record: IncidentRecord) -> str:
    detect, resolve = record.detect, record.resolve
    seen = detect.median.known
    parts = []
    if seen:
        slow = f", the slowest tenth not before {formats.span(detect.slow.value)}" if detect.slow.known else ""
        parts.append(f"Half are noticed within {formats.span(detect.median.value)} of beginning{slow}.")
    if resolve.median.known:
        slow = f", the slowest tenth take more than {formats.span(resolve.slow.value)}" if resolve.slow.known else ""
        parts.append(f"Half are over within {formats.span(resolve.median.value)} of being opened{slow}.")
    return " ".join(parts)


def _origin(record: IncidentRecord) -> str:
    whole = sum(record.links.values())
    if not whole:
        return ""
    caused = (record.links[CHANGE] + record.links[INITIATIVE]) / whole
    return (
        f"{formats.in_100(caused)} in 100 name the change or initiative they came from; for "
        f"{formats.in_100(record.links[NEITHER] / whole)} in 100 nothing recorded does."
    )


def _still(record: IncidentRecord) -> str:
    still = int(record.rows["open"].sum())
    return f"{still} {'is' if still == 1 else 'are'} not over yet and count as still running." if still else ""


def _caveats(record: IncidentRecord, report: Report) -> tuple[str, ...]:
    detect, resolve, rows = record.detect, record.resolve, record.rows
    told = [
        "No incident says when it began and when it was noticed: occurred_at and detected_at would tell how long "
        "problems go unseen." if not detect.counted else "",
        f"{formats.count(detect.unknown, 'incident')} of the past year cannot be timed to being noticed."
        if detect.counted and detect.unknown else "",
        "No incident says when it was over: resolved_at would tell." if not resolve.counted else "",
        f"{formats.count(resolve.unknown, 'incident')} of the past year cannot be timed to being over."
        if resolve.counted and resolve.unknown else "",
        "Which change or initiative caused an incident is recorded nowhere: change_id or initiative_id would tell."
        if len(rows) and (rows["link"] == NEITHER).all() else "",
        "No incident names a unit: business_unit would tell where they come from."
        if len(rows) and (rows["unit"] == "no unit").all() else "",
        "The slowest tenth of a few incidents is one or two of them: read its range."
        if 0 < resolve.counted < 30 else "",
        "A time is from opening to resolving; those that open and close elsewhere may be recorded late.",
    ]  # fmt: skip
    out = sum(record.left_out.values())
    told.append(f"{formats.count(out, 'row')} left out: cancelled, duplicate or after the as-of date." if out else "")
    return tuple(line for line in told if line)


def likely(range_: Range) -> str:
    """The likely range of a time in hours, in words."""
    return f"{formats.span(range_.low)} to {formats.span(range_.high)}" if formats.known(range_) else formats.MISSING
