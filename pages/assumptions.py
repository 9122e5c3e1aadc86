"""What is taken as given: with value, range, source and owner; stated anew with a reason, and kept on record."""

import streamlit as st

from balance import formats, ui

answer = ui.frame.today("Assumptions")

rows = answer.company.assumptions.rows
stated = [row for row in rows.values() if not row.assumed]
ui.frame.head(
    "Assumptions",
    f"{formats.count(len(stated), 'assumption')} of {len(rows)} are stated by us; the rest are published figures.",
    "A range is what we think 80 in 100 likely. Stating one anew changes every number, and who did so stays on record.",
)

left, right = st.columns([1, 2.4], gap="large")
with left:
    ui.show(ui.blocks.section("State one anew", "Leave low and high empty to keep the documented doubt."))
    key = st.selectbox(
        "Assumption",
        ui.assumptions.keys(rows),
        format_func=lambda k: ui.line(ui.assumptions.meaning(k)),
        key="assumption",
    )
    with st.form(f"state-{key}", border=False):
        value = st.text_input("Value", ui.assumptions.written(rows, key, "value"))
        low = st.text_input("Likely at least", ui.assumptions.written(rows, key, "low"))
        high = st.text_input("Likely at most", ui.assumptions.written(rows, key, "high"))
        reason = st.text_input("Why")
        if st.form_submit_button("State it", type="primary"):
            trouble = ui.assumptions.state(key, value, low, high, reason)
            if trouble:
                ui.show(ui.blocks.box("Not kept", trouble, status="not kept"))
            else:
                st.rerun()
    if ui.assumptions.can_withdraw(rows, key) and st.button("Go back to what was loaded or documented", key="withdraw"):
        ui.assumptions.withdraw(key)
        st.rerun()
with right:
    for at, (title, group) in enumerate(ui.assumptions.groups(answer.company.assumptions)):
        with st.expander(f"{title} ({len(group)})", expanded=at < 2, key=f"group_{at}", type="compact"):
            ui.show(ui.assumptions.table(group, answer.report.currency))

ui.frame.footer(answer)
