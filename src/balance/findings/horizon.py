"""What lies ahead: how much of the loss each technology carries, how ready it is, and what one bad event would do."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from balance import formats, stating
from balance.findings.finding import Finding, sentence
from balance.language import noted, say, say_count
from balance.report import Report
from balance.stress_tests import PROJECT, StressTest, StressTests

READY = 0.8
"""What owners should reach: the same line as on the card of an initiative."""

MEANS = {"cash_buffer": noted("cash"), "cash_and_insurance": noted("cash and insurance together")}


def horizon(technologies: pd.DataFrame, report: Report) -> Finding:
    """Which technology carries most of next year's loss, and which of them run ahead of what protects them."""
    rows = technologies.to_dict("records")
    used = [row for row in rows if row["initiatives"]]
    if not used:
        seen = [row for row in rows if row["incidents"]]
        headline = say("No open initiative names a technology yet.")
        text = (
            say("{name} appear in incidents only.", name=formats.listed([row["name"] for row in seen[:5]]))
            if seen
            else say("A column technology in initiatives and incidents would tell what runs on what.")
        )
        return Finding("horizon", headline, text, _caveats(technologies, report), technologies)
    headline = _most(used)
    bare = _bare(used)
    if bare:
        headline = say_count(
            "{first}, and {bare} runs without a guardrail",
            "{first}, and {bare} run without a guardrail",
            len(bare),
            first=headline,
            bare=formats.listed(bare),
        )
    return Finding("horizon", sentence(headline), _told(used), _caveats(technologies, report), technologies)


def stress(tests: StressTests | None, report: Report) -> Finding:
    """What each event would do to the year, the worst first."""
    if tests is None:
        return Finding(
            "stress tests",
            say("Stress tests need incidents."),
            say("Load a list of incidents: each event is added to the year's loss that they make."),
        )
    if not tests.tests:
        return Finding(
            "stress tests", say("No stress test is stated."), say("State one as stress:NAME:loss under Assumptions.")
        )
    headline = _beyond_limit(tests, report) if tests.chance_beyond_limit else _bad_year(tests, report)
    return Finding("stress tests", sentence(headline), _worst(tests, report), _stress_caveats(tests), table(tests))


def table(tests: StressTests) -> pd.DataFrame:
    """One row per stress test: the numbers that are shown, quoted and exported."""
    rows = [
        (
            test.name, test.title, test.cost.value, test.cost.low, test.cost.high, test.per_year.value,
            test.bad_year.value, test.chance_beyond_limit.value if test.chance_beyond_limit else None,
            test.value_change.value if test.value_change.known else 0.0, "; ".join(source_of(test)),
        )
        for test in tests.tests
    ]  # fmt: skip
    names = ("name", "title", "cost", "cost_low", "cost_high", "per_year", "bad_year_loss", "chance_beyond_limit",
             "value_change", "source")  # fmt: skip
    return pd.DataFrame(rows, columns=list(names))


def source_of(test: StressTest) -> list[str]:
    """Where what is stated of an event comes from: a reason of our own, a published figure, or a stated example."""
    return [
        (row.reason or row.owner or say("stated by us")) if not row.assumed else stating.source(row)
        for row in test.rests_on[:1]
    ]


def worst_of(tests: StressTests) -> StressTest:
    """The event after which the year looks worst."""
    return max(tests.tests, key=lambda test: (_chance(test), test.bad_year.value or 0.0))


def _chance(test: StressTest) -> float:
    chance = None if test.chance_beyond_limit is None else test.chance_beyond_limit.value
    return chance or 0.0


def _most(used: list[dict[Any, Any]]) -> str:
    known = [(row["share_of_loss"].value, row) for row in used if row["share_of_loss"].known]
    if not known:
        names = formats.listed(
            [str(row["name"]) for row in sorted(used, key=lambda r: -int(str(r["initiatives"])))[:3]]
        )
        return say("Most of what we build is on {names}; what loss that carries needs incidents", names=names)
    share, row = max(known, key=lambda pair: pair[0])
    return say(
        "{name} carries {share} in 100 of next year's expected loss", name=row["name"], share=formats.in_100(share)
    )


def _bare(used: list[dict[Any, Any]]) -> list[str]:
    """Which technologies in use have no guardrail in force; nothing where no guardrail is recorded at all."""
    if any(row["guardrails"] is None for row in used):
        return []
    return [str(row["name"]) for row in used if row["guardrails"] == 0]


def _told(used: list[dict[Any, Any]]) -> str:
    ready = [(row, float(str(row["security_readiness"]))) for row in used if _number(row["security_readiness"])]
    parts = []
    if ready:
        row, least = min([pair for pair in ready if pair[0]["asked"]] or ready, key=lambda pair: pair[1])
        parts.append(
            say("Least ready for security: {name}, {least} of 100.", name=row["name"], least=formats.in_100(least))
        )
    moved = [
        str(row["name"]) for row in used
        if row["direction"] is not None and row["direction"].evidence == "signal" and row["direction"].sign > 0
    ]  # fmt: skip
    if moved:
        parts.append(say("Incidents rose more than chance on {moved}.", moved=formats.listed(moved)))
    measured = [row for row in used if row["multiplier"].known]
    sure = [row for row in measured if row["multiplier"].low > 1.0]
    if sure:
        names = [f"{row['name']} ({formats.factor(row['multiplier'].value)})" for row in sure]
        parts.append(
            say("More incidents than other initiatives of the same size: {names}.", names=formats.listed(names))
        )
    return " ".join(parts)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _caveats(technologies: pd.DataFrame, report: Report) -> tuple[str, ...]:
    rows = technologies.to_dict("records")
    used = [row for row in rows if row["initiatives"]]
    absent = [row["name"] for row in rows if row["asked"] and not row["initiatives"] and not row["incidents"]]
    merged = [row["name"] for row in rows if len(row["tags"]) > 1]
    told = [
        say("An initiative counts under each of its technologies, so shares do not add up to the whole.")
        if used
        else "",
        say("Nothing loaded is tagged {absent}.", absent=formats.listed(absent)) if absent else "",
        say(
            "Several tags are read as one for {merged}; the multiplier is that of the most frequent.",
            merged=formats.listed(merged),
        )
        if merged
        else "",
        say("No incident names a technology: a column technology would tell how often each fails.")
        if rows and rows[0]["incidents"] is None
        else "",
        say("No control is loaded, or none says its technology: how much of what we move is covered cannot be told.")
        if rows and rows[0]["guardrails"] is None
        else say("Coverage is that of the widest guardrail or control: how several overlap is not recorded.")
        if used
        else "",
        say("No initiative states its readiness: technical_readiness and security_readiness would tell.")
        if used and not any(row["readiness_known"] for row in used)
        else "",
        say("No open initiative states an annual_value.")
        if used and not any(row["annual_value"] for row in used)
        else "",
    ]
    return tuple(line for line in told if line)


