"""The frame of every screen: menu, the two choices that hold for all pages, what to know first, and the footer."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from datetime import date
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from balance import formats, roles
from balance.errors import BalanceError
from balance.findings.quality import currency_stated
from balance.language import noted, say, speak
from balance.pipeline import Analysis
from balance.roles import Action
from balance.scenario import Comparison
from balance.screens import SCREENS
from balance.settings import load_settings
from balance.ui import (
    answered,
    blocks,
    example_balance,
    following,
    patience,
    presenting,
    session,
    waiting,
    welcome,
    where_from,
)  # fmt: skip
from balance.ui.show import figure, line, show
from balance.ui.style import CSS, DARK_ON_PAPER

STALE_DAYS = 100
_STEPS = (
    noted("Export your initiatives: any tool, Excel or CSV."),
    noted("Export the incidents of the last two to three years."),
    noted("State the board's limit, for example “no more than 20 in 100 for £10M”."),
)

_CANNOT_BE_OPENED = noted(
    "Whoever looks after Balance mends what is said above; then reload this page. Nothing was changed by looking."
)


def dress() -> None:
    """The style sheet, and the language of everything said."""
    with contextlib.suppress(BalanceError):  # settings that cannot be used are told by the page itself
        speak(load_settings().locale)
    st.html(CSS + DARK_ON_PAPER if session.mode() == "dark" else CSS)


def menu() -> StreamlitPage:
    """The menu in its sections; the page that is open."""
    sections: dict[str, list[StreamlitPage]] = defaultdict(list)
    for screen in SCREENS:
        page = st.Page(
            f"pages/{screen.file}.py",
            title=say(screen.title),
            icon=f":material/{screen.icon}:",
            default=screen.path == "/",
            url_path=None if screen.path == "/" else screen.path.strip("/"),
            visibility="visible" if roles.may(screen.needs) else "hidden",
        )
        sections[say(screen.section)].append(page)
    opened = st.navigation(dict(sections), position="sidebar", expanded=True)
    st.session_state["framed"] = True
    wanted = st.session_state.pop("wanted", None)
    if wanted is not None:
        st.switch_page(wanted)
    return opened


def begin(title: str = "") -> None:
    """The start of a page, which says so and ends where the person may not use it.

    The very first visitor of a server that was not warmed may come by a page's address before the frame was ever put
    up: then the frame is put up first and leads back to the page.
    """
    if "framed" not in st.session_state and st.context.headers.get("Host"):
        session.choice()
        path = urlsplit(st.context.url or "").path.rstrip("/").rpartition("/")[2]
        file = next((screen.file for screen in SCREENS if screen.path.strip("/") == path), "overview")
        st.session_state["wanted"] = f"pages/{file}.py"
        st.switch_page("dashboard.py")
    _only_for_those_who_may(title)
    session.refresh()


def _only_for_those_who_may(title: str) -> None:
    needed = next((screen.needs for screen in SCREENS if screen.title == title), Action.VIEW)
    if not roles.may(needed):
        show(blocks.verdict(title, say("This page is not for you."), roles.refused(roles.acting(), needed)))
        st.stop()


def choose() -> None:
    """The date and the plan, chosen once for all pages."""
    session.look()
    days = session.dates()
    with st.sidebar:
        waiting.badge()
        if days:
            _choose_date(list(reversed(days)))
            _choose_plan()
        presenting.offer()
        welcome.signature()


def _choose_date(days: list[date]) -> None:
    chosen = session.choice()
    at = days.index(chosen.as_of) if chosen.as_of in days else 0
    picked = st.selectbox(
        say("Data to"), days, index=at, format_func=lambda day: f"{formats.quarter(day)}, {formats.day(day)}"
    )
    if picked != days[at]:
        chosen.take_day(picked)
    chosen.as_of = None if picked == days[0] else picked


@st.fragment(key=following.PLANS)
def _choose_plan() -> None:
    following.drawn(following.PLANS)
    chosen = session.choice()
    rows = {row.name: row for row in session.saved()}
    names = [session.TODAY, *rows, *([session.UNSAVED] if session.plan_name() == session.UNSAVED else [])]
    now = session.plan_name() if session.plan_name() in names else session.TODAY
    picked = st.selectbox(
        say("Plan"),
        names,
        index=names.index(now),
        key=f"plan-{chosen.generation}-{now}-{len(names)}",
        format_func=lambda name: {"today": say("Today's plan"), "unsaved plan": say("Unsaved plan")}.get(
            name, line(name)
        ),
    )
    if picked != now and picked != session.UNSAVED:
        row = rows.get(picked)
        session.take_plan(picked, row.levers if row else {}, row.actions if row else {})
        st.rerun()


def head(title: str, headline: str, sub: str = "", strong: tuple[str, ...] = ()) -> None:
    """What to know first, then the page's name and its sentence."""
    patience.over()
    _loaded()
    _not_updated()
    _stale()
    _plan_in_force()
    show(blocks.verdict(title, headline, sub, strong))
    where_from.of_page(title)
    answered.of_page(title)


def _loaded() -> None:
    said = st.session_state.pop("loaded", "")
    if said:
        show(blocks.box("Loaded", said, tone="good", mark="✓", status="updated"))


