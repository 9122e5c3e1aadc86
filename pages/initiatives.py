"""Every initiative in a table, and one of them on a card."""

import streamlit as st

from balance import figures, ui

answer = ui.frame.answer("Initiatives")

names = ui.initiative.choices(answer)
if not names:
    ui.frame.head(
        "Initiatives", "No initiatives are loaded yet.", "Load a list of initiatives to see each on its card."
    )
    ui.frame.footer(answer)
    st.stop()

chosen = st.columns([1, 1.6])[0].selectbox(
    "Initiative", list(names), format_func=lambda row: ui.line(names[row]), key="initiative"
)
headline, sub = ui.initiative.headline(answer, chosen)
ui.frame.head("Initiatives", headline, sub)
ui.show(ui.initiative.need_cards(answer.company, chosen))

left, right = st.columns([1, 2.1], gap="large")
with left:
    ui.figure(
        figures.readiness(
            ui.initiative.readinesses(answer.company, chosen), mode=ui.session.mode(), phone=ui.session.phone()
        ),
        "readiness",
        title="How ready it is for each side",
        how_to_read="Hollow and △: below what all owners should reach.",
    )
with right:
    ui.show(ui.blocks.section("What is known of it"), ui.initiative.fact_cards(answer, chosen))

for part in ui.initiative.not_doing(answer, chosen):
    ui.show(part)
ui.show(
    ui.blocks.section("All open and approved initiatives", "△: at most 30 in 100 to make the planned date."),
    ui.initiative.initiatives_table(answer.report),
)
ui.frame.footer(answer)