def _beyond_limit(tests: StressTests, report: Report) -> str:
    limit = formats.money(tests.limit, report.currency)
    base = tests.chance_beyond_limit.value if tests.chance_beyond_limit else None
    likely = [test for test in tests.tests if _chance(test) > 0.5]
    allowed, every = tests.limit_chance or 0.0, len(tests.tests)
    over = [test for test in tests.tests if _chance(test) > allowed]
    if (base or 0.0) > 0.5:
        return say(
            "a year beyond {limit} is already more likely than not; {title} would add most to that",
            limit=limit,
            title=worst_of(tests).title,
        )
    if likely:
        if len(likely) == every:
            return say("each event would by itself make a year beyond {limit} more likely than not", limit=limit)
        return say_count(
            "{likely} of {every} events would by itself make a year beyond {limit} more likely "
                "than not",
            "{likely} of {every} events would each make a year beyond {limit} more likely than "
                "not",
            len(likely), likely=formats.word(len(likely)), every=formats.word(every), limit=limit,
        )  # fmt: skip
    if (base or 0.0) <= allowed and over:
        return say_count(
            "{over} of {every} events would take us beyond what the board allows",
            "{over} of {every} events would each take us beyond what the board allows",
            len(over), over=formats.word(len(over)), every=formats.word(every),
        )  # fmt: skip
    if (base or 0.0) > allowed:
        return say(
            "a year beyond {limit} is already likelier than the board allows; no event makes it more likely than not",
            limit=limit,
        )
    return say("none of {every} events alone would take us beyond what the board allows", every=formats.word(every))


def _bad_year(tests: StressTests, report: Report) -> str:
    worst = worst_of(tests)
    return say(
        "{title} would raise the bad year from {now} to {then}",
        title=worst.title,
        now=formats.money(tests.bad_year.value, report.currency),
        then=formats.money(worst.bad_year.value, report.currency),
    )


def _worst(tests: StressTests, report: Report) -> str:
    worst, currency = worst_of(tests), report.currency
    parts = []
    if tests.chance_beyond_limit and worst.chance_beyond_limit:
        sides = (tests.chance_beyond_limit, worst.chance_beyond_limit)
        today, after = (formats.beside(one.value, tests.limit_chance, formats.in_100) for one in sides)
        parts.append(
            say(
                "Today the chance is {today} in 100, the board allows {limit_chance}.",
                today=today,
                limit_chance=formats.in_100(tests.limit_chance),
            )
        )
        parts.append(say("Worst: {title}, {after} in 100.", title=worst.title, after=after))
    parts.append(
        say(
            "A bad year would cost {then} instead of {now}.",
            then=formats.money(worst.bad_year.value, currency),
            now=formats.money(tests.bad_year.value, currency),
        )
    )
    key = "cash_and_insurance" if "cash_and_insurance" in tests.means else "cash_buffer"
    if key in tests.means:
        without, with_it = (formats.in_100(chance) for chance in worst.beyond[key])
        means = f"{say(MEANS[key])}, {formats.money(tests.means[key], currency)},"
        parts.append(
            say(
                "The chance that {means} would not do goes from {without} to {with_it} in 100.",
                means=means,
                without=without,
                with_it=with_it,
            )
        )
    return " ".join(parts)


def _stress_caveats(tests: StressTests) -> tuple[str, ...]:
    examples = [test.title for test in tests.tests if test.example]
    capped = [test.title for test in tests.tests if test.capped_share >= 0.005]
    told = [
        say("Each event comes on top of the year as forecast, which already holds its ordinary share of such events."),
        say(
            "Costs of {examples} are stated examples, not estimates: state yours under Assumptions.",
            examples=formats.listed(examples),
        )
        if examples
        else "",
        say(
            "A few of {capped} would cost more than the largest single loss there is; they count as that.",
            capped=formats.listed(capped),
        )
        if capped
        else "",
        say("Events move no delivery date here: no column says what would stop. Only the project does, by not landing.")
        if any(test.name == PROJECT for test in tests.tests)
        else say("No open initiative states a budget, so the largest project cannot be tested."),
        say("An overrun is no incident; it stands beside the same limit because the same cash pays for both.")
        if any(test.name == PROJECT for test in tests.tests)
        else "",
        say("Without cash_buffer and insurance_cover under Assumptions, whether a year can be paid for cannot be told.")
        if not tests.means
        else "",
        say("Without loss_limit under Assumptions there is no limit to compare with.") if tests.limit is None else "",
    ]
    return tuple(line for line in told if line)
