"""Whether security comes in time, covers what moves, stays current, answers quickly, and pays."""

from balance import ui
from balance.findings import security as told

answer = ui.frame.answer("Security in delivery")

report, found = answer.report, ui.security.found(answer)
first = told.security(found, report)
ui.frame.head("Security in delivery", first.headline, first.text)
ui.show(ui.security_numbers.numbers(found, report))

parts = ui.security_parts.parts(found, report)
ui.security_parts.side_by_side(parts["joining"], parts["guardrails"])
ui.security_parts.side_by_side(parts["assessment"])
ui.security_parts.side_by_side(parts["yields"])
ui.security_parts.side_by_side(parts["waiting"], parts["learning"])
ui.security_parts.side_by_side(parts["reviews"], parts["training"], widths=(1.6, 1))
ui.security_parts.side_by_side(parts["indicators"])
ui.security_parts.unsaid(*parts.values())
ui.frame.footer(answer)
