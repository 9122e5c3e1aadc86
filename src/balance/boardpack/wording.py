"""The words the slides share: plain text from hostile cells, marks of evidence, notes and the footer."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar, cast

from balance import formats
from balance.boardpack.slides import Block, Slide, Tone
from balance.findings import Finding
from balance.findings.quality import currency_stated, within
from balance.language import label, noted, say
from balance.ranges import Range
from balance.report import Report

LONGEST = 2_000
"""No text of a pack is longer than this many characters, whatever a cell holds."""

_Value = TypeVar("_Value")


def plain(text: str) -> str:
    """The text on one line without control, formatting, private or unpaired characters.

    >>> plain("=1+1 \\x07Ledger\\n\\u202e now")
    '=1+1 Ledger now'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text[: LONGEST * 2].split())[:LONGEST]
    kept = (" " if letter.isspace() else letter for letter in text[: LONGEST * 2])
    shown = "".join(letter for letter in kept if unicodedata.category(letter)[0] != "C")
    return " ".join(shown.split())[:LONGEST]


def cleaned(value: _Value) -> _Value:
    """The same frozen value with every text in it made plain."""
    return cast(_Value, _each(value, plain))


def unbroken(slide: Slide) -> Slide:
    """The slide with numbers held to their units in all that is drawn, so that no line ends between them."""
    title, subtitle, footer = map(formats.unbroken, (slide.title, slide.subtitle, slide.footer))
    blocks = cast(tuple[Block, ...], _each(slide.blocks, formats.unbroken))
    return dataclasses.replace(slide, title=title, subtitle=subtitle, blocks=blocks, footer=footer)


