"""Invented companies as reports: one that reads like a real one, and variations of it. No model is run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from scipy.stats import norm

from balance.boardpack import Decision, Outline, build
from balance.boardpack.beside import Beside
from balance.bridging import Bridge, Step
from balance.deciding import Followed, Rested
from balance.findings import Finding
from balance.options import Option
from balance.ranges import UNKNOWN, Range
from balance.report import Effect, Quality, QualityPart, Report, Risk, TrackRecord, Velocity
from balance.scenario import Comparison, Scenario
from balance.store import Decision as Kept
from balance.track_record.since import Since

AS_OF = date(2026, 9, 30)

NAMES = (
    "Order platform renewal", "ERP core upgrade", "AI service assistant", "Customer data platform",
    "Identity and access renewal", "Cloud exit, data centre 2", "Branch 5G and IoT sensors", "Supplier portal",
    "Post-quantum cryptography inventory", "Warehouse robotics and vision for the northern distribution centres",
)  # fmt: skip

CLASSES = (
    "Failed changes",
    "Supplier and cloud outage",
    "Intrusion and extortion",
    "Data disclosure",
    "Fraud",
    "AI model failure",
)


def initiatives(count: int, name: str | None = None) -> pd.DataFrame:
    numbers = np.arange(count)
    start = pd.Timestamp(AS_OF)
    days = 60 + 37 * (numbers % 17) + 5 * numbers
    value = np.where(numbers % 9 == 8, np.nan, 1.9e6 / (1 + numbers / 4))
    frame = pd.DataFrame(
        {
            "initiative_id": [f"INI-{n:03d}" for n in numbers],
            "name": [
                name or NAMES[n % len(NAMES)] + (f" {n // len(NAMES) + 1}" if n >= len(NAMES) else "") for n in numbers
            ],
            "business_unit": "Retail",
            "stage": "in_flight",
            "start": start - pd.Timedelta(days=200),
            "finish_planned": [start + pd.Timedelta(days=int(d * (0.5 + 0.13 * (n % 9)))) for n, d in enumerate(days)],
            "finish_p10": [start + pd.Timedelta(days=int(d * 0.6)) for d in days],
            "finish_p50": [start + pd.Timedelta(days=int(d)) for d in days],
            "finish_p80": [start + pd.Timedelta(days=int(d * 1.4)) for d in days],
            "finish_p90": [start + pd.Timedelta(days=int(d * 1.8)) for d in days],
            "chance_on_time": 0.1 + 0.8 * ((numbers * 7) % 10) / 10,
            "chance_within_year": 0.5,
            "annual_value": value,
            "expected_value": value * 0.5,
            "cost_of_delay_per_week": value / 52,
        }
    )
    return frame


def velocity(count: int) -> Velocity:
    return Velocity(
        value_landed_past_year=5.9e6,
        value_landing_next_year=Range(6.41e6, 5.3e6, 7.52e6, measured=0.7),
        finished_per_quarter=Range(3.5, 2.6, 4.4),
        cycle_time_days=Range(216.0, 195.0, 240.0, measured=1.0),
        in_flight=count,
        on_time_share=Range(0.42, 0.3, 0.55),
        load_effect=Range(0.66, 0.48, 0.91, measured=0.55),
        initiatives=initiatives(count),
        finished_past_year=14,
        without_value=count // 9,
    )


def exceedance(scale: float = 4.2e6, spread: float = 1.05) -> pd.DataFrame:
    loss = np.concatenate([[0.0], np.geomspace(2e4, 2e8, 119)])
    log = np.log(np.maximum(loss, 1.0) / scale) / spread
    return pd.DataFrame(
        {
            "loss": loss,
            "chance": np.clip(0.98 * norm.sf(log), 0, 1),
            "low": np.clip(0.98 * norm.sf(log + 0.28), 0, 1),
            "high": np.clip(0.98 * norm.sf(log - 0.3), 0, 1),
        }
    )


def classes(names: tuple[str, ...] = CLASSES) -> pd.DataFrame:
    rows = [
        {
            "class": name, "incidents": max(40 - 9 * n, 0), "known_losses": max(20 - 5 * n, 0),
            "per_year": Range(22.0 / (n + 1), 18.0 / (n + 1), 27.0 / (n + 1), measured=0.9),
            "typical_loss": Range(6e4 * (n + 1), 4e4 * (n + 1), 9e4 * (n + 1)),
            "expected_annual_loss": Range(2.2e6 / (n + 1), 1.3e6 / (n + 1), 3.4e6 / (n + 1), measured=0.6),
            "share_of_tail": 0.4 / (n + 1),
        }
        for n, name in enumerate(names)
    ]  # fmt: skip
    columns = [
        "class",
        "incidents",
        "known_losses",
        "per_year",
        "typical_loss",
        "expected_annual_loss",
        "share_of_tail",
    ]
    return pd.DataFrame(rows, columns=columns)


def risk(count: int) -> Risk:
    rows = initiatives(count)
    losses = 4e5 / (1 + np.arange(count))
    return Risk(
        incidents_next_quarter=Range(14.0, 9.0, 20.0),
        expected_annual_loss=Range(6.3e6, 4.8e6, 8.4e6, measured=0.62),
        bad_year_loss=Range(23.6e6, 18.2e6, 32.4e6, measured=0.4),
        beyond_bad_year_mean=Range(36e6, 26e6, 55e6, measured=0.4),
        limit=10e6,
        limit_chance=0.2,
        chance_beyond_limit=Range(0.23, 0.16, 0.32, measured=0.5),
        inside_appetite=False,
        exceedance=exceedance(),
        classes=classes(),
        initiatives=pd.DataFrame(
            {"initiative_id": rows["initiative_id"], "name": rows["name"], "expected_annual_loss": losses,
             "share_of_tail": losses / losses.sum() if count else losses}
        ),
        appetite=pd.DataFrame(
            {"loss": [5e6, 10e6, 20e6], "chance_allowed": [0.52, 0.2, 0.08], "chance": [0.46, 0.23, 0.07],
             "low": [0.37, 0.16, 0.04], "high": [0.55, 0.32, 0.11], "chance_met": [0.8, 0.3, 0.71]}
        ),
        chance_inside=0.28,
    )  # fmt: skip


EFFECTS = (
    Effect(
        "load",
        Range(0.82, 0.6, 1.13, measured=0.45),
        "When work in progress doubles, incidents per open initiative change",
    ),
    Effect(
        "security_joined_late",
        Range(1.6, 1.15, 2.3, measured=0.5),
        "Late security brings more incidents than security at design",
    ),
    Effect("technology:ai", Range(1.3, 0.9, 1.9, measured=0.3), "Initiatives tagged AI against those without"),
    Effect("technology:cloud", Range(0.88, 0.7, 1.12, measured=0.62), "Initiatives tagged cloud against those without"),
    Effect(
        "technology:quantum", Range(1.0, 0.6, 1.67, measured=0.01), "Initiatives tagged quantum against those without"
    ),
)

QUALITY = Quality(
    0.71,
    (
        QualityPart(
            "Losses known", 0.48, "52 of 100 incidents carry no loss; their size follows the others of their class."
        ),
        QualityPart("Links to initiatives", 0.55, "45 of 100 incidents name no initiative and no change."),
        QualityPart("Planned dates", 0.93, "4 of 60 initiatives have no planned date."),
        QualityPart("Yearly values", 0.88, "7 of 60 initiatives state no yearly value."),
        QualityPart("Length of history", 0.75, "12 quarters of incidents, 12 of initiatives."),
    ),
)


def sample(count: int = 60) -> Report:
    return Report(
        as_of=AS_OF, currency="GBP", scenario="today", data_hash="7f3a91c2aa55e901", model_version="0.1.0",
        velocity=velocity(count), risk=risk(count), coupling=EFFECTS, quality=QUALITY,
        facts={"value_landed_year_before": 4.8e6, "linked_share": 0.55, "cash_buffer": 40e6},
    )  # fmt: skip


CAVEAT = "Few own incidents with losses: published figures carry 38 in 100 of the weight."


def findings() -> dict[str, Finding]:
    told = (
        Finding(
            "overview",
            "We deliver more value than a year ago, but probably carry more risk than the board allows.",
            "Chance of losing more than £10M next year: 23 in 100 (likely 16 to 32); the board allows 20. "
            "60 initiatives in flight; they will land £6.4M of yearly value in the next year (likely £5.3M to £7.5M).",
            (CAVEAT,),
        ),
        Finding(
            "velocity",
            "Twelve of 60 open initiatives will probably make their date, 30 could go either way and 18 will "
            "probably be late.",
            "3.5 initiatives finish in a quarter. Half of them take longer than 7.1 months (likely 6.4 to 7.9).",
            ("6 initiatives without a stated yearly value: counted, but landing no money.",),
        ),
        Finding(
            "trade-off",
            "Late security brings more incidents than security at design.",
            "Two of 5 effects rest mostly on own data; the others are stated assumptions that can be edited.",
        ),
        Finding(
            "risk",
            "A year beyond £10M is probably more likely than the board accepts; the board's tolerance probably holds "
            "at £5M and £20M.",
            "Incidents cost £6.3M in an average year (likely £4.8M to £8.4M). 5 in 100 years cost more than £24M "
            "(likely £18M to £32M), £36M on average when they do.",
            (CAVEAT,),
        ),
        Finding(
            "incidents",
            "Failed changes make the bad years: 40 in 100 of what they cost.",
            "14 incidents expected next quarter (likely 9 to 20).",
            (CAVEAT,),
        ),
        Finding(
            "quality",
            "The data is weakest on losses known and links to initiatives, and so is the answer.",
            "52 of 100 incidents carry no loss. 45 of 100 incidents name no initiative and no change.",
        ),
    )
    return {finding.topic: finding for finding in told}


def trail() -> pd.DataFrame:
    days = pd.date_range("2024-12-31", periods=7, freq="QE")
    return pd.DataFrame(
        {
            "as_of": days.date,
            "value_landing_next_year": [4.1e6, 4.6e6, 5.3e6, 5.2e6, 5.6e6, 6.1e6, 5.9e6],
            "chance_beyond_limit": [0.17, 0.19, 0.24, 0.27, 0.31, 0.33, 0.28],
            "bad_year_loss": [18e6, 19e6, 22e6, 23e6, 25e6, 26e6, 23e6],
        }
    )


def plan(title: str, name: str, value: float, chance: float, better: float) -> Option:
    base = {
        "value_landing_next_year": Range(6.41e6, 5.3e6, 7.52e6), "expected_annual_loss": Range(6.3e6, 4.8e6, 8.4e6),
        "bad_year_loss": Range(23.6e6, 18.2e6, 32.4e6), "chance_beyond_limit": Range(0.23, 0.16, 0.32),
    }  # fmt: skip
    moved = {
        "value_landing_next_year": Range(value, value - 0.9e6, value + 0.8e6),
        "expected_annual_loss": Range(-9e5, -1.4e6, -3e5),
        "bad_year_loss": Range(-4.1e6, -6.2e6, -1.9e6),
        "chance_beyond_limit": Range(chance, chance - 0.04, chance + 0.03),
    }
    told = {key: Range(*(a + b for a, b in zip(_ends(base[key]), _ends(moved[key]), strict=True))) for key in base}
    what = "42 open at once instead of 60; the rest wait"
    return Option(title, what, Scenario(name=name), Comparison(base, told, moved, better, 0.28, 0.6, better, better))


def _ends(range_: Range) -> tuple[float, float, float]:
    return range_.value or 0.0, range_.low or 0.0, range_.high or 0.0


def plans() -> tuple[Option, ...]:
    return (
        plan("Keep at most 42 initiatives open, and bring security in now", "Focus and secure", 1.2e6, -0.09, 0.92),
        plan("Keep at most 42 initiatives open", "At most 42 open", 0.95e6, -0.04, 0.81),
        plan("Bring security in now where it joined late", "Security at design", -0.2e6, -0.05, 0.34),
    )


def asked() -> tuple[Decision, ...]:
    value, chance = Range(0.9e6, 0.4e6, 1.5e6), Range(-0.03, -0.05, -0.01)
    return (
        Decision("Pause five initiatives, keep nine open", "COO", date(2026, 12, 1), "frees 31 people", value, chance),
        Decision("Move 6 % of people to access and patching", "CIO and CISO", date(2027, 1, 15), "fewer intrusions",
                 Range(-0.2e6, -0.5e6, 0.0), Range(-0.04, -0.07, -0.02)),
        Decision("Launch the AI assistant in stages", "CCO", date(2027, 2, 1), "smaller first release",
                 Range(0.5e6, 0.1e6, 0.9e6), Range(-0.02, -0.05, 0.01)),
    )  # fmt: skip


def record() -> TrackRecord:
    """Ten quarters scored, nine in the range; two yearly forecasts; ten chances, two of which missed by .4."""
    days = pd.DataFrame({"as_of": pd.date_range("2024-03-31", periods=10, freq="QE"), "model_version": "0.1.0"})
    scores = pd.DataFrame(
        {"as_of": days["as_of"], "quantity": "loss_next_quarter", "subject": "", "how": "frozen", "counts": True,
         "missing_share": 0.0, "in_80": [False, *[True] * 9], "in_90": True, "promised_80": 0.8}
    )  # fmt: skip
    chances = pd.DataFrame(
        {"quantity": "finished_by", "subject": "a", "how": "frozen", "counts": True, "chance": 0.2,
         "outcome": [1.0, *[0.0] * 9], "brier": [0.04] * 10}
    )  # fmt: skip
    dates = chances.assign(quantity="finish_in_days", chance=0.8, outcome=[1.0] * 7 + [0.0] * 3)
    verdicts = pd.DataFrame(
        [("loss_next_quarter", 10, 0, 9, 10, 0.2, "no gross failure", 15),
         ("loss_next_year", 2, 6, 2, 2, 0.9, "too early", 6)],
        columns=["quantity", "scores", "overlapping", "in_80", "in_90", "bias", "verdict", "more_needed"],
    )  # fmt: skip
    nothing = pd.DataFrame()
    return TrackRecord(
        days, scores, pd.concat([chances, dates], ignore_index=True), verdicts, nothing, nothing,
        date(2026, 12, 31), {0.7: 25},
    )  # fmt: skip


def kept(number: int, text: str, day: date, **more: object) -> Followed:
    """A decision of a day with the forecast of the first plan, and what happened since."""
    told = plans()[0].comparison
    rested = Rested(day, "GBP", "7f3a91c2", "0.1.0", told.base, told.scenario, told.difference, 0.9, {}, {})
    came = Since((AS_OF - day).days, 12, 2.4e6, 0.25, 3, 1.2e6)
    return Followed(Kept(day, text, decision_id=number, **more), rested, came, told.base)


def beside() -> Beside:
    """A scored record, two decisions asked today and two taken earlier."""
    early = date(2026, 3, 31)
    return Beside(
        record=record(),
        followed=(
            kept(1, "Split the platform in two", early, settled_on=date(2026, 8, 1), outcome="done in June"),
            kept(2, "Name an owner for suppliers", early, owner="COO", due_on=date(2026, 6, 1)),
            kept(3, "Agree the appetite anew", AS_OF),
            kept(4, "Fund the access programme", AS_OF, owner="CISO", due_on=date(2026, 12, 1), scenario="Secure"),
        ),
    )


CAUSES = (
    ("ended", 4, -0.6e6, -0.02, "sure"), ("new", 3, 0.9e6, 0.04, "sure"), ("replanned", 20, 0.3e6, 0.01, "open"),
    ("corrected", 8, 0.0, -0.03, "sure"), ("incidents", 40, -0.1e6, 0.05, "sure"), ("changes", 12, 0.1e6, 0.02, "open"),
    ("controls", 3, 0.05e6, -0.06, "sure"), ("assumptions", 2, 0.04e6, 0.01, "open"),
)  # fmt: skip


def bridge(report: Report) -> Bridge:
    """Eight causes, of every kind, that end at a report's numbers."""
    ends = {"value_landing_next_year": report.velocity.value_landing_next_year,
            "chance_beyond_limit": report.risk.chance_beyond_limit or UNKNOWN,
            "bad_year_loss": report.risk.bad_year_loss}  # fmt: skip
    steps = tuple(_step(*cause) for cause in CAUSES)
    moved = {name: sum(step.comparison.difference[name].value or 0.0 for step in steps) for name in ends}
    before = {name: replace(end, value=None if end.value is None else end.value - moved[name])
              for name, end in ends.items()}  # fmt: skip
    return Bridge(before, ends, steps)


