"""What is taken as given: with range, source, owner and age; what it moves; stated anew with a reason, on record."""

import streamlit as st

from balance import findings, ui

answer = ui.frame.answer("Assumptions")

told = findings.assumptions(answer.report)
rows = ui.assumptions.used(answer)
ui.frame.head("Assumptions", told.headline, told.text)
ui.show(ui.assumptions.not_used_box(answer))

if not ui.presenting.on():
    left, right = st.container(key="above_each_other").columns([1, 2.4], gap="large")
    with left:
        ui.stating.desk(answer, rows)
    with right:
        ui.stating.told(answer)
        for at, (title, group) in enumerate(ui.assumptions.groups(rows)):
            with st.expander(f"{title} ({len(group)})", expanded=at == 0, key=f"group_{at}", type="compact"):
                ui.show(ui.assumptions.table(group, answer))
        changed = ui.assumptions.changes()
        if len(changed):
            with st.expander(
                ui.say("What was changed on screen ({changed})", changed=len(changed)), key="changes", type="compact"
            ):
                ui.show(ui.assumptions.changes_table(changed))
        ui.show(ui.blocks.caveats(told.caveats[len(answer.company.assumptions.unused) :]))

ui.sensitivity.drivers(answer)

crossed = findings.indicators(answer.report)
ui.show(ui.blocks.section(crossed.headline, "Early signs, counted from the tables; more is worse."))
ui.show(ui.assumptions.indicators(answer.report), ui.blocks.caveats(crossed.caveats))

ui.frame.footer(answer)
