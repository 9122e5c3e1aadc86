"""What the record of incidents says: more or fewer of them, noticed and over sooner or later, and their causes."""

from __future__ import annotations

from balance import formats
from balance.findings.finding import Finding, sentence
from balance.language import noted, say, say_count
from balance.model.signal import Direction
from balance.ranges import Range
from balance.report import Report
from balance.reporting.incident_record import CHANGE, INITIATIVE, NEITHER, IncidentRecord, Timing


def incident_record(record: IncidentRecord, report: Report) -> Finding:
    """Whether incidents became more, and whether they are over sooner, each as a signal or as chance."""
    if record.rows.empty:
        return Finding(
            "incident record",
            say("No incidents are loaded yet."),
            say(
                "Load a list of incidents to see how often they come, how quickly they are over and "
                "what they come from."
            ),
        )
    headline = sentence(say(_over(record), counted=_counted(record)))
    text = " ".join(part for part in (_noticed(record), _origin(record), _still(record)) if part)
    return Finding("incident record", headline, text, _caveats(record, report), record.groups["class"])


def change(direction: Direction | None, before: int | None, after: int) -> str:
    """How a count moved, with its mark: the number, and whether it is a signal or could be chance."""
    if direction is None or before is None:
        return say("no year before to compare")
    step = after - before
    moved = noted("▲ up {by}") if step > 0 else noted("▼ down {by}") if step < 0 else noted("as many")
    word = {"signal": noted("signal"), "probably": noted("probably"), "chance": noted("could be chance")}
    return say(
        "{moved}: {word} ({chance} of 100)",
        moved=say(moved, by=formats.count(abs(step))),
        word=say(word[direction.evidence]),
        chance=formats.in_100(direction.chance),
    )


def timed(timing: Timing, share: float = 0.5) -> str:
    """How a time of response moved against the year before, and how sure that is."""
    if timing.direction is None:
        return say("no year before to compare")
    before = formats.span((timing.median_before if share == 0.5 else timing.slow_before).value)
    chance = noted("{before} the year before: could be chance ({sure} of 100)")
    told = _TIMED.get((timing.direction.evidence, timing.direction.sign > 0), chance)
    return say(told, before=before, sure=formats.in_100(timing.direction.chance))


_TIMED = {
    ("signal", True): noted("{before} the year before; longer: signal ({sure} of 100)"),
    ("signal", False): noted("{before} the year before; shorter: signal ({sure} of 100)"),
    ("probably", True): noted("{before} the year before; longer: probably ({sure} of 100)"),
    ("probably", False): noted("{before} the year before; shorter: probably ({sure} of 100)"),
}


def _counted(record: IncidentRecord) -> str:
    moved, before, now = record.direction, record.year_before, record.past_year
    if moved is None or before is None:
        return say(
            "{incidents} in the past year; the record is too short to compare", incidents=formats.count(now, "incident")
        )
    if now == before:
        return say("{incidents} in the past year, as many as the year before", incidents=formats.count(now, "incident"))
    chance = noted("{incidents} in the past year, {before} the year before: could be chance")
    told = _WENT.get((moved.evidence, now > before), chance)
    return say(told, incidents=formats.count(now, "incident"), before=formats.count(before), now=formats.count(now))


_WENT = {
    ("signal", True): noted("incidents rose from {before} to {now} in a year"),
    ("signal", False): noted("incidents fell from {before} to {now} in a year"),
    ("probably", True): noted("incidents probably rose, from {before} to {now} in a year"),
    ("probably", False): noted("incidents probably fell, from {before} to {now} in a year"),
}


