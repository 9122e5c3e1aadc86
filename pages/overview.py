"""Where we stand on both axes, what changed, and what the board is asked to decide."""

import streamlit as st

from balance import findings, formats, ui
from balance.findings.changes import changes
from balance.findings.record import trail_story

answer = ui.frame.answer("Overview")

report = answer.report
told = findings.overview(report)
before = ui.session.before()
changed = changes(report, before) if before else {}
trail = ui.session.trail()
beyond = report.risk.chance_beyond_limit

strong = (formats.chance(beyond.value),) if beyond and beyond.known else ()
ui.frame.head("Overview", told.headline, told.text, strong)
ui.show(ui.overview.headline_numbers(report, changed))

left, right = st.columns([1.32, 1], gap="large")
with left:
    current = ui.frame.today("Overview")
    base, best = current.report, ui.frontier.line(current)
    today, plan = ui.plan_results.positions(answer.comparison, base) if answer.comparison else (None, None)
    columns, rows = ui.overview.balance_rows(trail, report)
    ui.figure(
        ui.overview.balance_figure(base, trail, plan, today=today, frontier=best),
        "balance",
        title=trail_story(trail, report.risk.limit),
        how_to_read=ui.balance_points.how_to_read(trail, report),
        columns=columns,
        rows=rows,
    )
asked = ui.session.suggestions()
with right:
    if ui.presenting.on() and asked:
        ui.overview.show_decisions(asked, report)
    else:
        ui.bridge.show_changes(changed, before)

if asked and not ui.presenting.on():
    ui.overview.show_decisions(asked, report)
    ui.overview.offer_plans(asked)

ui.show(ui.blocks.caveats(told.caveats))
ui.frame.footer(answer)
ui.session.keep_address()
ui.session.catch_up_bridge()
ui.session.catch_up()
ui.frontier.catch_up(current)
