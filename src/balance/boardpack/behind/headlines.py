"""The headline numbers of the slides: the answer, the pace of delivery, the exposure."""

from __future__ import annotations

from balance.boardpack.behind.entries import FROM_REPORT, fact, facts
from balance.boardpack.sheets import Sheet
from balance.language import noted, say
from balance.report import Report

CHANCE = noted("chance 0..1")
RANGES = noted("Likely: the range that holds the true value 80 times in 100. Own data: 1 measured, 0 assumed")

LANDING = noted(
    "Sum over initiatives of annual_value where the finish falls within 365 days; mean over readings of the evidence"
)
BEYOND = noted("Chance that the sum of next year's losses exceeds loss_limit; mean over readings of the evidence")
BAD_YEAR = noted("The loss that next year exceeds with chance 0.05, from the loss curve")


def answer(report: Report) -> Sheet:
    """Where we stand on both axes, and how far the data carries it."""
    money, pace, risk = report.currency, report.velocity, report.risk
    rows = (
        fact(
            say("Value landing next year"), pace.value_landing_next_year, "money",
            say("{money} a year", money=money), say(LANDING), "velocity.value_landing_next_year",
        ),
        fact(
            say("Chance beyond the limit"), risk.chance_beyond_limit, "chance", say(CHANCE), say(BEYOND),
            "risk.chance_beyond_limit",
        ),
        fact(say("The board's limit"), risk.limit, "money", money, say("Stated as loss_limit"), "risk.limit"),
        fact(
            say("Chance the board allows"), risk.limit_chance, "chance", say(CHANCE),
            say("Stated as loss_limit_chance, else the default on the sheet Assumptions"), "",
        ),
        fact(
            say("Chance that every point of the appetite holds"), risk.chance_inside, "chance", say(CHANCE),
            say("Share of the readings of the evidence in which no point is exceeded"), "",
        ),
        fact(say("Loss in a bad year"), risk.bad_year_loss, "money", money, say(BAD_YEAR), "risk.bad_year_loss"),
        fact(
            say("Time from start to done"), pace.cycle_time_days, "number", "days",
            say("Median of finish_actual minus start_actual; what still runs is counted (Kaplan-Meier)"),
            "velocity.cycle_time_days",
        ),
        fact(
            say("Initiatives in flight"), pace.in_flight, "count", "initiatives", say("Rows with stage in_flight"),
            "velocity.in_flight",
        ),
        fact(
            say("Quality of the data"), report.quality.score, "chance", say("score 0..1"),
            say("Share of the reachable precision"), "quality.score",
        ),
    )  # fmt: skip
    return Sheet("Answer", say("The answer on one page"), say(RANGES), say(FROM_REPORT), facts(), rows)


def velocity(report: Report) -> Sheet:
    """How much landed and will land, how fast, how surely."""
    pace, money = report.velocity, report.currency
    rows = (
        fact(
            say("Value landed in the past year"), pace.value_landed_past_year, "money",
            say("{money} a year", money=money),
            say("Sum of annual_value over initiatives with finish_actual in the past 365 days"),
            "velocity.value_landed_past_year",
        ),
        fact(
            say("Value landed in the year before"), report.facts.get("value_landed_year_before"), "money",
            say("{money} a year", money=money), say("The same, a year earlier"), "",
        ),
        fact(
            say("Value landing next year"), pace.value_landing_next_year, "money",
            say("{money} a year", money=money), say(LANDING), "velocity.value_landing_next_year",
        ),
        fact(
            say("Finished per quarter"), pace.finished_per_quarter, "number", "initiatives",
            say("Mean of the last four quarters"), "velocity.finished_per_quarter",
        ),
        fact(say("Finished in the past year"), pace.finished_past_year, "count", "initiatives", say("Counted"), ""),
        fact(
            say("Time from start to done"), pace.cycle_time_days, "number", "days",
            say("Median; what still runs is counted (Kaplan-Meier)"), "velocity.cycle_time_days",
        ),
        fact(
            say("Finished on time, past year"), pace.on_time_share, "chance", say("share 0..1"),
            say("finish_actual on or before finish_planned, of those finished in the past four quarters"),
            "velocity.on_time_share",
        ),
        fact(
            say("Speed of one initiative when work in progress doubles"), pace.load_effect, "factor", "factor",
            say("Fitted from own finished initiatives and the stated effect:load_delivery"), "velocity.load_effect",
        ),
        fact(
            say("Initiatives in flight"), pace.in_flight, "count", "initiatives", say("Rows with stage in_flight"),
            "velocity.in_flight",
        ),
        fact(
            say("Open without a stated value"), pace.without_value, "count", "initiatives",
            say("Counted; they land no value"), "",
        ),
    )  # fmt: skip
    return Sheet("Velocity", say("How fast we deliver"), say(RANGES), say(FROM_REPORT), facts(), rows)


def exposure(report: Report) -> Sheet:
    """What incidents may cost next year."""
    risk, money = report.risk, report.currency
    rows = (
        fact(
            say("Chance beyond the limit"), risk.chance_beyond_limit, "chance", say(CHANCE), say(BEYOND),
            "risk.chance_beyond_limit",
        ),
        fact(say("Loss in a bad year"), risk.bad_year_loss, "money", money, say(BAD_YEAR), "risk.bad_year_loss"),
        fact(
            say("Loss when the bad year is exceeded"), risk.beyond_bad_year_mean, "money", money,
            say("Mean loss of the years beyond the bad year"), "risk.beyond_bad_year_mean",
        ),
        fact(
            say("Loss in an average year"), risk.expected_annual_loss, "money", money,
            say("Frequency times mean loss, summed over the classes"), "risk.expected_annual_loss",
        ),
        fact(
            say("Incidents next quarter"), risk.incidents_next_quarter, "number", "incidents",
            say("Count that the next quarter brings, with its own spread"), "risk.incidents_next_quarter",
        ),
    )  # fmt: skip
    return Sheet("Exposure", say("What incidents may cost next year"), say(RANGES), say(FROM_REPORT), facts(), rows)