def _over(record: IncidentRecord) -> str:
    """Whether they are over sooner, as what goes around what was said of their number."""
    moved = record.resolve.direction
    if moved is None:
        return "{counted}"
    worse = record.direction is not None and record.direction.evidence != "chance" and record.direction.sign > 0
    better = record.direction is not None and record.direction.evidence != "chance" and record.direction.sign < 0
    slower = moved.sign > 0
    if moved.evidence == "chance":
        return noted("{counted}; they take as long to resolve as far as chance lets us see")
    probably, but = moved.evidence == "probably", (worse and not slower) or (better and slower)
    if slower and probably:
        return (
            noted("{counted}, but they probably take longer")
            if but
            else noted("{counted}, and they probably take longer")
        )
    if slower:
        return noted("{counted}, but they take longer") if but else noted("{counted}, and they take longer")
    if probably:
        return (
            noted("{counted}, but they are probably over sooner")
            if but
            else noted("{counted}, and they are probably over sooner")
        )
    return noted("{counted}, but they are over sooner") if but else noted("{counted}, and they are over sooner")


def _noticed(record: IncidentRecord) -> str:
    detect, resolve = record.detect, record.resolve
    seen = detect.median.known
    parts = []
    if seen:
        told = noted("Half are noticed within {median} of beginning.")
        if detect.slow.known:
            told = noted("Half are noticed within {median} of beginning, the slowest tenth not before {slow}.")
        parts.append(say(told, median=formats.span(detect.median.value), slow=formats.span(detect.slow.value)))
    if resolve.median.known:
        told = noted("Half are over within {median} of being opened.")
        if resolve.slow.known:
            told = noted("Half are over within {median} of being opened, the slowest tenth take more than {slow}.")
        parts.append(say(told, median=formats.span(resolve.median.value), slow=formats.span(resolve.slow.value)))
    return " ".join(parts)


def _origin(record: IncidentRecord) -> str:
    whole = sum(record.links.values())
    if not whole:
        return ""
    named = record.links[CHANGE] + record.links[INITIATIVE]
    if named in (0, whole):
        told = (
            noted("Each names the change or initiative it came from.")
            if named
            else noted("None names a change or an initiative that it came from.")
        )
        return say(told)
    caused = named / whole
    return sentence(
        say(
            "{caused} in 100 name the change or initiative they came from; for {links} in 100 nothing recorded does.",
            caused=formats.in_100(caused),
            links=formats.in_100(record.links[NEITHER] / whole),
        )
    )


def _still(record: IncidentRecord) -> str:
    still = int(record.rows["open"].sum())
    return (
        say_count(
            "{count} is not over yet and counts as still running.",
            "{count} are not over yet and count as still running.",
            still,
            count=still,
        )
        if still
        else ""
    )


def _caveats(record: IncidentRecord, report: Report) -> tuple[str, ...]:
    detect, resolve, rows = record.detect, record.resolve, record.rows
    told = [
        say(
            "No incident says when it began and when it was noticed: occurred_at and detected_at "
            "would tell how long problems go unseen."
        )
        if not detect.counted
        else "",
        say(
            "{incidents} of the past year cannot be timed to being noticed.",
            incidents=formats.count(detect.unknown, "incident"),
        )
        if detect.counted and detect.unknown
        else "",
        say("No incident says when it was over: resolved_at would tell.") if not resolve.counted else "",
        say(
            "{incidents} of the past year cannot be timed to being over.",
            incidents=formats.count(resolve.unknown, "incident"),
        )
        if resolve.counted and resolve.unknown
        else "",
        say("Which change or initiative caused an incident is recorded nowhere: change_id or initiative_id would tell.")
        if len(rows) and (rows["link"] == NEITHER).all()
        else "",
        say("No incident names a unit: business_unit would tell where they come from.")
        if len(rows) and (rows["unit"] == "no unit").all()
        else "",
        say("The slowest tenth of a few incidents is one or two of them: read its range.")
        if 0 < resolve.counted < 30
        else "",
        say("A time is from opening to resolving; those that open and close elsewhere may be recorded late."),
    ]
    out = sum(record.left_out.values())
    told.append(
        say("{rows} left out: cancelled, duplicate or after the as-of date.", rows=formats.count(out, "row"))
        if out
        else ""
    )
    return tuple(line for line in told if line)


def likely(range_: Range) -> str:
    """The likely range of a time in hours, in words."""
    return (
        say("{low} to {high}", low=formats.span(range_.low), high=formats.span(range_.high))
        if formats.known(range_)
        else formats.MISSING
    )
