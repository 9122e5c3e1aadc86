"""What went wrong, how quickly it was noticed and over, what it came from, and which notices were due."""

import streamlit as st

from balance import findings, ui

answer = ui.frame.answer("Incidents")

record = ui.incidents.record_of(answer)
told = findings.incident_record(record, answer.report)
ui.frame.head("Incidents", told.headline, told.text)
if record.rows.empty:
    ui.frame.footer(answer)
    st.stop()

ui.show(ui.incidents.numbers(record))

left, right = st.columns([1.32, 1], gap="large")
with left:
    of, rows = ui.incidents.choose(record)
    quarters = ui.incidents.by_quarter(record, rows)
    columns, table = ui.incidents.trend_rows(quarters)
    ui.figure(
        ui.risk.incidents_chart(quarters),
        "incident_trend",
        title=ui.velocity.record_story(quarters, of[:1].upper() + of[1:], "incidents"),
        how_to_read="Grey: what chance alone would give. A point is coloured only where a rule fires.",
        columns=columns,
        rows=table,
    )
with right:
    ui.incidents.times(record)
    ui.show(
        ui.blocks.section("What they came from", "As recorded; a change is counted before an initiative."),
        ui.incidents.origin_table(record),
    )

left, right = st.columns(2, gap="large")
for side, by in ((left, "class"), (right, "unit")):
    with side:
        ui.show(
            ui.blocks.section(
                ui.say("By class") if by == "class" else ui.say("By unit"),
                "Dot: past year; ring: the year before. Signal: sure in at least 90 of 100.",
            ),
        )
        ui.incident_groups.groups(record, by)

if not ui.presenting.on():
    ui.show(
        ui.blocks.section(
            ui.say("Single incidents: {of}", of=of), "Chosen above; each with the file and row it was read from."
        )
    )
    ui.incidents.drill(rows, record, answer.report.currency)

ui.notification.clock(record, answer)
ui.show(ui.blocks.caveats(told.caveats))
if not ui.presenting.on():
    ui.incident_page.desk(record, answer)
ui.frame.footer(answer)
