"""Levers a reader can move: sliders that stop only at computed positions, and all of those as a table."""

from __future__ import annotations

from collections.abc import Iterator

from balance import formats
from balance.boardpack.html.markup import Markup, tag
from balance.boardpack.live import Live, Position, Setting
from balance.language import say


def draw(told: Live) -> Markup:
    """The section with its sliders, the numbers at their place, and the table they are read from."""
    counted = formats.count(len(told.positions), "position")
    exact = say(
        "The sliders stop at {positions} that were computed, each exactly what the what-if screen says; nothing "
        "between two of them is shown. Differences are against today's plan, on the same readings of the evidence.",
        positions=counted,
    )
    all_ = say("All {positions} as a table", positions=counted)
    return tag(
        "section",
        tag("h2", say("Try it: what a change of plan would do"), id="title-levers"),
        tag("p", exact, class_="lead"),
        tag("div", *_sliders(told), class_="block sliders", hidden=True),
        tag("div", *_numbers(told), class_="block numbers", role="status"),
        tag("details", tag("summary", all_), _table(told), class_="positions", open=True),
        id="levers",
        class_="slide levers",
        aria_labelledby="title-levers",
    )  # fmt: skip


def _sliders(told: Live) -> Iterator[Markup]:
    for place, setting in enumerate(told.settings):
        name = f"lever-{place}"
        stops = tag("span", *(tag("span", said, hidden=at != setting.today) for at, said in enumerate(setting.said)))
        yield tag(
            "div",
            tag("label", f"{setting.meaning}: ", stops,
                f" {say('(today {value})', value=setting.said[setting.today])}", for_=name),
            tag("input", type="range", id=name, min="0", max=str(len(setting.values) - 1), step="1",
                value=str(setting.today)),
            class_="slider",
        )  # fmt: skip


def _numbers(told: Live) -> Iterator[Markup]:
    now = next(each for each in told.positions if each.at == _today(told))
    for head, said, moved, tone in _columns(told, now):
        value = tag("p", tag("span", said, class_="value"), class_="headline")
        yield tag("div", tag("h3", head), value, tag("p", moved, class_=f"likely {tone}"), class_="number")


def _columns(told: Live, position: Position) -> Iterator[tuple[str, str, str, str]]:
    for head, number in zip(told.heads, position.numbers, strict=False):
        yield head, number.value, number.moved if position.at != _today(told) else say("today's plan"), number.tone
    yield told.heads[-1], position.better if position.at != _today(told) else formats.MISSING, "", "soft"


def _today(told: Live) -> tuple[int, ...]:
    return tuple(setting.today for setting in told.settings)


def _table(told: Live) -> Markup:
    heads = [_short(setting) for setting in told.settings] + list(told.heads)
    head = tag("thead", tag("tr", *(tag("th", each, scope="col") for each in heads)))
    return tag("table", head, tag("tbody", *(_row(told, position) for position in told.positions)))


def _short(setting: Setting) -> str:
    return setting.name.replace("_", " ")


def _row(told: Live, position: Position) -> Markup:
    places = (setting.said[at] for setting, at in zip(told.settings, position.at, strict=True))
    cells = (
        tag("td", tag("span", said), " " if moved else "", tag("span", moved, class_=f"rest {tone}"))
        for _, said, moved, tone in _columns(told, position)
    )
    return tag(
        "tr", *(tag("th", said, scope="row") for said in places), *cells, data_at=" ".join(map(str, position.at))
    )
