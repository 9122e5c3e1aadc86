"""What the numbers rest on: the quality of the data, the assumptions, the incidents read, the findings, the method."""

from __future__ import annotations

from collections.abc import Mapping

from balance import ages, formats
from balance.assumptions import KNOWN, Stated
from balance.boardpack.behind.entries import day, number, word
from balance.boardpack.method import STEPS
from balance.boardpack.sheets import Entry, Heading, Sheet, Typed
from balance.company import Company
from balance.findings import Finding
from balance.findings.quality import name_of
from balance.language import label, say
from balance.report import Report
from balance.sense import kind_of

MOST_INCIDENTS = 2_000
"""The incidents listed, the newest first; more would make a workbook nobody opens."""


def quality(report: Report) -> Sheet:
    """How far the data carries the answer, part by part."""
    headings = (Heading(say("Part"), "text"), Heading(say("Score (0..1)"), "chance"), Heading(say("Why"), "long"))
    rows = tuple((name_of(part.part), number(part.score), part.why) for part in report.quality.parts)
    return Sheet(
        "Quality",
        say("How far the data carries the answer"),
        say("A score is the share of the reachable precision"),
        say("The rows loaded up to the as-of date"),
        headings,
        rows,
    )


def assumptions(company: Company | None) -> Sheet:
    """Everything taken as given, stated or default."""
    headings = (
        Heading(say("Key"), "text"),
        Heading(say("Meaning"), "long"),
        Heading(say("Value")),
        Heading(say("Low")),
        Heading(say("High")),
        Heading(say("Unit"), "text"),
        Heading(say("Stated or assumed"), "text"),
        Heading(say("Owner"), "text"),
        Heading(say("Stated on"), "date"),
        Heading(say("Reason"), "long"),
        Heading(say("Source"), "long"),
        Heading(say("Year"), "text"),
        Heading(say("Years old")),
    )
    rows: tuple[tuple[Entry, ...], ...] = ()
    if company is not None:
        stated = company.assumptions.rows
        kept = [stated[key] for key in sorted(stated) if stated[key].value is not None]
        rows = tuple((*_assumption(row), ages.years_old(row, company.as_of)) for row in kept)
    return Sheet(
        "Assumptions", say("What is taken as given"), say("Low and high are the ends of an 80 in 100 range"),
        say("The table assumptions and the screen of that name; else the documented default"), headings, rows,
    )  # fmt: skip


def _assumption(row: Stated) -> tuple[Entry, ...]:
    known = KNOWN.get(row.key) or KNOWN.get(kind_of(row.key))
    value = row.value if isinstance(row.value, str) else Typed(number(row.value), "number")
    return (
        row.key, label(known.meaning) if known else "", value, number(row.low), number(row.high), label(row.unit),
        say("assumed") if row.assumed else say("stated"), row.owner, row.stated_on, row.reason, label(row.source),
        str(row.year) if row.year is not None else "",
    )  # fmt: skip


def incidents(company: Company | None) -> Sheet:
    """The incidents the losses are read from, each with its place in the files."""
    headings = (
        Heading("Id", "text"),
        Heading(say("Opened"), "date"),
        Heading(say("Class"), "text"),
        Heading(say("Loss")),
        Heading(say("Loss, low")),
        Heading(say("Loss, high")),
        Heading(say("Initiative"), "text"),
        Heading(say("Change"), "text"),
        Heading(say("From file"), "text"),
        Heading(say("Sheet"), "text"),
        Heading(say("Row"), "count"),
    )
    read = company.incidents if company is not None else None
    rows: tuple[tuple[Entry, ...], ...] = ()
    if read is not None:
        newest = read.sort_values(["opened_at", "incident_id"], ascending=[False, True]).head(MOST_INCIDENTS)
        rows = tuple(
            (word(row["incident_id"]), day(row["opened_at"]), word(row["class"]),
             *(number(row.get(name)) for name in ("loss", "loss_low", "loss_high")),
             *(word(row.get(name)) for name in ("initiative_id", "change_id", "source_file", "source_sheet")),
             number(row.get("source_row")))
            for row in newest.to_dict("records")
        )  # fmt: skip
    left = 0 if read is None else max(len(read) - MOST_INCIDENTS, 0)
    told = say("As loaded, in reporting currency; an empty loss is not known")
    if left:
        told = say("{told}; {left} older ones are in the store", told=told, left=formats.count(left))
    return Sheet(
        "Incidents",
        say("The incidents the losses are read from"),
        told,
        say("The table incidents"),
        headings,
        rows,
    )


def findings_told(findings: Mapping[str, Finding]) -> Sheet:
    """The sentences of the screens and slides."""
    headings = (
        Heading(say("Topic"), "text"),
        Heading(say("Headline"), "long"),
        Heading(say("Text"), "long"),
        Heading(say("Caveats"), "long"),
    )
    rows = tuple((each.topic, each.headline, each.text, " ".join(each.caveats)) for each in findings.values())
    return Sheet(
        "Findings",
        say("What the numbers say"),
        say("Told from the numbers of the other sheets"),
        say("The screens"),
        headings,
        rows,
    )


def method(report: Report) -> Sheet:
    """What these numbers are of, and how they are computed."""
    told = (
        (say("As of"), formats.day(report.as_of)), (say("Plan"), report.scenario), (say("Money in"), report.currency),
        (say("Data"), report.data_hash), (say("Model version"), report.model_version),
        (say("Likely range"), say("From the 10th to the 90th percentile of the readings of the evidence")),
        *((say(item.head), say(item.text)) for item in STEPS),
    )  # fmt: skip
    return Sheet(
        "Method",
        say("What these numbers are of, and how they are computed"),
        say("docs/method.md says it in full"),
        "",
        (Heading(say("What"), "text"), Heading(say("Told"), "long")),
        told,
    )
