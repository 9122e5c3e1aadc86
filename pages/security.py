"""Whether security comes in time, covers what moves, stays current, answers quickly, and pays."""

import streamlit as st

from balance import findings, ui
from balance.findings import controls as told_of
from balance.findings import security as told

answer = ui.frame.answer("Security in delivery")

report, found = answer.report, ui.security.found(answer)
first = told.security(found, report)
ui.frame.head("Security in delivery", first.headline, first.text)
ui.show(ui.security.numbers(found, report))

left, right = st.columns(2, gap="large")
with left:
    ui.security_parts.part(
        told.joining(found.joining, report), "joining", ui.security.joining_chart, found.joining, report,
        shown=found.joining.running > 0,
    )  # fmt: skip
with right:
    ui.security_parts.part(
        told.coverage(found.coverage, report), "coverage", ui.security.coverage_chart, found.coverage, report,
        shown=len(found.coverage.technologies) > 0,
    )  # fmt: skip

ui.security_parts.assessments(told.assessments(found.assessment, report), found.assessment, report)

ui.security_parts.part(
    told_of.pays(found.yields, report), "yields", ui.security.yields_chart, found.yields, report,
    shown=bool(found.yields.controls["pays"].notna().any()),
)  # fmt: skip

left, right = st.columns(2, gap="large")
with left:
    ui.security_parts.part(
        told_of.adaptation(found.adaptation), "waiting", ui.security_controls.waiting_chart, found.adaptation, report,
        shown=len(found.adaptation.controls) > 0,
    )  # fmt: skip
with right:
    ui.security_parts.part(
        told_of.learning(found.learning), "learning", ui.security.learning_chart, found.learning,
        shown=len(found.learning.steps) > 0,
    )  # fmt: skip

left, right = st.columns([1.6, 1], gap="large")
with left:
    reviews = ui.security_controls.reviews_table(found.reviews, report)
    ui.security_parts.table(told_of.reviews(found.reviews), reviews)
with right:
    trained = ui.security_controls.training_table(found.coverage, report)
    ui.security_parts.table(told_of.training(found.coverage), trained)

ui.security_parts.table(findings.indicators(report), ui.security_controls.indicators_table(report))
ui.frame.footer(answer)
