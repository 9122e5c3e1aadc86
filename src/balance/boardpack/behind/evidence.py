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
from balance.report import Report
from balance.sense import kind_of

MOST_INCIDENTS = 2_000
"""The incidents listed, the newest first; more would make a workbook nobody opens."""


def quality(report: Report) -> Sheet:
    """How far the data carries the answer, part by part."""
    headings = (Heading("Part", "text"), Heading("Score (0..1)", "chance"), Heading("Why", "long"))
    rows = tuple((part.part, number(part.score), part.why) for part in report.quality.parts)
    return Sheet("Quality", "How far the data carries the answer", "A score is the share of the reachable precision",
                 "The rows loaded up to the as-of date", headings, rows)  # fmt: skip


def assumptions(company: Company | None) -> Sheet:
    """Everything taken as given, stated or default."""
    headings = (
        Heading("Key", "text"), Heading("Meaning", "long"), Heading("Value"), Heading("Low"), Heading("High"),
        Heading("Unit", "text"), Heading("Stated or assumed", "text"), Heading("Owner", "text"),
        Heading("Stated on", "date"), Heading("Reason", "long"), Heading("Source", "long"), Heading("Year", "text"),
        Heading("Years old"),
    )  # fmt: skip
    rows: tuple[tuple[Entry, ...], ...] = ()
    if company is not None:
        stated = company.assumptions.rows
        kept = [stated[key] for key in sorted(stated) if stated[key].value is not None]
        rows = tuple((*_assumption(row), ages.years_old(row, company.as_of)) for row in kept)
    return Sheet(
        "Assumptions", "What is taken as given", "Low and high are the ends of an 80 in 100 range",
        "The table assumptions and the screen of that name; else the documented default", headings, rows,
    )  # fmt: skip


def _assumption(row: Stated) -> tuple[Entry, ...]:
    known = KNOWN.get(row.key) or KNOWN.get(kind_of(row.key))
    value = row.value if isinstance(row.value, str) else Typed(number(row.value), "number")
    return (
        row.key, known.meaning if known else "", value, number(row.low), number(row.high), row.unit,
        "assumed" if row.assumed else "stated", row.owner, row.stated_on, row.reason, row.source,
        str(row.year) if row.year is not None else "",
    )  # fmt: skip


def incidents(company: Company | None) -> Sheet:
    """The incidents the losses are read from, each with its place in the files."""
    headings = (
        Heading("Id", "text"), Heading("Opened", "date"), Heading("Class", "text"), Heading("Loss"),
        Heading("Loss, low"), Heading("Loss, high"), Heading("Initiative", "text"), Heading("Change", "text"),
        Heading("From file", "text"), Heading("Sheet", "text"), Heading("Row", "count"),
    )  # fmt: skip
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
    more = f"; {left:,} older ones are in the store" if left else ""
    return Sheet(
        "Incidents", "The incidents the losses are read from",
        f"As loaded, in reporting currency; an empty loss is not known{more}", "The table incidents", headings, rows,
    )  # fmt: skip


def findings_told(findings: Mapping[str, Finding]) -> Sheet:
    """The sentences of the screens and slides."""
    headings = (
        Heading("Topic", "text"),
        Heading("Headline", "long"),
        Heading("Text", "long"),
        Heading("Caveats", "long"),
    )
    rows = tuple((each.topic, each.headline, each.text, " ".join(each.caveats)) for each in findings.values())
    return Sheet(
        "Findings", "What the numbers say", "Told from the numbers of the other sheets", "The screens", headings, rows
    )


def method(report: Report) -> Sheet:
    """What these numbers are of, and how they are computed."""
    told = (
        ("As of", formats.day(report.as_of)), ("Plan", report.scenario), ("Money in", report.currency),
        ("Data", report.data_hash), ("Model version", report.model_version),
        ("Likely range", "From the 10th to the 90th percentile of the readings of the evidence"),
        *((item.head, item.text) for item in STEPS),
    )  # fmt: skip
    return Sheet("Method", "What these numbers are of, and how they are computed", "docs/method.md says it in full", "",
                 (Heading("What", "text"), Heading("Told", "long")), told)  # fmt: skip
