"""Every initiative in a list to look through, and one of them on a card."""

import streamlit as st

from balance import figures, ui
from balance.findings.initiatives import initiatives

answer = ui.frame.answer("Initiatives")

if answer.company.initiatives is None:
    ui.frame.head(
        ui.say("Initiatives"),
        ui.say("No initiatives are loaded yet."),
        ui.say("Load a list of initiatives to see each on its card."),
    )
    ui.frame.footer(answer)
    st.stop()

told = initiatives(answer.company, answer.report)
ui.frame.head("Initiatives", told.headline, told.text)
chosen = ui.initiative_list.choose(answer)
if chosen is None:
    ui.frame.footer(answer)
    st.stop()

headline, sub = ui.initiative.headline(answer, chosen)
ui.show(ui.blocks.section(headline, sub), ui.initiative.need_cards(answer.company, chosen))

left, right = st.columns([1, 2.1], gap="large")
with left:
    columns, rows = ui.initiative.readiness_rows(answer.company, chosen)
    ui.figure(
        figures.readiness(
            ui.initiative.readinesses(answer.company, chosen), mode=ui.session.mode(), phone=ui.session.phone()
        ),
        "readiness",
        title="How ready it is for each side",
        how_to_read="Hollow and △: below what all owners should reach.",
        columns=columns,
        rows=rows,
    )
with right:
    ui.show(ui.blocks.section("What is known of it"), ui.initiative.fact_cards(answer, chosen))

for part in ui.initiative.not_doing(answer, chosen):
    ui.show(part)
ui.initiative_past.incidents(answer, chosen)
ui.initiative_past.history(answer, chosen)
ui.frame.footer(answer)
