"""Appendix: the method in one page, with what each step rests on and what it cannot tell."""

from __future__ import annotations

from balance.boardpack import wording
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.language import noted, say
from balance.report import Report

STEPS = (
    (
        noted("How often"),
        noted(
            "Incidents of each class are counted by quarter; the rate may drift, and few own "
            "counts lean on published ones."
        ),
        noted("Own incidents, published rates"),
        noted("A kind of event that never came and that nobody named."),
    ),
    (
        noted("How costly"),
        noted("One loss of each class has a typical size and a long tail, up to the largest single loss stated."),
        noted("Losses recorded; published sizes where few are"),
        noted("Losses nobody wrote down; they are taken to be like the rest."),
    ),
    (
        noted("A year"),
        noted("Counts and sizes are added up exactly to the loss of a whole year, not drawn at random."),
        noted("The two steps above"),
        noted("Ties between classes other than a bad quarter that hits all of them."),
    ),
    (
        noted("Delivery"),
        noted("Each planned finish is corrected by how long earlier initiatives took against their plan."),
        noted("Own finished initiatives"),
        noted("A plan that changes its scope under the same name."),
    ),
    (
        noted("Value"),
        noted("Annual value counts from the finish; what lands next year is its sum over readings."),
        noted("Values as planned by the owners"),
        noted("Whether the benefit comes as planned once it has landed."),
    ),
    (
        noted("The link"),
        noted("Work in progress, size and late security move incidents and speed together in one model."),
        noted("Links of incidents to initiatives"),
        noted("Cause and effect beyond what the data and stated effects show."),
    ),
    (
        noted("Plans"),
        noted(
            "A plan changes its levers and is evaluated on the same readings as today's, so that chance cancels out."
        ),
        noted("All of the above"),
        noted("Side effects that no lever speaks of, such as morale."),
    ),
    (
        noted("Ranges"),
        noted("A likely range holds eight in ten readings of the evidence; earlier ranges are held against what came."),
        noted("All of the above, and the track record"),
        noted("Errors of the method that every reading shares."),
    ),
)


def slide(report: Report) -> Slide:
    """The method in one page."""
    return Slide(
        layout="table",
        title=say("Appendix: every number is one model's reading of our own record, and says where it cannot see"),
        subtitle=say(
            "Two tables, initiatives and incidents, are read together; what they cannot tell is taken as stated"
        ),
        blocks=(
            Table(
                title="",
                subtitle="",
                columns=(
                    Column(say("Step"), 1.1),
                    Column(say("What is done"), 5.2, lines=3),
                    Column(say("What it rests on"), 2.6, lines=2),
                    Column(say("What it cannot tell"), 3.6, lines=2),
                ),
                rows=tuple(
                    (Cell(say(a), bold=True), Cell(say(b)), Cell(say(c), "soft"), Cell(say(d), "soft"))
                    for a, b, c, d in STEPS
                ),
                alt=say("Each step of the method, what it rests on and what it cannot tell."),
            ),
        ),
        notes=(
            say("docs/method.md says it in full, with formulas and how well the ranges held."),
            wording.how_sure(report),
        ),
        footer=wording.footer(report),
        sheets=("Method",),
    )
