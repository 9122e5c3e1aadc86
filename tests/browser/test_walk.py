"""One walk through the whole product in a real browser: a new quarter, a slider, the pack."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from balance import formats

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FASTER = 6
"""Steps of the slider for the pace: enough that both axes move beyond what rounding hides."""


def test_a_new_quarter_a_slider_and_the_pack(serve, visit, own_store_before_last, sample_quarters, tmp_path):
    newest, before = (date.fromisoformat(folder.name) for folder in (sample_quarters[-1], sample_quarters[-2]))
    visitor = visit(serve(own_store_before_last))

    visitor.go("/")
    expect_date(visitor, before)

    load_two_workbooks(visitor, sample_quarters[-1], newest)
    expect_date(visitor, newest)

    visitor.open("What-if")
    today = readouts(visitor)
    assert not any(says_a_change(number) for number in today.values())
    move_slider(visitor, "Delivery pace", FASTER)
    visitor.page.wait_for_url(re.compile(r"[?&]pace=1\.3(&|$)"))
    visitor.wait()
    moved = readouts(visitor)
    assert says_a_change(moved["Value landing next year"])
    assert says_a_change(moved[risk_of(today)])

    pack = download_pack(visitor, tmp_path)
    slides = [slide_text(slide) for slide in pack.slides]
    assert len(slides) >= 6
    assert all(formats.day(newest) in text for text in slides)
    assert any(shape.has_chart for slide in pack.slides for shape in slide.shapes)

    assert visitor.errors == []
    assert visitor.hosts <= {"127.0.0.1", ""}


def test_an_upload_survives_a_reload_and_is_answered_and_loaded(serve, visit, tmp_path):
    export = tmp_path / "odd [name](x) $a$ :red[b].csv"
    export.write_text(
        "incident_id,opened_at,class,title\n"
        "N1,03/04/2026,Outage,<img src=x onerror=alert(1)>\n"
        "N2,05/06/2026,Outage,www.evil.example\n",
        encoding="utf-8",
    )
    visitor = visit(serve(str(tmp_path / "balance.duckdb")))
    visitor.go("/data")
    visitor.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([str(export)])
    expect(visitor.page.get_by_role("heading", name=re.compile("1 question waits"))).to_be_visible()
    press(visitor, "Continue: questions")
    visitor.page.get_by_role("radio", name="month first").click(force=True)
    visitor.wait()
    address = visitor.page.url
    assert "draft=" in address

    visitor.page.reload()
    visitor.wait()
    expect(visitor.page.get_by_role("radio", name="month first")).to_be_checked()
    other = visit(visitor.address)
    other.go("/data")
    expect(other.page.get_by_text("You have an unfinished upload of odd [name](x) $a$ :red[b].csv")).to_be_visible()
    visitor.open("Assumptions")
    assert "draft=" not in visitor.page.url
    visitor.open("Data")
    assert "draft=" in visitor.page.url

    press(visitor, "Use 1 answer")
    expect(visitor.page.get_by_role("heading", name="2 of 2 rows are ready.")).to_be_visible()
    press(visitor, "Continue: what will change")
    press(visitor, "Load as of")
    expect(visitor.page.get_by_role("heading", name=re.compile("^Loaded: 2 incidents"))).to_be_visible()
    assert "draft=" not in visitor.page.url
    other.go("/data")
    assert other.page.get_by_text("You have an unfinished upload").count() == 0
    for one in (visitor, other):
        assert one.errors == []
        assert one.hosts <= {"127.0.0.1", ""}


def press(visitor, name):
    """Press a button and wait for what comes of it."""
    visitor.page.get_by_role("button", name=name).first.click()
    visitor.wait()


def load_two_workbooks(visitor, quarter, as_of):
    """Add initiatives and incidents of a quarter on the Data screen, say the date, load."""
    visitor.open("Data")
    files = [str(quarter / f"{table}.xlsx") for table in ("initiatives", "incidents")]
    visitor.page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(files)
    visitor.wait()
    day = visitor.page.get_by_test_id("stDateInput").locator("input")
    day.fill(as_of.isoformat())
    day.press("Enter")
    day.press("Escape")
    visitor.wait()
    visitor.page.locator(".st-key-step").get_by_text("What will change").click()
    visitor.wait()
    press(visitor, f"Load as of {formats.day(as_of)}")
    expect(visitor.page.get_by_role("heading", name=re.compile("^Loaded:"))).to_be_visible()
    press(visitor, "See the overview")


def expect_date(visitor, as_of):
    """The menu says which date every page's numbers are of."""
    expect(visitor.page.get_by_role("combobox", name="Data to")).to_have_value(re.compile(formats.day(as_of)))
    assert visitor.page.get_by_test_id("stException").count() == 0


def readouts(visitor):
    """The headline numbers of the screen, by label."""
    return {
        number.locator(".b-label").inner_text().strip(): number.locator(".b-value").inner_text().strip()
        for number in visitor.page.locator(".b-number").all()
    }


def says_a_change(number):
    """Whether a readout begins with a signed amount that is not zero."""
    return re.match(r"[+−][^0-9]*[\d.,]*[1-9]", number) is not None


def risk_of(numbers):
    """The label of the second axis: a chance where a limit is stated, else the loss of a bad year."""
    return next(label for label in numbers if re.match("Chance loss exceeds|Loss in a bad year", label))


def move_slider(visitor, name, steps):
    """Move a slider by the keyboard, step by step."""
    slider = visitor.page.get_by_role("slider", name=re.compile(rf"^{re.escape(name)}"))
    slider.focus()
    for _ in range(abs(steps)):
        visitor.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def download_pack(visitor, folder):
    """The board pack as a person gets it, opened."""
    visitor.open("Board pack")
    visitor.page.get_by_role("button", name="Write the files").click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name="Download PowerPoint").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".pptx"
    return Presentation(str(file))


def slide_text(slide):
    """Everything written on a slide, as it is read: what holds a date together on a line is a space."""
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame).replace("\xa0", " ")
