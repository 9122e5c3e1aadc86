"""What mending the data would bring: which cells first, and what they do to the ranges."""

from __future__ import annotations

from collections.abc import Sequence

from balance import formats
from balance.findings.finding import Finding
from balance.findings.quality import within
from balance.language import label, noted, say
from balance.report import Report
from balance.reporting.worth_mending import Mend

WORTH_SAYING = 0.005
"""A range that becomes narrower by less than this is not said to become narrower."""

NOUNS = {"incidents": "incident", "initiatives": "initiative"}


def mending(report: Report, mends: Sequence[Mend]) -> Finding:
    """What to fill or mend first, and by how much the headline ranges would change."""
    felt = [mend for mend in mends if narrower(mend) >= WORTH_SAYING]
    if not mends:
        return Finding("mending", say("No cell that is empty or wrong moves a headline range."), "", ())
    if not felt:
        return Finding("mending", say("No single lack moves a headline range by one in a hundred."), "", ())
    first = felt[0]
    headline = say("{where} would sharpen the answer most: {gain}.", where=where(first), gain=gain(first))
    text = say(
        "Data quality would go from {score} to {score_after} of 100. What the cells would "
        "say is not guessed: only that they say something counts.",
        score=formats.in_100(report.quality.score),
        score_after=formats.in_100(first.score_after),
    )
    return Finding("mending", headline, text, _not_in_sight(mends))


def _not_in_sight(mends: Sequence[Mend]) -> tuple[str, ...]:
    """That some ranges shown are too narrow as they stand."""
    hidden = [mend for mend in mends if not mend.included and narrower(mend) >= WORTH_SAYING]
    if not hidden:
        return ()
    parts = formats.listed([within(part) for part in dict.fromkeys(mend.part for mend in hidden)])
    return (
        say(
            "The ranges shown do not allow for what is missing of {parts}: with it they would be wider, as the table "
            "says.",
            parts=parts,
        ),
    )


def where(mend: Mend) -> str:
    """The cells in words.

    >>> from balance.reporting.worth_mending import Mend
    >>> where(Mend("losses", "incidents", ("loss",), 296, "severity", "", True, 1.6, None, 0.9))
    'A loss on 296 incidents'
    """
    if mend.part == "freshness":
        return say("A newer table of {table}", table=label(mend.table))
    if mend.part == "truncation":
        return say("The incidents or losses that seem cut off")
    noun = NOUNS.get(mend.table, "row")
    if mend.part == "consistency":
        return say("Dates and stages that agree on {cells}", cells=formats.count(mend.cells, noun))
    return say(
        "{lacking} on {cells}",
        lacking=label(LACKING.get(mend.columns[0], mend.columns[0])),
        cells=formats.count(mend.cells, noun),
    )


LACKING = {
    "loss": noted("A loss"),
    "annual_value": noted("A yearly value"),
    "security_joined": noted("When security joined"),
    "initiative_id": noted("A link"),
    "start_actual": noted("Start and finish dates"),
}


def headline_of(mend: Mend) -> str:
    """Which headline range it is about."""
    return say("value landing next year") if mend.on == "delivery" else say("loss in an average year")


def narrower(mend: Mend, width: float | None = None) -> float:
    """The share by which the headline's range is wider than it need be, 0..1; with `width`, what going there saves.

    >>> from balance.reporting.worth_mending import Mend
    >>> narrower(Mend("losses", "incidents", ("loss",), 1, "severity", "", True, 2.0, None, 0.9))
    0.5
    """
    return 1.0 - (1.0 if width is None else width) / mend.width


def gain(mend: Mend) -> str:
    """What mending all of it does to the headline range, in words."""
    about = headline_of(mend)
    if mend.width == float("inf"):
        return say("the {about} could be measured", about=about)
    if mend.included:
        return say(
            "the likely range of the {about} would be {narrower} narrower",
            about=about,
            narrower=formats.percent(narrower(mend)),
        )
    return say(
        "the likely range of the {about} would be right as shown, where it should be {times} as wide",
        about=about,
        times=times(mend.width),
    )


def times(width: float) -> str:
    """How many times as wide: two decimals near one, where one would hide it.

    >>> times(1.63), times(1.04)
    ('1.6 times', '1.04 times')
    """
    return say("{width} times", width=formats.number(width, decimals=1 if width >= 1.095 else 2))
