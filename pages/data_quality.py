"""How far the data carries the answer: the score and its parts, what each does to the ranges, what to mend first."""

import streamlit as st

from balance import findings, ui

answer = ui.frame.answer("Data quality")

report = answer.report
told = findings.quality(report)
ui.frame.head("Data quality", told.headline, told.text)
ui.data_quality.absent(answer)
ui.show(ui.data_quality.numbers(report))

ui.show(
    ui.blocks.section(
        "What the score is made of",
        "A score is the share of the reachable precision that is reached: 100 means ranges as narrow as with perfect "
        "data, 50 ranges twice as wide.",
    ),
    ui.data_quality.parts_table(report),
)

ui.data_quality.worth(answer)

recorded = ui.data_quality.recorded(answer)
left, right = st.columns([1.1, 1], gap="large") if len(recorded) else (st.container(), st.container())
if len(recorded):
    with left:
        ui.data_quality.record(recorded)
if not ui.presenting.on():
    with right:
        ui.data_quality.rows(answer)
    ui.data_quality.unfilled(answer)
ui.cautions.under("data_quality", report, told.caveats)
ui.frame.footer(answer)
