"""Move the plan and see both axes move: sliders left, what comes of them right."""

import streamlit as st

from balance import figures, findings, ui

base = ui.frame.today("What-if")

ground = ui.overview.ground_of(base.report, ui.session.trail())


@st.fragment(key=ui.following.ANSWER)
@ui.measured.slider
def answer() -> None:
    """The sliders and everything that answers them, and nothing else."""
    with sliders:
        ui.plan.sliders(ui.session.levers(), base.report.currency)
    comparison = ui.session.compared()
    told = findings.what_if(base.report, comparison)
    today, plan = ui.plan_results.positions(comparison, base.report)
    high = 400 if ui.presenting.on() else 450
    drawn = ui.overview.balance_figure(base.report, ground, plan, height=high, today=today, widths=figures.WIDE_WIDTHS)
    ui.frame.left_out()
    with st.container(key="desk_answer"):
        ui.show(
            ui.blocks.verdict("What-if", told.headline, ui.say(findings.SAME_READINGS)),
            ui.plan_results.plan_on_paper(base.report),
            ui.plan_results.readouts(comparison, base.report),
        )
    ui.figure(
        drawn,
        "what_if_balance",
        columns=ui.balance_points.columns(base.report),
        rows=lambda: ui.balance_points.rows([today, *([plan] if plan else [])], base.report, ground),
    )
    with st.container(key="result_bar"):
        ui.show(ui.plan_results.result_bar(comparison, base.report))
    ui.show(ui.cautions.said("what_if", base.report, told.caveats))
    ui.session.keep_address()


@st.fragment(key=ui.following.FOOT)
def foot() -> None:
    """Which plan the page tells of, and from what."""
    ui.following.drawn(ui.following.FOOT)
    ui.frame.footer(base, ui.session.compared())


left, right = st.columns([1, 3.1], gap="large")
with left:
    ui.show(ui.blocks.section("Change the plan", "Today's values in brackets."))
    sliders = st.container()
    ui.plan_saving.desk(base.report.currency)
with right:
    answer()
    ui.announced.changes_of("desk_answer")
    ui.cautions.unseen("what_if", base.report)
ui.plan.actions_editor(base)
if ui.session.saved() or not ui.presenting.on():
    ui.show(
        ui.blocks.section(
            "Saved plans", "Every plan stands on the same readings of the evidence, so differences are not luck."
        ),
        ui.plan_results.saved_table(base.report),
    )
ui.side_by_side.show_side_by_side(base.report)
foot()
ui.session.keep_address()
ui.session.catch_up()
