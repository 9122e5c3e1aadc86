"""What whole packs say, kept as text that people read: of the sample company and of made-up ones that are odd.

`GOLDENS=write` writes them anew; what changed in them is then read, line by line, before it is kept.
"""

import difflib
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from balance import findings, language
from balance.boardpack import build
from balance.boardpack.slides import Outline
from balance.ranges import Range
from balance.report import Report
from boardpack import invented
from boardpack.written_out import text_of

KEPT = Path(__file__).with_name("golden")
LONG = "Renewal of the group-wide order, stock and invoicing platform including all subsidiaries and their warehouses"
HUGE = 1e6
SAVED = re.compile(r"(saved by [^|;]*?) on \d{1,2} \w{3} \d{4}")
HASH = re.compile(r"\bdata [0-9a-f]{8}\b")


def pack_of(report: Report, **more) -> Outline:
    """The pack of a made-up company in the words that its own numbers give."""
    told = {finding.topic: finding for finding in findings.all_findings(report)}
    bridge = invented.bridge(report)
    beside = replace(invented.beside(), before=invented.earlier(report, bridge), bridge=bridge)
    return build(report, told, **{"trail": invented.trail(), "beside": beside} | more)


def in_euro() -> Outline:
    language.speak("de")
    try:
        return pack_of(replace(invented.sample(), currency="EUR"), plans=invented.plans(), asked=invented.asked())
    finally:
        language.speak(language.ENGLISH)


def long_names() -> Outline:
    report = invented.sample(12)
    rows = invented.initiatives(12, LONG)
    risk = replace(report.risk, classes=invented.classes(tuple(f"{LONG} {at}" for at in range(6))))
    return pack_of(replace(report, velocity=replace(report.velocity, initiatives=rows), risk=risk))


def huge() -> Outline:
    """Amounts in the trillions, as a group that reports in yen has them."""
    return pack_of(replace(_times(invented.sample()), currency="JPY"))


def _times(report: Report) -> Report:
    velocity, risk = report.velocity, report.risk
    money = ("annual_value", "expected_value", "cost_of_delay_per_week")
    velocity = replace(
        velocity, value_landed_past_year=velocity.value_landed_past_year * HUGE,
        value_landing_next_year=_larger(velocity.value_landing_next_year),
        initiatives=velocity.initiatives.assign(**{name: velocity.initiatives[name] * HUGE for name in money}),
    )  # fmt: skip
    classes = risk.classes.assign(
        **{name: risk.classes[name].map(_larger) for name in ("typical_loss", "expected_annual_loss")}
    )
    amounts = ("expected_annual_loss", "bad_year_loss", "beyond_bad_year_mean")
    risk = replace(
        risk, classes=classes, limit=risk.limit * HUGE,
        exceedance=risk.exceedance.assign(loss=risk.exceedance.loss * HUGE),
        appetite=risk.appetite.assign(loss=risk.appetite.loss * HUGE),
        initiatives=risk.initiatives.assign(expected_annual_loss=risk.initiatives.expected_annual_loss * HUGE),
        **{name: _larger(getattr(risk, name)) for name in amounts},
    )  # fmt: skip
    return replace(report, velocity=velocity, risk=risk)


def _larger(told: Range) -> Range:
    return replace(told, value=told.value * HUGE, low=told.low * HUGE, high=told.high * HUGE)


MADE_UP = {
    "no_incidents": lambda: pack_of(invented.without_incidents()),
    "incidents_alone": lambda: pack_of(invented.without_initiatives()),
    "no_limit": lambda: pack_of(invented.without_limit(), plans=invented.plans()),
    "euro_in_german": in_euro,
    "long_names": long_names,
    "trillions_of_yen": huge,
    "one_quarter": lambda: pack_of(invented.sample(3), trail=None, beside=replace(invented.beside(), record=None)),
}


def _steady(told: str) -> str:
    """Without what differs though the pack says the same: the day of a test, and the hash of all it was read from."""
    return HASH.sub("data (hash)", SAVED.sub(r"\1 on the day of the test", told))


def compare(name: str, outline: Outline) -> None:
    path, told = KEPT / f"{name}.txt", _steady(text_of(outline))
    if os.environ.get("GOLDENS") == "write":
        KEPT.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    changed = difflib.unified_diff(kept.splitlines(), told.splitlines(), "kept", "now", lineterm="", n=1)
    assert kept == told, "\n".join([*changed, "GOLDENS=write with this test writes it anew; read what changed."])


@pytest.mark.parametrize("name", MADE_UP)
def test_the_pack_of_a_made_up_company_says_what_is_kept(name):
    compare(name, MADE_UP[name]())


def test_the_pack_of_the_sample_company_says_what_is_kept(sample_outline):
    compare("sample", sample_outline)


def test_every_kept_text_belongs_to_a_company():
    assert {path.stem for path in KEPT.glob("*.txt")} == {*MADE_UP, "sample"}
