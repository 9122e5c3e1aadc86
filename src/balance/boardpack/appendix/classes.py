"""Appendix: every loss class in numbers, and what one named event would do to the year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from balance import findings, formats
from balance.boardpack import wording
from balance.boardpack.beside import Beside
from balance.boardpack.slides import Block, Cell, Column, Slide, Table
from balance.findings.horizon import source_of
from balance.report import Report
from balance.stress_tests import StressTest, StressTests

CLASSES, TESTS = 7, 7


def slides(report: Report, beside: Beside) -> tuple[Slide, ...]:
    """One slide, or none without classes."""
    rows = report.risk.classes
    if not len(rows):
        return ()
    tests = beside.stress if beside.stress is not None and beside.stress.tests else None
    blocks: tuple[Block, ...] = (_classes(report), *(() if tests is None else (_tests(tests, report),)))
    told = {} if tests is None else {"stress tests": findings.stress(tests, report)}
    return (
        Slide(
            layout="table" if tests is None else "two_tables",
            title=_title(report),
            subtitle="Each class: how often, how costly, how much of it is our own record",
            blocks=blocks,
            notes=wording.notes(told, tuple(told), report),
            footer=wording.footer(report),
        ),
    )


def _title(report: Report) -> str:
    rows = report.risk.classes
    first = rows.sort_values(["share_of_tail", "class"], ascending=[False, True]).iloc[0]
    share = formats.in_100(float(first["share_of_tail"]))
    return f"Appendix: {wording.brief(str(first['class']))} makes {share} in 100 of a bad year"


def _classes(report: Report) -> Table:
    rows = report.risk.classes.sort_values(["share_of_tail", "class"], ascending=[False, True])
    left = len(rows) - CLASSES
    return Table(
        title="Loss classes, the largest share of the bad year first",
        subtitle="",
        columns=(
            Column("Class", 2.6),
            Column("Own incidents", 1.1, "right"),
            Column("Known losses", 1.1, "right"),
            Column("A year", 1.8, "right"),
            Column("Typical loss", 2.2, "right"),
            Column("Expected loss next year", 2.4, "right"),
            Column("Own data, of 100", 1.1, "right"),
            Column("Of the bad year, in 100", 1.1, "right"),
        ),
        rows=tuple(_row(row, report.currency) for row in rows.head(CLASSES).to_dict("records")),
        alt="Every class of loss with frequency, typical loss, expected loss and how much is own data.",
        more=f"and {formats.count(left, 'smaller class', 'smaller classes')}, all in the workbook" if left > 0 else "",
    )


def _row(row: Mapping[Hashable, Any], currency: str) -> tuple[Cell, ...]:
    rate, typical, expected = row["per_year"], row["typical_loss"], row["expected_annual_loss"]
    return (
        Cell(str(row["class"]), bold=True),
        Cell(formats.count(float(row["incidents"])), "soft"),
        Cell(formats.count(float(row["known_losses"])), "soft"),
        Cell(f"{formats.number(rate.value)} ({formats.number_range(rate)})"),
        Cell(f"{formats.money(typical.value, currency)} ({formats.money_range(typical, bare=True)})"),
        Cell(f"{formats.money(expected.value, currency)} ({formats.money_range(expected, bare=True)})"),
        Cell(wording.own_data(expected), "soft"),
        Cell(formats.in_100(float(row["share_of_tail"])), bold=True),
    )


def _tests(tests: StressTests, report: Report) -> Table:
    limit = "" if tests.limit is None else f" {formats.money(tests.limit, report.currency)}, in 100"
    return Table(
        title="Stress tests: next year with one named event on top",
        subtitle="Costs are stated or published examples, not estimates; the event is taken to happen for certain",
        columns=(
            Column("Event", 3.0),
            Column("Cost of one", 2.6, "right"),
            Column("Bad year with it", 1.7, "right"),
            Column(f"Chance beyond{limit}" if limit else "Chance beyond a limit", 1.7, "right"),
            Column("Cost taken from", 4.4),
        ),
        rows=tuple(_test(one, report.currency) for one in tests.tests[:TESTS]),
        alt="Each stress test with what it costs and what it does to the bad year and to the chance beyond the limit.",
        more=f"and {formats.count(len(tests.tests) - TESTS, 'further test')}" if len(tests.tests) > TESTS else "",
    )


def _test(one: StressTest, currency: str) -> tuple[Cell, ...]:
    beyond = one.chance_beyond_limit
    return (
        Cell(one.title, bold=True),
        Cell(f"{formats.money(one.cost.value, currency)} ({formats.money_range(one.cost, bare=True)})"),
        Cell(formats.money(one.bad_year.value, currency), bold=True),
        Cell(formats.in_100(beyond.value) if beyond is not None else formats.MISSING, bold=True),
        Cell("; ".join(source_of(one)), "soft"),
    )
