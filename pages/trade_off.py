"""How delivery and risk pull on each other, and how much of that is measured."""

import streamlit as st

from balance import figures, findings, ui
from balance.findings.record import finished_by_quarter

answer = ui.frame.answer("Trade-off")

report = answer.report
told = findings.trade_off(report)
mode, phone = ui.session.mode(), ui.session.phone()
ui.frame.head("Trade-off", told.headline, told.text)

if any(effect.known for _, effect in ui.velocity.effects(report)):
    columns, rows = ui.velocity.effects_table(report)
    ui.figure(
        figures.effects_chart(ui.velocity.effects(report), mode=mode, phone=phone),
        "effects",
        title="What makes the incidents of an initiative more or less frequent",
        how_to_read="Dot: best reading. Line: likely range. Coloured: the whole range is on one side of no effect.",
        columns=columns,
        rows=rows,
    )

left, right = st.columns(2, gap="large")
with left:
    if ui.velocity.speed(report) and report.velocity.in_flight and report.velocity.finished_per_quarter.known:
        record = finished_by_quarter(answer.company).tail(8)
        ui.figure(
            figures.load_curve(
                report.velocity.load_effect,
                report.velocity.in_flight,
                report.velocity.finished_per_quarter,
                record,
                mode=mode,
                phone=phone,
            ),
            "load",
            title=ui.velocity.load_story(report),
            how_to_read="Rings: past quarters. Band: likely range, own data and a stated assumption.",
            columns=ui.velocity.load_rows(record, report)[0],
            rows=ui.velocity.load_rows(record, report)[1],
        )
with right:
    if ui.velocity.speed(report):
        ui.show(ui.blocks.section("How load moves delivery", "Below ×1.0: an initiative is slower when more are open."))
        ui.figure(
            figures.effects_chart(ui.velocity.speed(report), mode=mode, phone=phone, more_is_worse=False, narrow=True),
            "speed",
            columns=ui.velocity.speed_table(report)[0],
            rows=ui.velocity.speed_table(report)[1],
        )
    weak = [part for part in report.quality.parts if part.score < 0.6]
    if weak and not ui.presenting.on():
        ui.show(ui.blocks.section("Where the evidence is thin"), ui.blocks.caveats([part.why for part in weak]))
    if st.button(ui.assumptions.read_or_change(), key="to_assumptions"):
        st.switch_page("pages/assumptions.py")

ui.cautions.under("trade_off", report, told.caveats)

base = ui.frame.today("Trade-off")
best = ui.frontier.found(base)
if best is None:
    ui.frontier.stopped()
elif best.plans:
    said = findings.frontier(best, report.currency)
    ui.show(ui.blocks.section(said.headline, ui.frontier.WHAT), ui.frontier.three_numbers(best, report.currency))
    ui.frontier.desk(base, best)
    ui.announced.changes_of("view-best")
    ui.show(ui.blocks.caveats(said.caveats))
else:
    ui.show(ui.blocks.section("The best reachable plans", ui.frontier.missing(base.report)))
ui.stagger.desk(answer)
ui.spending.desk(base)
if not ui.presenting.on():
    ui.links.desk()
ui.frame.footer(answer)
ui.session.keep_address()
