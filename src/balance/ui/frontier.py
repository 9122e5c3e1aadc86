"""The best reachable plans on the screen: found once for a company, shown as a line, taken one at a time."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from balance import figures, formats, pipeline
from balance.findings.frontier import LITTLE
from balance.frontier import Frontier, Plan
from balance.language import noted, say
from balance.pipeline import Analysis
from balance.report import Report
from balance.scenario import Comparison, Scenario
from balance.ui import balance_points, blocks, overview, plan_results, presenting, session
from balance.ui.frontier_actions import actions_table
from balance.ui.plan_words import ACTION_WORDS
from balance.ui.show import figure, show

MOST_FRONTIERS, MOST_NAMES, MOST_SAVED = 16, 4, 6
_STOPPED = "frontier_stopped"
WHAT = noted(
    "The best reachable plans: what to run, secure first or pause so that no other choice beats it on both axes."
)
HOW_TO_READ = noted(
    "Line: plans that no other beats; click one. Dot: today. Large diamond: the chosen "
    "plan, dotted its likely range. Small diamonds: saved plans."
)
HOW_TO_READ_ALONE = noted(
    "Line: plans that no other beats; click one. Dot: today. Large diamond: the chosen plan, dotted its likely range."
)


def known(base: Analysis) -> Frontier | None:
    """The frontier of a company if it has been searched for already; nothing is computed."""
    return _found().get(_key(base))


def found(base: Analysis) -> Frontier | None:
    """The frontier of a company, searched for once for all visitors, with the progress of the search on the screen.

    Leaving the page ends the search, and so does the button; None where the visitor stopped it.
    """
    kept = known(base)
    if kept is not None:
        return kept
    if st.session_state.get(_STOPPED) == _key(base):
        return None
    bar, stop = st.progress(0.0, say("Searching for the best reachable plans")), st.empty()
    stop.button(say("Stop the search"), key="stop_search", on_click=_stop, args=(_key(base),))
    searched = pipeline.frontier_of(base, lambda share: _tell(bar, share))
    bar.empty()
    stop.empty()
    _keep(base, searched)
    return searched


def catch_up(base: Analysis) -> None:
    """Search where nobody has yet, after the page is there, and show it again with the line; a click goes first."""
    if known(base) is not None or not session.somebody_looks_on():
        return
    here = st.empty()  # what is put up on the way is where Streamlit looks for a click
    _keep(base, pipeline.frontier_of(base, lambda share: _look_up(here)))
    st.rerun()


def _look_up(here: st.delta_generator.DeltaGenerator) -> None:
    here.empty()


def _keep(base: Analysis, searched: Frontier) -> None:
    _found()[_key(base)] = searched
    while len(_found()) > MOST_FRONTIERS:
        _found().pop(next(iter(_found())))


def _stop(key: str) -> None:
    """The visitor does not want to wait: the run that comes of the click leaves the search out."""
    st.session_state[_STOPPED] = key


def stopped() -> None:
    """What stands in place of the plans after the search was stopped."""
    show(blocks.section("The search for the best reachable plans was stopped", WHAT))
    if st.button(say("Search again"), key="search_again"):
        del st.session_state[_STOPPED]
        st.rerun()


def _tell(bar: st.delta_generator.DeltaGenerator, share: float) -> None:
    said = say("Searching for the best reachable plans") if share < 0.6 else say("Evaluating each of them exactly")
    bar.progress(min(share, 1.0), said)


@st.cache_resource(show_spinner=False)
def _found() -> dict[str, Frontier]:
    """Frontiers by what they were worked out from, kept for all visitors."""
    return {}


def _key(base: Analysis) -> str:
    return f"{base.company.data_hash}|{base.company.as_of}"


def missing(report: Report) -> str:
    """What the frontier needs that is not there."""
    if report.velocity.initiatives.empty:
        return say("It needs a list of initiatives that are open, with what each is worth a year.")
    if not formats.known(report.velocity.value_landing_next_year) or report.velocity.counts_speak:
        return say("It needs what each initiative is worth a year: the column annual_value of the list of initiatives.")
    if not formats.known(report.risk.bad_year_loss):
        return say("It needs a list of incidents.")
    return say("No choice among the open initiatives keeps to the money and people that are stated.")


def line(base: Analysis) -> pd.DataFrame | None:
    """The plans as points of the balance chart (value and risk), if they are known already."""
    kept = known(base)
    if kept is None or not kept.plans or base.report.velocity.counts_speak:
        return None
    rows = [(plan.value, _risk(plan, base.report)) for plan in kept.plans]
    return pd.DataFrame(rows, columns=["value", "risk"], dtype="float64")


def _risk(plan: Plan, report: Report) -> float | None:
    return plan.exposure if report.risk.limit is None else plan.chance_beyond_limit


def three_numbers(told: Frontier, currency: str) -> blocks.Safe:
    """How far today's plan is from the best, and what appetite is worth."""
    return blocks.numbers([_gain(told, currency), _saving(told, currency), _price(told, currency)])


