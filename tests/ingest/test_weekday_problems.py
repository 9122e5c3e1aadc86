"""A weekday written before a date that is another day's is told once for its column; the date counts."""

import pytest


@pytest.mark.parametrize(("texts", "cell"), [
    (["Fr 13.11.26", "Fr 14.11.26"], "D3"),
    (["Freitag, 14. November 2026", "Fr 13.11.26"], "D2"),
    (["Fri 2026-11-13", "sam. 14/11/2026"], None),
    (["mar. 17 nov. 2026", "17 mar 2026"], None),
    (["Sat 11/14/2026", "Fri 11/13/2026"], None),
    (["Sat 11/14/2026", "Sun 11/14/2026"], "D3"),
    (["Fri, Nov 13, 2026", "Fri Nov. 14 2026", "Saturday, November 14th, 2026"], "D3"),
    (["ma 17/11/2026", "mer 18/11/2026", "di 22/11/2026"], None),
    (["ma 16-11-2026", "di 17-11-2026", "do 19-11-2026", "zo 22-11-2026"], None),
    (["ma 16-11-2026", "di 14-11-2026"], "D3"),
    (["Sun Nov 14 09:00:00 2026", "Mar 17, 2026", "mar. Mar 17 2026"], "D2"),
])  # fmt: skip
def test_the_wrong_weekday_is_told_at_its_cell(initiatives, texts, cell):
    intake = initiatives({"Planned end date": texts})
    told = [p for p in intake.problems if p.code == "weekday-wrong"]
    assert intake.frames["initiatives"]["finish_planned"].notna().all()
    assert [p.row for p in told] == ([int(cell[1:])] if cell else [])
    for one in told:
        assert (one.severity, one.column) == ("warning", "finish_planned")
        assert "2026-11-14 is a Saturday" in one.found
