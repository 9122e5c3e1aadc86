"""What incidents may cost next year, beside what the board tolerates, and where the loss comes from."""

import streamlit as st

from balance import figures, findings, formats, ui
from balance.findings.record import incidents_by_quarter

answer = ui.frame.answer("Risk")

report, risk = answer.report, answer.report.risk
told = findings.risk(report)
mode, phone = ui.session.mode(), ui.session.phone()
ui.frame.head("Risk", told.headline, told.text)
if risk.exceedance.empty:
    ui.frame.footer(answer)
    st.stop()

ui.show(ui.risk.appetite(report))

columns, rows = ui.risk.curve_rows(report)
left, right = st.columns(2, gap="large")
with left:
    beyond = risk.chance_beyond_limit
    title = ui.say("A hundred possible next years")
    if beyond and risk.limit:
        limit = formats.money(risk.limit, report.currency)
        chance = formats.in_100(beyond.value)
        title = ui.say("{beyond} of 100 possible next years cost more than {limit}", beyond=chance, limit=limit)
    ui.figure(
        figures.hundred_years(risk.exceedance, limit=risk.limit, currency=report.currency, mode=mode, phone=phone),
        "dots",
        title=title,
        how_to_read="Each dot is one possible year: 1 in 100. They are versions of the same year, not a sequence.",
        columns=ui.risk.dots_rows(report)[0],
        rows=ui.risk.dots_rows(report)[1],
    )
with right:
    ui.figure(
        figures.exceedance_curve(risk.exceedance, risk.appetite, currency=report.currency, mode=mode, phone=phone),
        "curve",
        title=ui.say("A bad year costs {loss} or more", loss=formats.money(risk.bad_year_loss.value, report.currency)),
        how_to_read="Curve: best estimate. Band: 80 in 100 that the true curve lies inside.",
        columns=columns,
        rows=rows,
    )

ui.experience.survival(ui.horizon.tests(answer), report)

causes = findings.incidents(report)
ui.show(ui.blocks.section(causes.headline, causes.text), ui.risk.classes_table(report))
ui.experience.familiar_grid(report)

left, right = st.columns([1.35, 1], gap="large") if len(risk.initiatives) else (st.container(), st.container())
with left:
    if len(risk.initiatives):
        columns, rows = ui.risk.initiatives_rows(report)
        ui.figure(
            figures.contribution(risk.initiatives, currency=report.currency, mode=mode, phone=phone),
            "contribution",
            title="The initiatives that carry most of the loss",
            how_to_read="Expected loss next year from incidents that come with each initiative.",
            columns=columns,
            rows=rows,
        )
with right:
    record = incidents_by_quarter(answer.company)
    ui.figure(
        ui.risk.incidents_chart(record),
        "incident_record",
        title=ui.velocity.record_story(record, "Incidents", "incidents"),
        how_to_read="Grey: what chance alone would give. A point is coloured only where a rule fires.",
        columns=ui.risk.record_rows(record)[0],
        rows=ui.risk.record_rows(record)[1],
    )

ui.experience.compared(answer)
ui.cautions.under("risk", report, (*told.caveats, *causes.caveats))
ui.frame.footer(answer)
