"""What lands, when, how surely, and whether too much is going on at once."""

import streamlit as st

from balance import figures, findings, ui
from balance.findings.changes import changes
from balance.findings.record import cycle_times, finished_by_quarter

answer = ui.frame.answer("Velocity")

report = answer.report
told = findings.velocity(report)
mode, phone = ui.session.mode(), ui.session.phone()
ui.frame.head("Velocity", told.headline, told.text)
if report.velocity.in_flight is None:
    ui.frame.footer(answer)
    st.stop()

before = ui.session.before()
ui.show(ui.velocity.pace_numbers(report, changes(report, before) if before else {}))
record, times = finished_by_quarter(answer.company), cycle_times(answer.company)
left, right = st.columns([1.5, 1], gap="large")
with left:
    columns, rows = ui.velocity.forecast_table(report)
    shown = ui.velocity.forecast_rows(report)
    if rows:
        ui.figure(
            figures.forecast_rows(shown, report.as_of, currency=report.currency, mode=mode, phone=phone),
            "forecast",
            title=ui.velocity.forecast_story(len(shown), len(rows)),
            how_to_read=ui.velocity.FORECAST_READ,
            columns=columns,
            rows=rows,
        )
with right:
    if report.velocity.in_flight and report.velocity.finished_per_quarter.known and report.velocity.load_effect.known:
        ui.figure(
            figures.load_curve(
                report.velocity.load_effect,
                report.velocity.in_flight,
                report.velocity.finished_per_quarter,
                record.tail(8),
                mode=mode,
                phone=phone,
            ),
            "load",
            title=ui.velocity.load_story(report),
            how_to_read="Rings: past quarters. Band: likely range, own data and a stated assumption.",
            columns=ui.velocity.load_rows(record.tail(8), report)[0],
            rows=ui.velocity.load_rows(record.tail(8), report)[1],
        )

if len(report.velocity.initiatives):
    ui.forecasts.against_owners(answer)
    ui.forecasts.black_swan(answer)

left, right = st.columns(2, gap="large")
with left:
    columns, rows = ui.velocity.record_rows(record)
    ui.figure(
        figures.control_chart(record, mode=mode, phone=phone),
        "record",
        title=ui.velocity.record_story(record),
        how_to_read="Grey: what chance alone would give. A point is blue only where a rule fires.",
        columns=columns,
        rows=rows,
    )
with right:
    if len(times):
        ui.figure(
            figures.cycle_times(times, half_days=report.velocity.cycle_time_days.value, mode=mode, phone=phone),
            "cycle",
            title=ui.velocity.cycle_story(report),
            how_to_read="One ring per finished initiative; filled: longer or shorter than chance alone would give.",
            columns=ui.velocity.cycle_rows(times)[0],
            rows=ui.velocity.cycle_rows(times)[1],
        )

ui.cautions.under("velocity", report, told.caveats)
ui.frame.footer(answer)
