"""How our forecasts turned out, what that allows to say about the next ones, and what became of decisions."""

import streamlit as st

from balance import findings, ui

base = ui.frame.today("Track record")

report, record = ui.track_record.with_record(base)
told = findings.track_record(report)
ui.frame.head("Track record", told.headline, told.text)

ui.track_record.pictures(report)

left, right = st.columns([1.75, 1], gap="large")
with left:
    if len(record.verdicts):
        ui.show(
            ui.blocks.section(
                "What the record allows to say",
                "Under 8 scores nothing, from 8 only what is grossly wrong, from 25 also ranges too wide. "
                "Periods that overlap count once.",
            ),
            ui.track_record.verdict_table(record),
        )
with right:
    if len(record.finishes):
        ui.show(
            ui.blocks.section("Chances we named", "Brier score: 0 is perfect, 0.25 is what saying 50 in 100 earns."),
            ui.track_record.chances_table(record),
        )
    if base.report.facts["incidents"] and not ui.presenting.on():
        ui.show(
            ui.blocks.section("What our own counts could show", "With a chance of 80 in 100."),
            ui.track_record.what_would_show(record),
        )

ui.track_record.offer_hindsight(base)
ui.decisions.desk(base)
ui.show(ui.blocks.caveats([*told.caveats, ui.track_record.written(record)]))
ui.frame.footer(base)