def _each(value: object, told: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return told(value)
    if isinstance(value, tuple):
        return tuple(_each(part, told) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _each(getattr(value, part.name), told) for part in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    return value


def footer(report: Report) -> str:
    """What every slide carries: where its numbers come from and what a likely range is."""
    return " · ".join(
        (
            say("Data to {as_of}", as_of=formats.day(report.as_of)),
            say("scenario: {scenario}", scenario=brief(label(report.scenario), 20)),
            _money(report),
            say("likely ranges hold 80 in 100"),
            say("model {model_version}", model_version=report.model_version),
            say("data {data_hash}", data_hash=report.data_hash[:8]),
            *_measured_parts(report),
        )
    )


def _money(report: Report) -> str:
    """In which currency, and whether that was told to us."""
    told = noted("money in {currency}") if currency_stated(report) else noted("in {currency} (not stated)")
    return say(told, currency=report.currency)


def _measured_parts(report: Report) -> tuple[str, ...]:
    """How much of the two axes is measured; what is left is assumed."""
    axes = ((say("value"), report.velocity.value_landing_next_year), (say("loss"), report.risk.expected_annual_loss))
    told = [f"{name} {own_data(range_)}" for name, range_ in axes if formats.sayable(range_.measured)]
    return (say("measured, of 100: {told}; rest assumed", told=", ".join(told)),) if told else ()


def brief(name: str, most: int = 40) -> str:
    """A name short enough not to push anything else off its line."""
    told = plain(name)
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def headline(findings: Mapping[str, Finding], topic: str, otherwise: str) -> str:
    """The message of a topic, or what its numbers alone allow to be said."""
    finding = findings.get(topic)
    return (finding.headline if finding and finding.headline else otherwise).removesuffix(".")


def opening(told: str, most: int = 150) -> str:
    """As many whole sentences as have room beside a chart, at least one; where more follow, where they are.

    >>> opening("One. Two.", 20), opening("One. Two and more.", 6)
    ('One. Two.', 'One. More in the notes.')
    """
    kept = begun(told, most)
    return told if kept == told else f"{kept} {say('More in the notes.')}"


def begun(told: str, most: int) -> str:
    """As many whole sentences as that many characters hold, at least one.

    >>> begun("One. Two. Three.", 10), begun("One and two.", 5)
    ('One. Two.', 'One and two.')
    """
    if len(told) <= most:
        return told
    first, *rest = told.split(". ")
    while rest and len(f"{first}. {rest[0]}.") <= most:
        first = f"{first}. {rest.pop(0)}"
    return f"{first}." if rest else told


def text(findings: Mapping[str, Finding], topic: str, otherwise: str = "") -> str:
    """The text of a topic's finding."""
    finding = findings.get(topic)
    return finding.text if finding and finding.text else otherwise


def notes(findings: Mapping[str, Finding], topics: Sequence[str], report: Report, *extra: str) -> tuple[str, ...]:
    """What the speaker should know: the findings in full, their caveats, and how sure we are."""
    found = [findings[topic] for topic in topics if topic in findings]
    said = [finding.text for finding in found if finding.text]
    caveats = [say("Caveat: {caveat}", caveat=caveat) for finding in found for caveat in finding.caveats]
    return (*said, *filter(None, extra), *dict.fromkeys(caveats), how_sure(report))


def how_sure(report: Report) -> str:
    """One honest sentence on how far the data carries the answer."""
    parts = sorted(report.quality.parts, key=lambda part: part.score)
    score = formats.number(report.quality.score * 100, decimals=0)
    told = [say("How sure are we? Data quality is {score} of 100.", score=score)]
    if parts:
        told.append(say("Weakest part: {part} ({why}).", part=within(parts[0].part), why=parts[0].why.rstrip(".")))
    return " ".join((*told, say("Ranges count readings of the evidence: eight in ten fall inside.")))


def likely_money(range_: Range, currency: str) -> str:
    """The likely range of an amount that stands beside its headline number: bare where both share one scale."""
    one = formats.scale_of(range_.value) == formats.scale_of(range_.value, range_.low, range_.high)
    return formats.money_range(range_, currency, bare=one)


def money_and_range(range_: Range, currency: str) -> str:
    """An amount with its likely range behind it, which names its unit where it is another one.

    >>> money_and_range(Range(7.2e5, 3.6e5, 9.4e5), "GBP"), money_and_range(Range(7.2e5, 3.6e5, 1.1e6), "GBP")
    ('£720k (360 to 940)', '£720k (£0.4M to £1.1M)')
    """
    return f"{formats.money(range_.value, currency)} ({likely_money(range_, currency)})"


def own_data(range_: Range) -> str:
    """How much of a number is the company's own data, out of 100, for a table."""
    share = range_.measured
    if share is None or not formats.sayable(share):
        return formats.MISSING
    return say("none") if share < 0.005 else say("all") if share > 0.995 else formats.in_100(share)


def measured(range_: Range) -> str:
    """How much of a number is the company's own data, for people."""
    share = range_.measured
    if share is None or not formats.sayable(share):
        return formats.MISSING
    if share < 0.05:
        return say("assumed")
    return say("measured") if share > 0.95 else say("{share} in 100 own data", share=formats.in_100(share))


def standing(share_over: float | None, allowed: str) -> tuple[str, Tone]:
    """How a chance stands against what the board allows, in mark, word and tone."""
    wordings: dict[formats.Evidence, tuple[str, Tone]] = {
        "signal": (say("▲ over {allowed}", allowed=allowed), "bad"),
        "probably": (say("△ probably over {allowed}", allowed=allowed), "bad"),
        "open": (say("○ too close to call"), "soft"),
        "probably not": (say("▽ probably within {allowed}", allowed=allowed), "good"),
        "not": (say("✓ within {allowed}", allowed=allowed), "good"),
    }
    return wordings[formats.evidence(share_over)] if share_over is not None else ("", "soft")


def tone(change: Range, better: int) -> Tone:
    """The tone of a change, coloured only where its likely range leaves no doubt about the direction.

    `better` is 1 where more is better, -1 where less is.

    >>> tone(Range(2.0, 1.0, 3.0), -1), tone(Range(2.0, -1.0, 3.0), 1)
    ('bad', 'soft')
    """
    low, high = change.low or 0.0, change.high or 0.0
    if low <= 0 <= high:
        return "soft"
    return "good" if (low > 0) == (better > 0) else "bad"


def further(left: int, one: str, many: str = "", where: str = noted("all in the workbook")) -> str:
    """What a table leaves out, in a line below it; nothing where it leaves out nothing.

    >>> further(3, "smaller class", "smaller classes"), further(0, "older decision")
    ('and 3 smaller classes, all in the workbook', '')
    """
    return say("and {left}, {where}", left=formats.count(left, one, many), where=label(where)) if left > 0 else ""