def earlier(report: Report, bridge: Bridge) -> Report:
    """The report of the quarter before, with the numbers from which the bridge begins."""
    before = bridge.before
    velocity = replace(report.velocity, value_landing_next_year=before["value_landing_next_year"])
    beyond = report.risk.chance_beyond_limit and before["chance_beyond_limit"]
    risk = replace(report.risk, chance_beyond_limit=beyond, bad_year_loss=before["bad_year_loss"])
    return replace(report, as_of=date(2026, 6, 30), velocity=velocity, risk=risk)


def _step(cause: str, rows: int, value: float, chance: float, way: str) -> Step:
    moves = {"value_landing_next_year": value, "chance_beyond_limit": chance, "bad_year_loss": chance * 4e7}
    told = {name: Range(by, by - abs(by), by + abs(by)) for name, by in moves.items()}
    more_value, less_value = _sure(value, way)
    more_risk, less_risk = _sure(chance, way)
    return Step(cause, rows, Comparison({}, {}, told, None, None, None, more_value, less_risk, less_value, more_risk))


def _sure(by: float, way: str) -> tuple[float, float]:
    """The shares of readings with more and with less."""
    return (0.5, 0.4) if way == "open" else (0.97, 0.01) if by > 0 else (0.01, 0.97)


def without_incidents() -> Report:
    empty = {name: frame.iloc[:0] for name, frame in (("classes", classes()), ("exceedance", exceedance()))}
    whole = risk(0)
    nothing = replace(
        whole, incidents_next_quarter=UNKNOWN, expected_annual_loss=UNKNOWN, bad_year_loss=UNKNOWN,
        beyond_bad_year_mean=UNKNOWN, chance_beyond_limit=None, inside_appetite=None, chance_inside=None,
        appetite=whole.appetite.iloc[:0], **empty,
    )  # fmt: skip
    return replace(sample(), risk=nothing, coupling=())


def without_initiatives() -> Report:
    nothing = Velocity(None, UNKNOWN, UNKNOWN, UNKNOWN, None, UNKNOWN, UNKNOWN, initiatives(0))
    return replace(sample(0), velocity=nothing, coupling=())


def without_limit() -> Report:
    whole = sample()
    told = replace(whole.risk, limit=None, limit_chance=None, chance_beyond_limit=None, inside_appetite=None,
                   appetite=whole.risk.appetite.iloc[:0], chance_inside=None)  # fmt: skip
    return replace(whole, risk=told)


def pack(report: Report | None = None, **more: object) -> Outline:
    """The pack of the invented company with everything in it, or of a variation."""
    told = {"trail": trail(), "plans": plans(), "asked": asked()} | more
    return build(report or sample(), findings(), **told)
