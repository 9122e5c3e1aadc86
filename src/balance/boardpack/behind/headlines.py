"""The headline numbers of the slides: the answer, the pace of delivery, the exposure."""

from __future__ import annotations

from balance.boardpack.behind.entries import FACTS, FROM_REPORT, fact
from balance.boardpack.sheets import Sheet
from balance.report import Report

CHANCE = "chance 0..1"
RANGES = "Likely: the range that holds the true value 80 times in 100. Own data: 1 measured, 0 assumed"

LANDING = (
    "Sum over initiatives of annual_value where the finish falls within 365 days; mean over readings of the evidence"
)
BEYOND = "Chance that the sum of next year's losses exceeds loss_limit; mean over readings of the evidence"
BAD_YEAR = "The loss that next year exceeds with chance 0.05, from the loss curve"


def answer(report: Report) -> Sheet:
    """Where we stand on both axes, and how far the data carries it."""
    money, pace, risk = report.currency, report.velocity, report.risk
    rows = (
        fact("Value landing next year", pace.value_landing_next_year, "money", f"{money} a year", LANDING,
             "velocity.value_landing_next_year"),
        fact("Chance beyond the limit", risk.chance_beyond_limit, "chance", CHANCE, BEYOND, "risk.chance_beyond_limit"),
        fact("The board's limit", risk.limit, "money", money, "Stated as loss_limit", "risk.limit"),
        fact("Chance the board allows", risk.limit_chance, "chance", CHANCE,
             "Stated as loss_limit_chance, else the default on the sheet Assumptions", ""),
        fact("Chance that every point of the appetite holds", risk.chance_inside, "chance", CHANCE,
             "Share of the readings of the evidence in which no point is exceeded", ""),
        fact("Loss in a bad year", risk.bad_year_loss, "money", money, BAD_YEAR, "risk.bad_year_loss"),
        fact("Time from start to done", pace.cycle_time_days, "number", "days",
             "Median of finish_actual minus start_actual; what still runs is counted (Kaplan-Meier)",
             "velocity.cycle_time_days"),
        fact("Initiatives in flight", pace.in_flight, "count", "initiatives", "Rows with stage in_flight",
             "velocity.in_flight"),
        fact("Quality of the data", report.quality.score, "chance", "score 0..1", "Share of the reachable precision",
             "quality.score"),
    )  # fmt: skip
    return Sheet("Answer", "The answer on one page", RANGES, FROM_REPORT, FACTS, rows)


def velocity(report: Report) -> Sheet:
    """How much landed and will land, how fast, how surely."""
    pace, money = report.velocity, report.currency
    rows = (
        fact("Value landed in the past year", pace.value_landed_past_year, "money", f"{money} a year",
             "Sum of annual_value over initiatives with finish_actual in the past 365 days",
             "velocity.value_landed_past_year"),
        fact("Value landed in the year before", report.facts.get("value_landed_year_before"), "money",
             f"{money} a year", "The same, a year earlier", ""),
        fact("Value landing next year", pace.value_landing_next_year, "money", f"{money} a year", LANDING,
             "velocity.value_landing_next_year"),
        fact("Finished per quarter", pace.finished_per_quarter, "number", "initiatives",
             "Mean of the last four quarters", "velocity.finished_per_quarter"),
        fact("Finished in the past year", pace.finished_past_year, "count", "initiatives", "Counted", ""),
        fact("Time from start to done", pace.cycle_time_days, "number", "days",
             "Median; what still runs is counted (Kaplan-Meier)", "velocity.cycle_time_days"),
        fact("Finished on time, past year", pace.on_time_share, "chance", "share 0..1",
             "finish_actual on or before finish_planned, of those finished in the past four quarters",
             "velocity.on_time_share"),
        fact("Speed of one initiative when work in progress doubles", pace.load_effect, "factor", "factor",
             "Fitted from own finished initiatives and the stated effect:load_delivery", "velocity.load_effect"),
        fact("Initiatives in flight", pace.in_flight, "count", "initiatives", "Rows with stage in_flight",
             "velocity.in_flight"),
        fact("Open without a stated value", pace.without_value, "count", "initiatives",
             "Counted; they land no value", ""),
    )  # fmt: skip
    return Sheet("Velocity", "How fast we deliver", RANGES, FROM_REPORT, FACTS, rows)


def exposure(report: Report) -> Sheet:
    """What incidents may cost next year."""
    risk, money = report.risk, report.currency
    rows = (
        fact("Chance beyond the limit", risk.chance_beyond_limit, "chance", CHANCE, BEYOND, "risk.chance_beyond_limit"),
        fact("Loss in a bad year", risk.bad_year_loss, "money", money, BAD_YEAR, "risk.bad_year_loss"),
        fact("Loss when the bad year is exceeded", risk.beyond_bad_year_mean, "money", money,
             "Mean loss of the years beyond the bad year", "risk.beyond_bad_year_mean"),
        fact("Loss in an average year", risk.expected_annual_loss, "money", money,
             "Frequency times mean loss, summed over the classes", "risk.expected_annual_loss"),
        fact("Incidents next quarter", risk.incidents_next_quarter, "number", "incidents",
             "Count that the next quarter brings, with its own spread", "risk.incidents_next_quarter"),
    )  # fmt: skip
    return Sheet("Exposure", "What incidents may cost next year", RANGES, FROM_REPORT, FACTS, rows)
