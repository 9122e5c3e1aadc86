"""Appendix: what one named event would do to the year."""

from __future__ import annotations

from balance import findings, formats
from balance.boardpack import wording
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Cell, Column, Slide, Table
from balance.findings.horizon import source_of
from balance.language import say
from balance.report import Report
from balance.stress_tests import StressTest, StressTests

SHOWN = 9


def slides(report: Report, beside: Beside) -> tuple[Slide, ...]:
    """One slide, or none without a stress test."""
    tests = beside.stress
    if tests is None or not tests.tests:
        return ()
    told = findings.stress(tests, report)
    return (
        Slide(
            layout="table",
            title=say("Appendix: {headline}", headline=told.headline.removesuffix(".")),
            subtitle=say(
                "Next year with one named event on top, taken to happen for certain. Costs are "
                "stated or published examples, not estimates"
            ),
            blocks=(_table(tests, report),),
            notes=wording.notes({told.topic: told}, (told.topic,), report),
            footer=wording.footer(report),
            sheets=("StressTests",),
        ),
    )


def _table(tests: StressTests, report: Report) -> Table:
    limit = tests.limit
    beyond = () if limit is None else (
        Column(say("Chance beyond {limit}, in 100", limit=formats.money(limit, report.currency)), 1.6, "right"),
    )  # fmt: skip
    left = len(tests.tests) - SHOWN
    return Table(
        title="",
        subtitle="",
        columns=(
            Column(say("Event"), 2.6, lines=2),
            Column(say("Cost of one"), 2.0, "right"),
            Column(say("Bad year with it"), 1.3, "right"),
            *beyond,
            Column(say("Cost taken from"), 5.2, lines=3),
        ),
        rows=tuple(_row(one, report.currency, limited=limit is not None) for one in tests.tests[:SHOWN]),
        alt=say(
            "Each stress test with what it costs and what it does to the bad year and to the chance beyond the limit."
        ),
        more=wording.further(left, "further test"),
    )


def _row(one: StressTest, currency: str, *, limited: bool) -> tuple[Cell, ...]:
    beyond = one.chance_beyond_limit
    told = Cell(formats.in_100(beyond.value) if beyond is not None else formats.MISSING, bold=True)
    return (
        Cell(one.title, bold=True),
        Cell(wording.money_and_range(one.cost, currency)),
        Cell(formats.money(one.bad_year.value, currency), bold=True),
        *((told,) if limited else ()),
        Cell("; ".join(source_of(one)), "soft"),
    )
