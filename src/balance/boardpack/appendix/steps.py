"""Appendix: the method in one page, with what each step rests on and what it cannot tell."""

from __future__ import annotations

from balance.boardpack import wording
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.report import Report

STEPS = (
    ("How often", "Incidents of each class are counted by quarter; the rate may drift, and few own counts lean on "
     "published ones.", "Own incidents, published rates", "A kind of event that never came and that nobody named."),
    ("How costly", "One loss of each class has a typical size and a long tail, up to the largest single loss stated.",
     "Losses recorded; published sizes where few are", "Losses nobody wrote down; they are taken to be like the rest."),
    ("A year", "Counts and sizes are added up exactly to the loss of a whole year, not drawn at random.",
     "The two steps above", "Ties between classes other than a bad quarter that hits all of them."),
    ("Delivery", "Each planned finish is corrected by how long earlier initiatives took against their plan.",
     "Own finished initiatives", "A plan that changes its scope under the same name."),
    ("Value", "Annual value counts from the finish; what lands next year is its sum over readings.",
     "Values as planned by the owners", "Whether the benefit comes as planned once it has landed."),
    ("The link", "Work in progress, size and late security move incidents and speed together in one model.",
     "Links of incidents to initiatives", "Cause and effect beyond what the data and stated effects show."),
    ("Plans", "A plan changes its levers and is evaluated on the same readings as today's, so that chance cancels out.",
     "All of the above", "Side effects that no lever speaks of, such as morale."),
    ("Ranges", "A likely range holds eight in ten readings of the evidence; earlier ranges are held against what came.",
     "All of the above, and the track record", "Errors of the method that every reading shares."),
)  # fmt: skip


def slide(report: Report) -> Slide:
    """The method in one page."""
    return Slide(
        layout="table",
        title="Appendix: every number is one model's reading of our own record, and says where it cannot see",
        subtitle="Two tables, initiatives and incidents, are read together; what they cannot tell is taken as stated",
        blocks=(
            Table(
                title="",
                subtitle="",
                columns=(
                    Column("Step", 1.1),
                    Column("What is done", 5.2, lines=3),
                    Column("What it rests on", 2.6, lines=2),
                    Column("What it cannot tell", 3.6, lines=2),
                ),
                rows=tuple((Cell(a, bold=True), Cell(b), Cell(c, "soft"), Cell(d, "soft")) for a, b, c, d in STEPS),
                alt="Each step of the method, what it rests on and what it cannot tell.",
            ),
        ),
        notes=("docs/method.md says it in full, with formulas and how well the ranges held.", wording.how_sure(report)),
        footer=wording.footer(report),
        sheets=("Method",),
    )
