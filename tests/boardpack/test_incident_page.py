"""One page on one incident: what happened, exposure without it and with it, clocks, decisions."""

import io
from datetime import date

import pandas as pd
import pptx
import pytest

from balance.boardpack import file_name, layout, render
from balance.boardpack.edited import Ask, Edits, Said
from balance.boardpack.happened import Happened
from balance.boardpack.incident_page import page
from balance.boardpack.slides import Notice, Numbers, Points, Table
from balance.model.notification import clock
from balance.regimes import periods_of
from boardpack import invented
from boardpack.test_outline import HOSTILE

WHEN = pd.Timestamp("2026-09-28 10:00")
ROW = {
    "title": "Phished mailbox", "class": "Data disclosure", "unit": "Retail", "severity": "1", "state": "Open",
    "open": True, "opened_at": WHEN, "occurred_at": WHEN, "detected_at": WHEN, "aware_at": WHEN,
    "material_on": pd.NaT, "notified_at": pd.NaT, "hours_to_detect": 3.0, "hours_to_resolve": 62.0,
    "loss": float("nan"), "change_id": "", "initiative_id": "INI-001", "initiative": "ERP core upgrade",
    "records_affected": 4100,
}  # fmt: skip
REGIMES = ("gdpr", "nis2", "sec")


def happened(**more):
    row = {**ROW, **more}
    frame = pd.DataFrame([{"incident_id": "INC-7", **row}])
    told = clock(frame, periods_of(REGIMES), invented.AS_OF)
    return Happened("INC-7", row, invented.plans()[2].comparison, REGIMES, told)


def blocks_of(outline, kind):
    return [block for block in outline.slides[0].blocks if isinstance(block, kind)]


def texts_of(table):
    return [[cell.whole for cell in row] for row in table.rows]


def test_one_page_says_what_happened_what_it_changes_which_clocks_run_and_what_to_decide():
    outline = page(invented.sample(), happened())
    assert len(outline.slides) == 1
    told = outline.slides[0]
    assert told.title.startswith(
        "Data disclosure is still open, its cost not known yet; the chance of a year beyond £10M"
    )
    assert told.subtitle == "Phished mailbox; opened 28 Sep 2026, 10:00; not recorded as material"
    numbers = {item.label: f"{item.value} {item.unit}".strip() for item in blocks_of(outline, Numbers)[0].items}
    assert numbers["Open for"] == "2.6 days"
    assert numbers["Records or people affected"] == "4,100"
    facts = {item.head: item.text for item in blocks_of(outline, Points)[0].items}
    assert facts["Came from"] == "initiative INI-001, “ERP core upgrade”"
    exposure, clocks, asked = blocks_of(outline, Table)
    assert [row[0] for row in texts_of(exposure)][:2] == ["Chance beyond £10M, in 100", "Loss in a bad year"]
    assert ["GDPR: notice to the authority", "1 Oct 2026, 10:00", "◷ still running"] in texts_of(clocks)
    assert texts_of(asked)[0] == ["1 Send the notice to the authority under GDPR", "to be named", "1 Oct 2026"]


def test_the_exposure_is_the_paired_difference_and_never_the_incidents_own_cost():
    table = blocks_of(page(invented.sample(), happened()), Table)[0]
    comparison = invented.plans()[2].comparison
    assert texts_of(table)[0][1:3] == ["23", f"{comparison.scenario['chance_beyond_limit'].value * 100:.0f}"]
    assert "not its own cost" in table.subtitle


def test_an_incident_that_is_over_known_and_told_asks_nothing():
    over = happened(open=False, loss=4e5, material_on=pd.Timestamp("2026-09-28"), notified_at=WHEN, aware_at=WHEN)
    outline = page(invented.sample(), Happened("INC-7", over.row, over.change, (), over.clock))
    assert outline.asked == ()
    assert "is over" in outline.slides[0].title
    assert {block.title for block in blocks_of(outline, Notice)} == {
        "No notification clock runs: no regime is stated to apply", "Nothing is asked of the board",
    }  # fmt: skip


def test_late_and_unrecorded_notices_are_one_question_each():
    late = happened(aware_at=pd.Timestamp("2026-08-01 09:00"), notified_at=pd.Timestamp("2026-08-09 09:00"))
    asked = [one.text for one in page(invented.sample(), late).asked]
    assert "Give the reasons why what was due under NIS2 and GDPR went late" in asked
    assert "Record when what was due under NIS2 went out" in asked


@pytest.mark.parametrize("change", [{"loss": 2e6}, {"title": "", "unit": "no unit", "class": "x" * 300}])
def test_what_is_written_stays_in_its_place(change):
    outline = page(invented.sample(), happened(**change))
    for block, box in zip(outline.slides[0].blocks, layout.BOXES["incident"], strict=True):
        if isinstance(block, Table):
            rows = layout.rows(block, box)
            assert rows.box.top + rows.head + sum(rows.heights) <= box.bottom + 0.02


def test_without_the_model_without_it_the_page_says_so():
    outline = page(invented.sample(), Happened("INC-7", ROW))
    assert blocks_of(outline, Notice)[0].title == "The exposure without this incident cannot be worked out"
    assert outline.slides[0].title.endswith("what it changes in the exposure cannot be said")


def test_its_words_can_be_a_persons_and_its_texts_are_never_alive():
    said = Said(HOSTILE, HOSTILE, date(2026, 9, 30), HOSTILE)
    asks = (Ask(HOSTILE, HOSTILE, date(2026, 10, 1)),)
    row = {name: HOSTILE if isinstance(value, str) else value for name, value in ROW.items()}
    outline = page(invented.sample(), happened(**row), Edits({"incident": said}, asks=asks, asks_by=HOSTILE))
    assert outline.slides[0].footer.startswith("Title and decisions in the words of")
    assert "<a href='http" not in render(outline, "html").decode()
    deck = pptx.Presentation(io.BytesIO(render(outline, "pptx")))
    assert deck.slides[0].shapes.title.text_frame.text.startswith("=HYPERLINK")
    assert not any("hyperlink" in rel.reltype for rel in deck.slides[0].part.rels.values())


def test_its_file_is_named_after_it_and_cannot_leave_the_folder():
    outline = page(invented.sample(), Happened("../../etc/INC 7", ROW))
    assert file_name(outline, "pdf") == "balance-2026-09-30-incident-etc-inc-7.pdf"
