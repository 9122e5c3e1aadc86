"""What lies ahead: the technologies we move onto, how ready they are, and what one bad event would do to the year."""

import streamlit as st

from balance import findings, ui

answer = ui.frame.answer("Horizon")

report = answer.report
technologies, tests = ui.horizon.technologies(answer), ui.horizon.tests(answer)
ahead, struck = findings.horizon(technologies, report), findings.stress(tests, report)
ui.frame.head("Horizon", ahead.headline, ahead.text)

ui.show(
    ui.blocks.section(
        "Technologies: what runs on them, what that carries, and what holds it",
        "Open and approved initiatives. Ready: mean of those that state it, in 100; △ below what all owners should "
        "reach. ● incidents moved more than chance.",
    ),
    ui.horizon.technology_table(technologies, report),
    ui.blocks.caveats(ahead.caveats),
)

if tests is None or not tests.tests:
    ui.show(ui.blocks.section(struck.headline, struck.text))
    ui.frame.footer(answer)
    st.stop()

ui.horizon.stress(tests, report)
ui.show(
    ui.blocks.section(
        "What is assumed of each event",
        "One event, for certain, on top of the year as forecast. Costs and rates are assumptions: state your own as "
        "stress:NAME:loss and stress:NAME:per_year.",
    ),
    ui.horizon.assumed_table(tests, report),
    ui.blocks.caveats(struck.caveats),
)
ui.frame.footer(answer)