def _gain(told: Frontier, currency: str) -> blocks.Number:
    today = told.today.value or 0.0
    little = told.gain_at_same_exposure <= LITTLE * today
    return blocks.Number(
        "More value at the same risk",
        say("almost none") if little else formats.money(told.gain_at_same_exposure, currency, signed=True),
        "" if little else say("a year"),
        say("today's plan lands {today}; its bad year is not exceeded", today=formats.money(today, currency)),
    )


def _saving(told: Frontier, currency: str) -> blocks.Number:
    today = told.today.exposure or 0.0
    little = told.saving_at_same_value <= LITTLE * today
    return blocks.Number(
        "Smaller bad year at the same value",
        say("almost none") if little else formats.money(-told.saving_at_same_value, currency, signed=True),
        "" if little else say("exceeded in 5 of 100"),
        say("today's bad year costs {today}; no less value lands", today=formats.money(today, currency)),
    )


def _price(told: Frontier, currency: str) -> blocks.Number:
    label = say("What more appetite would buy")
    if told.price_of_appetite <= 0:
        return blocks.Number(label, "nothing", "", "no plan lands more by risking more than today's")
    bought = f"{formats.symbol(currency)}{formats.number(told.price_of_appetite, decimals=2)}"
    each = say("for each {symbol}1 more that a bad year may cost", symbol=formats.symbol(currency))
    return blocks.Number(label, bought, "of value", each)


@st.fragment(key="best_plans")
def desk(base: Analysis, told: Frontier) -> None:
    """One of the plans in the hand: where it stands, what it does with each initiative and why, and on to What-if."""
    with presenting.together("best"):
        along, on = st.columns([3, 1], vertical_alignment="bottom", gap="medium")
        with along:
            place = pick(told, base.report)
        plan, comparison = told.plans[place], compared(base, told.plans[place])
        today, there = plan_results.positions(comparison, base.report)
        saved = saved_plans(base.report)
        drawn = overview.balance_figure(
            base.report, session.trail(), there, 450, today, line(base), history=False, widths=figures.WHOLE_WIDTHS,
            others=saved, pick=True,
        )  # fmt: skip
        show(plan_results.readouts(comparison, base.report))
        read = HOW_TO_READ if session.saved() else HOW_TO_READ_ALONE
        title = summary(plan, told.today, base.report)
        points = [position for position in (today, there, *saved) if position]
        figure(
            drawn, "frontier", title=title, how_to_read=read, picked=partial(_take, told, base.report),
            columns=balance_points.line_columns(base.report),
            rows=partial(balance_points.line_rows, points, told, base.report),
        )  # fmt: skip
    show(blocks.caveats([next_step(told, place, base.report.currency)]))
    if on.button(say("Send to What-if"), key="send_plan", type="primary", width="stretch"):
        session.take_plan(session.TODAY, {}, asked(plan))
        presenting.go("what_if")
    show(actions_table(told, place, base.report.currency, running=False))
    with st.expander(say("What runs in this plan, and why"), key="frontier_runs", type="compact"):
        show(actions_table(told, place, base.report.currency, running=True))


def pick(told: Frontier, base: Report) -> int:
    """The plan a visitor chose along the line, from least risk to most; the advised one at first."""
    places = _in_sight(told, base)
    start = told.advised if told.advised is not None else places[-1]
    if len(places) < 2:
        return start
    return st.select_slider(
        say("Choose a plan along the line: less risk to the left, more value to the right"),
        places,
        start,
        format_func=lambda place: say(
            "Plan {place}: {said}", place=place + 1, said=_said(told.plans[place], base)
        ),  # no two may read the same
        key=_slider(base),
    )


def _take(told: Frontier, base: Report) -> None:
    """The plan that was clicked becomes the chosen one: the nearest on the line."""
    points = st.session_state.get("frontier", {}).get("selection", {}).get("points", [])
    if not points:
        return
    frame = overview.frame_for(base, session.trail())
    wide, high = frame.x[1] - frame.x[0], frame.y[1] - frame.y[0]
    x, y = float(points[0]["x"]), float(points[0]["y"])
    away = {
        place: ((frame.risk(_risk(plan, base) or 0.0) - x) / wide) ** 2
        + (((plan.value or 0.0) / frame.value_scale.divisor - y) / high) ** 2
        for place, plan in ((place, told.plans[place]) for place in _in_sight(told, base))
    }
    st.session_state[_slider(base)] = min(away, key=lambda place: away[place])


