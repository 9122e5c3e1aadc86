"""Who did what and when, with the value before and after: to look through and to take along."""

from balance import ui

ui.frame.begin("Audit")
rows = ui.audit.rows()
if not ui.session.has_store():
    ui.frame.empty("Audit")
else:
    ui.frame.head("Audit", *ui.audit.headline(rows))
    if len(rows):
        chosen = ui.audit.choose(rows)
        ui.show(ui.audit.table(chosen))
        ui.audit.take_along(chosen)
    ui.audit.who_may()
