"""The slides of the board pack as values: what each says and shows, not how it is drawn.

Writers (PowerPoint today) only draw these values. All text here is plain: no control characters, no markup.
Money in charts is divided by the scale its axis names; chances are numbers out of 100; dates are `datetime.date`.
A `tone` says better (`good`), worse (`bad`), or neither (`ink`, `soft`); writers never show it by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from balance.boardpack.sheets import Sheet
from balance.ranges import UNKNOWN, Range

if TYPE_CHECKING:
    from balance.boardpack.live import Live

Tone = Literal["ink", "soft", "good", "bad"]
Align = Literal["left", "right"]
Layout = Literal[
    "answer", "bridge", "bridges", "changes", "decisions", "exposure", "followed", "incident", "incidents",
    "many_decisions",
    "method", "record", "table", "trade_off", "two_tables", "velocity",
]  # fmt: skip
Form = Literal["plain", "money", "date", "factor", "rows"]
Role = Literal[
    "curve", "band", "trail", "likely", "core", "limit", "arrow", "point", "today", "plan", "planned", "allowed",
    "inside", "beyond",
]  # fmt: skip


@dataclass(frozen=True)
class Number:
    """One headline number: its label, the number with its unit, its likely range, and what to think of it."""

    label: str
    value: str
    unit: str = ""
    likely: str = ""
    verdict: str = ""
    tone: Tone = "soft"
    range: Range = UNKNOWN


@dataclass(frozen=True)
class Numbers:
    """A row of headline numbers."""

    items: tuple[Number, ...]


@dataclass(frozen=True)
class Axis:
    """One axis with fixed ends; `title` names quantity and unit, `form` how its ticks read."""

    title: str
    least: float
    greatest: float
    step: float
    form: Form = "plain"
    log: bool = False


@dataclass(frozen=True)
class Label:
    """A text that belongs to a point of a chart; " / " parts its lines."""

    x: float
    y: float
    text: str
    tone: Tone = "ink"
    bold: bool = False


@dataclass(frozen=True)
class Series:
    """Points of an XY chart that share a role; a missing y breaks the line."""

    name: str
    role: Role
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    tone: Tone = "ink"


@dataclass(frozen=True)
class Zone:
    """The part of a chart to the right of `x` that the board does not accept."""

    x: float
    inside: str
    outside: str
    above: bool = False
    """Whether its words stand at the top, because points stand where they else are: at the bottom."""


@dataclass(frozen=True)
class XYChart:
    """A chart of points and lines with its message, how to read it, and a sentence for who cannot see it."""

    title: str
    subtitle: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    labels: tuple[Label, ...] = ()
    zone: Zone | None = None
    alt: str = ""


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars, the first category on top, each with its printed number."""

    title: str
    subtitle: str
    categories: tuple[str, ...]
    values: tuple[float, ...]
    texts: tuple[str, ...]
    axis: Axis
    name: str
    alt: str = ""


Move = Literal["stands", "good", "bad", "open", "data"]
"""A number as it stands, and moves of it: better or worse for sure, maybe chance, a correction of earlier data."""


@dataclass(frozen=True)
class Leap:
    """One bar of a bridge: from where to where one cause moved the number; where it stands, both are the same."""

    name: str
    start: float
    end: float
    text: str
    move: Move


@dataclass(frozen=True)
class BridgeChart:
    """From one date's number to the next one's, a bar for each cause in the order taken, each with its printed move."""

    title: str
    subtitle: str
    leaps: tuple[Leap, ...]
    axis: Axis
    alt: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its part of the width, its side, and how many lines a cell may take."""

    head: str
    width: float
    align: Align = "left"
    lines: int = 1


@dataclass(frozen=True)
class Cell:
    """A cell's text and how it stands out; `rest` follows it, never bold, in its own tone."""

    text: str
    tone: Tone = "ink"
    bold: bool = False
    rest: str = ""
    rest_tone: Tone = "soft"

    @property
    def whole(self) -> str:
        """All of its text."""
        return f"{self.text}  {self.rest}" if self.rest else self.text


@dataclass(frozen=True)
class Table:
    """A table with its message; a `chart` is drawn beside it row by row; `large` is for few rows."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alt: str = ""
    chart: XYChart | BarChart | None = None
    more: str = ""
    large: bool = False
    chart_share: float = 0.34
    """The part of the width that the chart takes."""


@dataclass(frozen=True)
class Item:
    """One entry of a list: a short bold head and a plain sentence."""

    head: str
    text: str = ""
    tone: Tone = "ink"


@dataclass(frozen=True)
class Points:
    """A short list with a title."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Notice:
    """What cannot be said, why, and what would make it possible."""

    title: str
    text: str


Block = Numbers | XYChart | BarChart | BridgeChart | Table | Points | Notice


@dataclass(frozen=True)
class Worded:
    """A text people may put in their own words: as it stands, as Balance says it, and whose words they are."""

    text: str
    own: str
    by: str = ""
    """Empty where the words are Balance's own."""
    on: date | None = None
    doubts: tuple[str, ...] = ()
    """What of a person's words the numbers do not say, in sentences."""


@dataclass(frozen=True)
class Slide:
    """One slide: a message as title, what shows it, and what the speaker should know."""

    layout: Layout
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    footer: str
    key: str = ""
    """Its name where people may put its title in their own words."""
    worded: Worded | None = None
    """The title in somebody's words, where it is."""
    sheets: tuple[str, ...] = ()
    """The sheets of the workbook that hold its numbers."""
    credit: str = ""
    """Whose words stand on it, where they are not Balance's own; the footer begins with it."""


@dataclass(frozen=True)
class Decision:
    """Something the board is asked to decide; the ranges are differences against today's plan."""

    text: str
    owner: str = ""
    due: date | None = None
    effect: str = ""
    value: Range = UNKNOWN
    chance: Range = UNKNOWN
    bad_year: Range = UNKNOWN


@dataclass(frozen=True)
class Outline:
    """The whole pack as values, the same for every writer."""

    title: str
    as_of: date
    scenario: str
    slides: tuple[Slide, ...]
    sheets: tuple[Sheet, ...] = ()
    """Every number of the pack, for a writer that hands out tables."""
    about: str = ""
    """What it is about where it is not the whole pack: it names the file."""
    part: str = ""
    """Which units it is about, where it is not the whole company."""
    recommendation: Worded | None = None
    asked: tuple[Decision, ...] = ()
    """The decisions asked, as they stand on the slides."""
    own_asked: tuple[Decision, ...] = ()
    """The decisions Balance itself would put."""
    asked_by: str = ""
    """Who worded the decisions; empty where they are Balance's own."""
    live: Live | None = None
    """Levers with their computed positions, where the web page is to carry them."""
    template: bytes = field(default=b"", repr=False)
    """A company's own PowerPoint template to draw on, a .pptx or .potx; without it Balance's own paper is taken."""
