"""The building blocks of every screen as HTML: headline, number with its range, table, card, box, footer.

Every text is data until it is made safe here: `text` escapes, `Safe` marks what these blocks made themselves.
Strips are spans placed by share of their scale, so they need no picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from balance import formats, language
from balance.figures import Tone
from balance.language import noted, say
from balance.language.retelling import retold
from balance.ui.explained import CHANCE, MARKS, SIGNAL, meaning

Align = Literal["left", "right"]


class Safe(str):
    """HTML made by this module; anything else is escaped."""

    __slots__ = ()


def text(said: object) -> Safe:
    """Text from anywhere as HTML that shows exactly these characters.

    >>> text("<script>alert(1)</script>")
    '&lt;script&gt;alert(1)&lt;/script&gt;'
    """
    return said if isinstance(said, Safe) else Safe(escape(formats.unbroken(str(said)), quote=True))


def worded(words: object) -> Safe:
    """A text of the product in the language in force; text from data, and what these blocks made, as it is."""
    return words if isinstance(words, Safe) else text(language.label(str(words)))


_SIGNED = re.compile(f"([+−])(?=[{''.join(sorted(sign for sign in formats.SYMBOLS.values() if len(sign) == 1))}])")


def flowing(said: Safe) -> Safe:
    """Text that breaks over several lines: a sign is never left behind by its sum of money.

    >>> len(flowing(text("−£330k"))) - len(text("−£330k"))
    1
    """
    return Safe(_SIGNED.sub("\\1\N{WORD JOINER}", said))


def verdict(title: str, headline: str, sub: str = "", strong: Sequence[str] = ()) -> Safe:
    """The head of a page: its name, one sentence that could be false, and the numbers under it."""
    said = text(sub)
    for number in strong:
        said = Safe(said.replace(text(number), f"<b>{text(number)}</b>", 1))
    under = f'<p class="b-sub">{flowing(said)}</p>' if sub else ""
    return Safe(
        f'<header class="b-verdict"><h1 class="b-name">{worded(title)}</h1><h2>{text(headline)}</h2>{under}</header>'
    )


def section(title: str, how_to_read: str = "") -> Safe:
    """The head of a chart or table: a finding, and what is measured."""
    under = f"<p>{flowing(worded(how_to_read))}</p>" if how_to_read else ""
    return Safe(f'<div class="b-section"><h3>{worded(title)}</h3>{under}</div>')


@dataclass(frozen=True)
class Strip:
    """A number on its scale: the likely range, the number now, the number before and the limit. One unit."""

    value: float | None
    low: float | None
    high: float | None
    least: float
    greatest: float
    before: float | None = None
    limit: float | None = None
    said: str = ""


LIKELY = language.noted("likely range")


def strip(drawn: Strip) -> Safe:
    """The strip under a number; empty where nothing is known."""
    if drawn.value is None or drawn.greatest <= drawn.least:
        return Safe("")
    parts = ['<i class="rail"></i>']
    if drawn.low is not None and drawn.high is not None:
        left, right = _at(drawn.low, drawn), _at(drawn.high, drawn)
        parts.append(f'<i class="bar" style="left:{left:.1f}%;width:{max(right - left, 0.8):.1f}%"></i>')
    for name, value in (("limit", drawn.limit), ("before", drawn.before), ("now", drawn.value)):
        if value is not None:
            parts.append(f'<i class="{name}" style="left:{_at(value, drawn):.1f}%"></i>')
    return Safe(f'<span class="b-strip" role="img" aria-label="{worded(drawn.said or LIKELY)}">{"".join(parts)}</span>')


def _at(value: float, drawn: Strip) -> float:
    share = (value - drawn.least) / (drawn.greatest - drawn.least)
    return min(max(share, 0.0), 1.0) * 100


def pill(words: str, tone: Tone = "ink", mark: str = "", help: str = "") -> Safe:
    """A status in a frame: mark, word and colour together; `help` says what puts it there."""
    about = _explained(help)
    return Safe(f'<span class="b-pill b-{tone}"{about}>{f"<i>{text(mark)}</i>" if mark else ""}{worded(words)}</span>')


def against_appetite(chance_met: float | None) -> Safe:
    """Whether an appetite point holds, on the one scale of certainty."""
    words, tone, mark = _APPETITE.get(formats.evidence(chance_met), _OVER)
    return pill(words, tone, mark, meaning(words, MARKS))


_OVER: tuple[str, Tone, str] = (noted("over"), "bad", "▲")
_APPETITE: Mapping[str, tuple[str, Tone, str]] = {
    "signal": (noted("within"), "good", "✓"),
    "probably": (noted("probably within"), "good", "▽"),
    "open": (noted("too close to call"), "open", "○"),
    "probably not": (noted("probably over"), "bad", "△"),
}


@dataclass(frozen=True)
class Number:
    """One headline number; `change` says how it moved, `tone` colours that only where it is a signal."""

    label: str
    value: str
    unit: str = ""
    likely: str = ""
    change: str = ""
    tone: Tone = "open"
    strip: Strip | None = None
    pill: Safe | None = None
    help: str = ""
    """What the number is, for who rests on it."""


def numbers(shown: Sequence[Number]) -> Safe:
    """A row of headline numbers, two by two on a phone."""
    return Safe(f'<div class="b-numbers b-of{len(shown)}">{"".join(_number(number) for number in shown)}</div>')


def _number(number: Number) -> str:
    mark = "" if not number.change else "○ " if number.tone == "open" else "● "
    sure = _explained(say(CHANCE if mark == "○ " else SIGNAL))
    about = ". ".join(filter(None, ((number.help or meaning(number.label)).rstrip("."), _drawn(number.strip))))
    return (
        f'<section class="b-number"><div class="b-label">{told(worded(number.label), about)}</div>'
        f'<div class="b-value">{worded(number.value)} <small>{worded(number.unit)}</small></div>'
        f"{strip(number.strip) if number.strip else ''}"
        f'<div class="b-likely">{worded(number.likely)}</div>'
        + (f'<div class="b-change b-{number.tone}"{sure}>{mark}{text(number.change)}</div>' if number.change else "")
        + (number.pill or "")
        + "</section>"
    )


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its side, its width where one must be held, what it says for who rests on it."""

    head: str
    align: Align = "left"
    width: str = ""
    help: str = ""


