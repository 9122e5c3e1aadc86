"""A person's words in place of Balance's own: titles, the recommendation, the decisions asked, always marked as theirs.

The numbers stay what they are. Where the words do not say what the numbers say, the slide says both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from balance import formats
from balance.boardpack import wording
from balance.boardpack.doubts import doubts
from balance.boardpack.sheets import Heading, Sheet
from balance.boardpack.slides import Decision, Outline, Slide, Worded
from balance.language import say

LONGEST_TITLE = 200
LONGEST_RECOMMENDATION = 500
MOST_ASKS = 6

SHOWING_ASKS = ("answer", "decisions", "incident")
"""The slides on which the decisions asked stand."""


@dataclass(frozen=True)
class Said:
    """Words a person put in place of Balance's: whose, since when, and what Balance said there then."""

    text: str
    by: str
    on: date
    instead_of: str


@dataclass(frozen=True)
class Ask:
    """A decision asked in a person's words; `plan` names the plan or Balance's decision whose effects it has."""

    text: str
    owner: str = ""
    due: date | None = None
    plan: str = ""


@dataclass(frozen=True)
class Edits:
    """Everything people worded in one document."""

    titles: Mapping[str, Said] = field(default_factory=dict)
    """By the key of their slide."""
    recommendation: Said | None = None
    asks: tuple[Ask, ...] | None = None
    """None: Balance's own."""
    asks_by: str = ""


NONE = Edits()


def asked(edits: Edits, own: Sequence[Decision], plans: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions asked: as worded, each with the effects of the plan it names; without words Balance's own."""
    if edits.asks is None:
        return tuple(own)
    known = {one.text: one for one in (*plans, *own)}
    return tuple(_asked(ask, known.get(ask.plan)) for ask in edits.asks)


def _asked(ask: Ask, behind: Decision | None) -> Decision:
    if behind is None:
        gone = say("“{plan}” is no longer among the plans", plan=ask.plan) if ask.plan else ""
        return Decision(ask.text, ask.owner, ask.due, gone)
    same = ask.text == behind.text
    effect = behind.effect if same else f"“{behind.text}”{f': {behind.effect}' if behind.effect else ''}"
    return replace(behind, text=ask.text, owner=ask.owner, due=ask.due, effect=effect)


def recommended(edits: Edits, own: str, slide: Slide) -> Worded:
    """The recommendation as it stands."""
    return Worded(own, own) if edits.recommendation is None else worded(edits.recommendation, own, slide)


def worded(said: Said, own: str, slide: Slide) -> Worded:
    """A person's words beside Balance's, with what speaks against them."""
    return Worded(said.text, own, said.by, said.on, doubts(said.text, said.instead_of, own, slide))


def marked(slide: Slide, edits: Edits) -> Slide:
    """The slide in a person's words where there are any; whose they are stands first in its footer."""
    said = edits.titles.get(slide.key)
    theirs = [] if said is None or said.text == slide.title else [("title", said.by)]
    if edits.asks is not None and slide.key in SHOWING_ASKS:
        theirs.append(("decisions", edits.asks_by))
    if edits.recommendation is not None and slide.key == "trade-off":
        theirs.append(("recommendation", edits.recommendation.by))
    if not theirs:
        return slide
    slide = _titled(slide, said) if said is not None and theirs[0][0] == "title" else slide
    credit = _credit(theirs)
    return replace(slide, footer=f"{credit} · {slide.footer}", credit=credit)


def _credit(theirs: Sequence[tuple[str, str]]) -> str:
    """Whose words they are.

    >>> _credit([("title", "Ana"), ("decisions", "Ana")]), _credit([("title", "Ana"), ("decisions", "Bob")])
    ('Title and decisions in the words of Ana', 'Title in the words of Ana; decisions in the words of Bob')
    """
    by: dict[str, list[str]] = {}
    for part, who in theirs:
        by.setdefault(wording.brief(who, 30), []).append(part)
    told = "; ".join(
        say("{parts} in the words of {who}", parts=formats.listed(parts), who=who) for who, parts in by.items()
    )
    return told[:1].upper() + told[1:]


def _titled(slide: Slide, said: Said) -> Slide:
    words = worded(said, slide.title, slide)
    who = wording.brief(said.by, 30)
    subtitle = slide.subtitle
    if words.doubts:
        subtitle = say(
            "In the words of {who}; the numbers say: {title}. {subtitle}", who=who, title=slide.title, subtitle=subtitle
        ).strip()
    note = say(
        "The title is in the words of {who}, {on}. Balance's own: {title}.",
        who=who,
        on=formats.day(said.on),
        title=slide.title,
    )
    return replace(
        slide, title=said.text, subtitle=subtitle, worded=words, notes=(note, *words.doubts, *slide.notes)
    )  # fmt: skip


def sheet(outline: Outline) -> Sheet:
    """The slides' titles, the recommendation and whose words each are, for the workbook."""
    rows = [
        (say("Slide {at}", at=at), slide.title, *_whose(slide.worded))
        for at, slide in enumerate(outline.slides, start=1)
    ]
    if outline.recommendation is not None:
        told = outline.recommendation
        rows.append((say("Recommendation"), told.text, *_whose(told if told.by else None)))
    headings = (
        Heading(say("Where"), "text"), Heading(say("It says"), "long"), Heading(say("In the words of"), "text"),
        Heading(say("Since"), "date"), Heading(say("Balance's own words"), "long"),
    )  # fmt: skip
    return Sheet(
        "Slides",
        say("What the slides say, and whose words these are"),
        say("Balance's own words unless a name stands beside them"),
        say("The board page"),
        headings,
        tuple(rows),
    )


def _whose(told: Worded | None) -> tuple[str, date | None, str]:
    return ("", None, "") if told is None else (told.by, told.on, told.own)
