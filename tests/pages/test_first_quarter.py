"""The first quarter of a small company on the screens: no limit, no currency, no year before, nothing linked.

A sentence or a legend speaks of what is there: not of marks nobody sees, nor of a number that is a dash.
"""

from datetime import date, datetime, timedelta

import openpyxl
import pytest

from balance import uploading

pytestmark = pytest.mark.slow

AS_OF = date(2026, 9, 30)
INITIATIVES = ("initiative_id", "name", "stage", "start_actual", "finish_planned", "finish_actual", "budget",
               "annual_value", "security_joined", "business_unit")  # fmt: skip


@pytest.fixture(scope="module")
def first_quarter(tmp_path_factory) -> str:
    """Ten initiatives, two of them finished, and forty incidents that name none; no assumption is stated."""
    folder = tmp_path_factory.mktemp("first_quarter")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "initiatives"
    sheet.append(list(INITIATIVES))
    for row in range(10):
        begun, done = AS_OF - timedelta(days=500 - 40 * row), row > 7
        ended = AS_OF - timedelta(days=10 * row - 50) if done else None
        sheet.append([f"P{row}", f"Programme {row}", "done" if done else "in_flight", begun,
                      begun + timedelta(days=330), ended, 400_000 + 50_000 * row, 300_000 + 40_000 * row,
                      ("design", "late")[row % 2], ("Retail", "Wholesale")[row % 2]])  # fmt: skip
    sheet = book.create_sheet("incidents")
    sheet.append(["incident_id", "opened_at", "class", "resolved_at", "loss"])
    for row in range(40):
        opened = datetime(2026, 1, 5, 9) + timedelta(days=6.5 * row)
        sheet.append([f"I{row}", opened, ("Outage", "Fraud")[row % 2], opened + timedelta(hours=2 + row % 9),
                      None if row % 3 else 4_000 + 900 * row])  # fmt: skip
    book.save(folder / "first.xlsx")
    database = str(folder / "balance.duckdb")
    uploading.load(database, [folder / "first.xlsx"], as_of=AS_OF, who="test")
    return database


def test_no_screen_speaks_of_what_is_not_there(open_app, first_quarter):
    app, said = open_app(first_quarter), {}
    for page in ("overview", "trade_off", "incidents", "security", "velocity"):
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception, page
        told = [str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body)]
        said[page] = "\n".join(told).replace("\N{NO-BREAK SPACE}", " ")
        assert "shown as USD, which nobody stated" in said[page], page
    overview = said["overview"]
    assert "The dot is today. Shaded: likely range." in overview
    assert "the board&#x27;s appetite." not in overview
    assert "could be chance.</p></div>" not in overview.partition("Nothing to compare with yet")[2]
    assert "in which currency the sums are; they are shown as USD" in overview
    assert "too few initiatives have finished" in overview
    assert ">Bad year without it<" in said["trade_off"]
    assert ">Chance beyond the limit<" not in said["trade_off"], "a column of dashes says nothing"
    assert "40 of 40 name neither<" in said["incidents"]
    assert "Under 1 in 100 of that is from own data" in said["security"], "a sentence begins with a capital"