def _explained(said: str) -> str:
    return f' title="{text(said)}"' if said else ""


def told(shown: Safe, said: str) -> Safe:
    """Words that explain themselves: to who rests on them, taps them, or comes to them by keyboard.

    >>> told(text("Own incidents"), "")
    'Own incidents'
    """
    if not said:
        return shown
    about = f"<summary{_explained(said)}>{shown}</summary><p>{text(said)}</p>"
    return Safe(f'<details class="b-told" name="told">{about}</details>')


def _drawn(strip: Strip | None) -> str:
    """How to read the strip under a number; empty where there is none."""
    if strip is None or strip.value is None:
        return ""
    parts = (
        (say("dot = now"), True),
        (say("grey = likely range"), strip.low is not None),
        (say("ring = last time"), strip.before is not None),
        (say("dashes = limit"), strip.limit is not None),
    )
    return say("Strip: {parts}", parts=", ".join(said for said, there in parts if there))


def table(columns: Sequence[Column], rows: Iterable[Sequence[object]], *, caption: str = "", tinted: int = -1) -> Safe:
    """A table people and screen readers can read; on a phone each row becomes a block of label and value."""
    widths = [f' style="width:{column.width}"' if column.width else "" for column in columns]
    head = "".join(
        f'<th scope="col" class="{c.align}"{width}>{told(worded(c.head), c.help or meaning(c.head))}</th>'
        if c.head
        else f"<td{width}></td>"
        for c, width in zip(columns, widths, strict=True)
    )
    body = "".join(_row(columns, row, at == tinted) for at, row in enumerate(rows))
    if not body:
        return Safe("")
    said = f"<caption>{text(caption)}</caption>" if caption else ""
    about = f' data-label="{text(say("What it means"))}"' if 'class="b-told"' in head else ""
    return Safe(f'<table class="b-table">{said}<thead{about}><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def _row(columns: Sequence[Column], row: Sequence[object], tint: bool) -> str:
    cells = []
    for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
        tag = 'th scope="row"' if at == 0 else "td"
        shown = formats.MISSING if cell is None else cell
        cells.append(
            f'<{tag} class="{column.align}" data-label="{worded(column.head)}">{_cell(shown)}</{tag.split()[0]}>'
        )
    return f"<tr{' class=tint' if tint else ''}>{''.join(cells)}</tr>"


def _cell(shown: object) -> str:
    """One child per cell, so that a number and its range stay together where cells are laid out as rows."""
    return text(shown) if str(shown).startswith('<span class="b-strip"') else f"<span>{text(shown)}</span>"


def grid(rows: Sequence[tuple[int, bool, Sequence[str]]]) -> Safe:
    """The first rows of a sheet as a spreadsheet shows them: row number, whether it is the header, its cells."""
    lines = "".join(_line_of_grid(*row) for row in rows)
    return Safe(
        f'<div class="b-grid" tabindex="0" role="region" aria-label="{text(say("First rows"))}">'
        f"<table><tbody>{lines}</tbody></table></div>"
    )


def _line_of_grid(number: int, header: bool, cells: Sequence[str]) -> str:
    tag = 'th scope="col"' if header else "td"
    shown = "".join(f"<{tag}><span>{text(cell)}</span></{tag.split()[0]}>" for cell in cells)
    mark = say("{number} <small>header</small>", number=number) if header else str(number)
    return f'<tr{" class=header" if header else ""}><th scope="row">{mark}</th>{shown}</tr>'


def item(name: str, facts: str) -> Safe:
    """One thing in a list: its name, and what is to know about it in small."""
    return Safe(f'<p class="b-line"><b>{text(name)}</b> <small>{text(facts)}</small></p>')


def rule() -> Safe:
    """A line between what is shown and what comes next."""
    return Safe('<hr class="b-rule">')


def strong(number: object, rest: object = "") -> Safe:
    """A number that leads and what qualifies it in small."""
    return Safe(f"<b>{text(number)}</b> <small>{text(rest)}</small>" if rest else f"<b>{text(number)}</b>")


def cards(shown: Sequence[tuple[str, Mapping[str, object]]]) -> Safe:
    """Cards side by side: a title and its facts."""
    return Safe(f'<div class="b-cards">{"".join(_card(title, facts) for title, facts in shown)}</div>')


def _card(title: str, facts: Mapping[str, object]) -> str:
    lines = "".join(
        f"<dt>{worded(name)}</dt><dd>{text(said)}</dd>" if name else f'<dd class="whole">{text(said)}</dd>'
        for name, said in facts.items()
    )
    return f'<article class="b-card"><h3>{text(title)}</h3><dl>{lines}</dl></article>'


def facts(shown: Mapping[str, object]) -> Safe:
    """A few numbers in one line, each under its name."""
    return Safe(
        '<div class="b-facts">'
        + "".join(f"<span><small>{worded(n)}</small><b>{text(v)}</b></span>" for n, v in shown.items())
        + "</div>"
    )


def box(title: str, said: str, *, tone: Tone = "bad", mark: str = "▲", status: str = "") -> Safe:
    """Something a person must know before the numbers: not updated, out of date, needs an answer."""
    label = pill(status, tone, mark) if status else Safe("")
    return Safe(
        f'<div class="b-box b-{tone}" role="status">{label} <b>{worded(title)}</b><p>{worded(retold(said))}</p></div>'
    )


def steps(title: str, lines: Sequence[str]) -> Safe:
    """What to do first, in order."""
    items = "".join(f"<li>{text(line)}</li>" for line in lines)
    return Safe(f'<div class="b-steps"><b>{text(title)}</b><ol>{items}</ol></div>')


def caveats(lines: Sequence[str]) -> Safe:
    """What a careful person would add."""
    return Safe("".join(f'<p class="b-caveat">{flowing(text(line))}</p>' for line in dict.fromkeys(lines) if line))


def on_paper(said: str) -> Safe:
    """A line that only paper needs: there it stands for the controls."""
    return Safe(f'<p class="b-caveat b-on-paper">{text(said)}</p>')


def footer(facts: Mapping[str, object]) -> Safe:
    """Where the numbers come from, on every page."""
    parts = "".join(f"<span><b>{worded(name)}</b> {worded(str(said))}</span>" for name, said in facts.items())
    return Safe(f'<footer class="b-footer">{parts}</footer>')
