"""The parts of the screen of security in delivery: what can be said side by side, what cannot in a list below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import streamlit as st

from balance import findings
from balance.figures import Figure
from balance.findings import Finding
from balance.findings import controls as of_controls
from balance.findings import security as of_security
from balance.language import noted, say
from balance.report import Report
from balance.securing import Assessment, Securing
from balance.ui import blocks, security, security_controls
from balance.ui.show import figure, show


@dataclass(frozen=True)
class Part:
    """A finding, whether there is anything to show for it, and what shows it."""

    told: Finding
    shown: bool
    put_up: Callable[[], None]


def parts(found: Securing, report: Report) -> dict[str, Part]:
    """Every part of the screen by name."""
    told = {
        "joining": of_security.joining(found.joining, report),
        "guardrails": of_security.coverage(found.coverage, report),
        "assessment": of_security.assessments(found.assessment, report), "reviews": of_controls.reviews(found.reviews),
        "yields": of_controls.pays(found.yields, report), "waiting": of_controls.adaptation(found.adaptation),
        "learning": of_controls.learning(found.learning), "training": of_controls.training(found.coverage),
        "indicators": replace(findings.indicators(report), text=""),
    }  # fmt: skip
    putting = dict(_putting(found, report, told))
    return {name: Part(told[name], *putting[name]) for name in told}


def _putting(
    found: Securing, report: Report, told: dict[str, Finding]
) -> Iterator[tuple[str, tuple[bool, Callable[[], None]]]]:
    """Whether each part has anything to show, and what shows it."""
    charts: dict[str, tuple[bool, Callable[[], tuple[Figure, security.Told]]]] = {
        "joining": (found.joining.stated > 0, lambda: security.joining_chart(found.joining, report)),
        "guardrails": (bool(found.coverage.technologies["at_least"].notna().any()),
                     lambda: security.coverage_chart(found.coverage, report)),
        "yields": (bool(found.yields.controls["pays"].notna().any()),
                   lambda: security.yields_chart(found.yields, report)),
        "waiting": (len(found.adaptation.controls) > 0,
                    lambda: security_controls.waiting_chart(found.adaptation, report)),
        "learning": (len(found.learning.steps) > 0 and not found.learning.missing,
                     lambda: security.learning_chart(found.learning)),
    }  # fmt: skip
    for name, (shown, chart) in charts.items():
        yield name, (shown, _charted(told[name], name, chart, found.joining.effect.known or name != "joining"))
    tables: dict[str, tuple[bool, Callable[[], blocks.Safe]]] = {
        "reviews": (found.reviews.cadenced > 0, lambda: security_controls.reviews_table(found.reviews, report)),
        "training": (len(found.coverage.training) > 0,
                     lambda: security_controls.training_table(found.coverage, report)),
        "indicators": (any(each.value is not None for each in report.indicators),
                       lambda: security_controls.indicators_table(report)),
    }  # fmt: skip
    for name, (shown, table) in tables.items():
        yield name, (shown, _tabled(told[name], table))
    yield "assessment", (found.assessment.stated, lambda: _assessments(told["assessment"], found.assessment, report))


MARKS = {
    "joining": noted("Dot: best reading. Line: likely range. Coloured: the whole range is on one side of no effect."),
    "guardrails": noted("Filled: covered at least. Outlined: at most, if no two guardrails cover the same."),
    "yields": noted("Dot: best reading. Line: likely range. Blue: pays. Orange: does not. Ring: may or may not."),
    "waiting": noted("Ring: in force. △ still waiting."),
    "learning": noted("Dot: best reading. Line: likely range."),
}
"""What the marks of each picture mean, where the picture does not say it itself."""


def side_by_side(*shown: Part, widths: tuple[float, ...] = (1, 1)) -> None:
    """The parts that have anything to show, beside one another; one alone takes the whole width."""
    there = [part for part in shown if part.shown]
    columns = st.columns(list(widths), gap="large") if len(there) > 1 else [st.container() for _ in there]
    for column, part in zip(columns, there, strict=True):
        with column:
            part.put_up()


def unsaid(*all_parts: Part) -> None:
    """What the screen cannot say with what is loaded, and which column would add it."""
    lines = [line for part in all_parts if not part.shown for line in part.told.caveats]
    if lines:
        show(blocks.steps(say("What this screen could also tell"), list(dict.fromkeys(lines))))


def _charted(
    told: Finding, key: str, chart: Callable[[], tuple[Figure, security.Told]], drawn: bool
) -> Callable[[], None]:
    """A finding with its picture, its numbers as a table, its rows and caveats; the table alone without a range."""

    def put_up() -> None:
        picture, (columns, rows) = chart()
        if drawn:
            figure(
                picture,
                key,
                title=_title(told),
                how_to_read=f"{told.text} {say(MARKS[key])}",
                columns=columns,
                rows=rows,
            )
        else:
            show(blocks.section(_title(told), told.text), blocks.table(columns, rows))
        show(blocks.caveats(told.caveats))

    return put_up


def _tabled(told: Finding, table: Callable[[], blocks.Safe]) -> Callable[[], None]:
    """A finding with its table and its caveats."""
    return lambda: show(blocks.section(_title(told), told.text), table(), blocks.caveats(told.caveats))


def _assessments(told: Finding, found: Assessment, report: Report) -> None:
    """The open initiatives that expose most, and the others on request."""
    first = security.assessed_first()
    show(blocks.section(_title(told), told.text), security.assessments_table(found, report, 0, first))
    rest = len(found.initiatives) - first
    if rest > 0:
        with st.expander(say("Show the other {rest}", rest=rest), key="assessments_rest", type="compact"):
            show(security.assessments_table(found, report, first, None))
    show(blocks.caveats(told.caveats))


def _title(told: Finding) -> str:
    return told.headline.removesuffix(".")