def _not_updated() -> None:
    chosen, refused = session.choice(), st.session_state.get("not_updated", "")
    if chosen.trouble:
        kept = session.last_good()
        found = (
            say("You are looking at the last good numbers (data to {day})", day=formats.day(kept.company.as_of))
            if kept
            else say("What is loaded cannot be opened, so there are no numbers to show")
        )
        show(blocks.box(found, chosen.trouble, status=say("not updated")))
    elif refused:
        show(blocks.box("The last files were not loaded; nothing was changed", refused, status=say("not updated")))


def _stale() -> None:
    analysis = session.analysis()
    if analysis is None:
        return
    old = {name: (analysis.company.as_of - day).days for name, day in analysis.company.table_dates.items()}
    late = [
        say("{name} are of {table_dates}", name=name, table_dates=formats.day(analysis.company.table_dates[name]))
        for name, days in old.items()
        if days > STALE_DAYS
    ]
    if late:
        show(
            blocks.box(
                "Some tables are carried forward",
                say(
                    "{late}; the rest is of {as_of}.",
                    late=formats.listed(late),
                    as_of=formats.day(analysis.company.as_of),
                ),
                tone="open",
                mark="○",
                status=say("older data"),
            )
        )


def _plan_in_force() -> None:
    name = session.plan_name()
    if name != session.TODAY:
        show(
            blocks.box(
                say("You are looking at a plan: {name}", name=name),
                "Every number on this page is the plan's. Choose today's plan on "
                "the left, or reset in What-if, to go back.",
                tone="ink",
                mark="◇",
                status="plan",
            )
        )
    left_out()


def left_out() -> None:
    """What of the plan in force has no meaning on the chosen date; nothing where all of it has."""
    said = formats.in_short(session.left_out())
    if said:
        show(
            blocks.box(
                "Not all of this plan can be done on this date", said, tone="open", mark="○", status=say("left out")
            )
        )


def answer(title: str) -> Analysis:
    """The chosen plan on the chosen date; where nothing is loaded, the page shows what to do and ends."""
    begin(title)
    found = session.answer()
    if found is None:
        empty(title)
        st.stop()
    return found


def today(title: str) -> Analysis:
    """The same for today's plan."""
    begin(title)
    found = session.analysis()
    if found is None:
        empty(title)
        st.stop()
    return found


def empty(title: str) -> None:
    """Nothing is loaded: what to do, and a way to look around first; nothing can be read: that, and who can mend it."""
    _not_updated()
    if session.choice().trouble:
        show(blocks.verdict(title, say("No numbers just now."), say(_CANNOT_BE_OPENED)))
        return
    show(
        blocks.verdict(
            title,
            say("No data yet: two files are enough to place your first dot."),
            say(
                "Balance needs a list of initiatives and a list of incidents. With no incidents of "
                "your own it starts from published experience and says so."
            ),
        ),
        blocks.steps(say("Do this once a quarter, about 15 minutes"), tuple(map(say, _STEPS))),
    )
    if roles.may(Action.LOAD):
        _ways_to_begin()
    if title == "Overview":
        columns, rows = example_balance.table()
        figure(
            example_balance.picture(),
            "example_balance",
            title="This is the picture you will get",
            how_to_read="Example, not your data.",
            columns=columns,
            rows=rows,
        )
    answered.of_empty(title)
    show(blocks.footer({"Data": say("none loaded"), "": welcome.stays().removesuffix(".")}))


def _ways_to_begin() -> None:
    left, right, _ = st.columns([1, 1, 3])
    if left.button(say("Add my files"), type="primary", width="stretch", key="add_files"):
        st.switch_page("pages/data.py")
    if right.button(say("Look at an example"), width="stretch", key="example"):
        from balance.ui import intake  # the reader of files is loaded by whoever loads files

        intake.load_example()
        st.rerun()


def footer(analysis: Analysis, plan: Comparison | None = None) -> None:
    """Where the numbers come from; with `plan`, those of the plan in the hand, which needs no report of its own."""
    report, facts = analysis.report, analysis.report.facts
    name = report.scenario if plan is None else session.named()
    losses = (report.risk.expected_annual_loss if plan is None else plan.scenario["expected_annual_loss"]).measured
    rows = ", ".join(
        formats.count(facts[f"{one}s"], one) for one in ("initiative", "incident") if facts.get(f"{one}s")
    )  # fmt: skip
    told = noted("{rows}; data quality {score} of 100, own data carries {losses} in 100 of the loss estimate")
    show(
        blocks.footer(
            {
                noted("Data to"): formats.day(report.as_of),
                noted("Plan"): noted("today's") if name == session.TODAY else name,
                noted("Confidence"): say(
                    noted("{rows}; data quality {score} of 100") if losses is None else told,
                    rows=rows,
                    score=formats.in_100(report.quality.score),
                    losses=formats.in_100(losses),
                ),
                **_money(analysis),
                noted("Likely range"): noted("holds the true value 80 times in 100"),
                noted("Signal"): noted("direction sure in at least 90 of 100"),
                noted("Run"): say(
                    "{data_hash}, model {model_version}",
                    data_hash=report.data_hash[:7],
                    model_version=report.model_version,
                ),
            }
        )
    )


def _money(analysis: Analysis) -> dict[str, str]:
    """In which currency sums are shown, where that is a default of ours and nobody's statement."""
    if currency_stated(analysis.report):
        return {}
    return {noted("Money"): say("shown as {currency}, which nobody stated", currency=analysis.report.currency)}