def _slider(base: Report) -> str:
    return f"frontier_plan_{base.data_hash[:12]}"


def saved_plans(base: Report) -> list[figures.Position]:
    """The saved plans as points of the chart, each on the same readings of the evidence."""
    made = [(row.name, session.evaluated(row)[1]) for row in session.saved()[:MOST_SAVED]]
    return [plan_results.position(name, told, base) for name, told in made if told is not None]


def _in_sight(told: Frontier, base: Report) -> list[int]:
    """Plans that the chart's frame holds, and the advised one."""
    frame = overview.frame_for(base, session.trail())
    bottom, (left, right) = frame.y[0] * frame.value_scale.divisor, frame.x
    return [
        place
        for place, plan in enumerate(told.plans)
        if place == told.advised
        or ((plan.value or 0.0) >= bottom and left <= frame.risk(_risk(plan, base) or 0.0) <= right)
    ] or list(range(len(told.plans)))


def _said(plan: Plan, report: Report) -> str:
    value = formats.money(plan.value, report.currency)
    if report.risk.limit is None:
        return say("{value}, bad year {exposure}", value=value, exposure=formats.money(plan.exposure, report.currency))
    return f"{value}, {formats.chance(plan.chance_beyond_limit)}"


def asked(plan: Plan) -> dict[str, str]:
    """What the plan does differently from running everything."""
    return {row: action for row, action in plan.actions if action != "run"}


def compared(base: Analysis, plan: Plan) -> Comparison:
    """One plan of the line beside today's, on the same readings of the evidence."""
    return _compared(_key(base), plan.actions, base)


@st.cache_resource(max_entries=256, show_spinner=False)
def _compared(key: str, actions: tuple[tuple[str, str], ...], _base: Analysis) -> Comparison:
    return pipeline.what_if(_base, Scenario(name="this plan", actions=actions))


def summary(plan: Plan, today: Plan, base: Report) -> str:
    """A plan in one line: what it does, the money it needs, and what it frees beside today's."""
    actions = [action for _, action in plan.actions]
    does = [
        say("{what} {count}", what=say(word), count=actions.count(action))
        for action, word in ACTION_WORDS.items()
        if action in actions
    ]
    return say(_takes(plan, today), does=formats.listed(does), needs=formats.money(plan.cost, base.currency),
               change=formats.money(abs(today.cost - plan.cost), base.currency))  # fmt: skip


def _takes(plan: Plan, today: Plan) -> str:
    """What is said of a plan, by whether it needs money next year, and less or more of it than today's."""
    less = today.cost - plan.cost
    if plan.cost <= 0:
        return noted("This plan: {does}")
    if abs(less) < LITTLE * today.cost:
        return noted("This plan: {does}; {needs} of cost next year, as today")
    if less > 0:
        return noted("This plan: {does}; {needs} of cost next year, frees {change}")
    return noted("This plan: {does}; {needs} of cost next year, takes {change}")


def next_step(told: Frontier, place: int, currency: str) -> str:
    """What the next plan along the line, with a larger bad year, does otherwise and what it buys; empty at the end."""
    if place + 1 >= len(told.plans):
        return ""
    here, there, change = told.plans[place], told.plans[place + 1], told.steps[place]
    names = {reason.initiative_id: reason.name for reason in told.reasons}
    groups = (
        (change.enters, noted("in: {names}")), (change.leaves, noted("out: {names}")),
        (change.secured, noted("security first: {names}")),
        (change.unsecured, noted("no longer security first: {names}")),
    )  # fmt: skip
    said = [say(told, names=_few([names.get(row, row) for row in rows])) for rows, told in groups if rows]
    value = formats.money((there.value or 0.0) - (here.value or 0.0), currency, signed=True)
    exposure = formats.money((there.exposure or 0.0) - (here.exposure or 0.0), currency, signed=True)
    return say(
        "Next along the line: {said}. That lands {value} and moves a bad year by {exposure}.",
        said="; ".join(said),
        value=value,
        exposure=exposure,
    )


def _few(names: list[str]) -> str:
    """Names, as many as fit a line."""
    more = len(names) - MOST_NAMES
    return formats.listed(names if more <= 1 else [*names[:MOST_NAMES], say("{more} more", more=more)])
