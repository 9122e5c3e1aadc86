"""What-if and Trade-off in the hand: what a slider brings along, a plan clicked on the line, a stopped search."""

import re

import pytest
from playwright.sync_api import expect

from browser.conftest import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PLAN_ON_THE_LINE = """() => {
  const plot = document.querySelector('.st-key-frontier .js-plotly-plot');
  const line = plot._fullData.find(trace => trace.name === 'frontier');
  const at = Math.floor(line.x.length / 3), box = plot.getBoundingClientRect();
  const { xaxis, yaxis } = plot._fullLayout;
  return [box.left + xaxis._offset + xaxis.l2p(line.x[at]), box.top + yaxis._offset + yaxis.l2p(line.y[at])];
}"""

LONG_SEARCH = """
import sys, time
from pathlib import Path
from balance import pipeline
from balance.__main__ import main

plain, over = pipeline.frontier_of, Path(sys.argv.pop(1))

def long(base, tell):
    while not over.exists():
        tell(0.1)
        time.sleep(0.02)
    return plain(base, tell)

pipeline.frontier_of = long
sys.exit(main())
"""
"""The dashboard with a search that goes on until a file is there: that of a small company is soon over."""


def slider(visitor, name="Delivery pace"):
    return visitor.page.get_by_role("slider", name=re.compile(f"^{name}"))


def button(visitor, name):
    return visitor.page.get_by_role("button", name=name, exact=True)


def moved(visitor, key="ArrowRight"):
    slider(visitor).focus()
    visitor.page.keyboard.press(key)
    visitor.wait()


def chosen_plan(visitor):
    return visitor.page.get_by_test_id("stSidebar").get_by_role("combobox", name="Plan", exact=True)


def test_a_slider_brings_with_it_everything_that_tells_of_the_plan_and_never_the_rest(visit, shared_address):
    visitor, other = (visit(shared_address) for _ in range(2))
    for one in (visitor, other):
        one.go("/what_if")
        expect(button(one, "Undo")).to_be_disabled()
    table = visitor.page.locator(".st-key-more_levers")
    table.evaluate("one => { one.dataset.stays = 'yes' }")

    moved(visitor)
    expect(visitor.page.get_by_role("heading", name=re.compile("^This (plan|change)"))).to_be_visible()
    expect(button(visitor, "Undo")).to_be_enabled()
    expect(button(visitor, "Reset")).to_be_enabled()
    expect(chosen_plan(visitor)).to_have_value("Unsaved plan")
    expect(visitor.page.locator(".b-footer")).to_contain_text("unsaved plan")
    assert "pace=1.05" in visitor.page.url
    visitor.page.get_by_text("Link to this plan").click()
    expect(visitor.page.get_by_test_id("stCode")).to_contain_text("pace=1.05")
    moved(visitor)
    expect(visitor.page.get_by_test_id("stCode")).to_contain_text("pace=1.1")
    assert table.get_attribute("data-stays") == "yes", "the page was not built anew"
    expect(slider(other)).to_have_value("1")

    button(visitor, "Undo").click()
    expect(slider(visitor)).to_have_value("1.05")
    button(visitor, "Reset").click()
    expect(slider(visitor)).to_have_value("1")
    expect(button(visitor, "Reset")).to_be_disabled()
    expect(chosen_plan(visitor)).to_have_value("Today's plan")
    visitor.wait()
    assert "pace=" not in visitor.page.url
    for one in (visitor, other):
        assert one.errors == []


def test_a_plan_clicked_on_the_line_is_sent_to_what_if(visit, shared_address):
    visitor = visit(shared_address)
    visitor.go("/trade_off")
    along = visitor.page.locator(".st-key-frontier")
    along.scroll_into_view_if_needed()
    visitor.stands_still()
    before = slider(visitor, "Choose a plan").get_attribute("aria-valuetext")
    visitor.page.mouse.click(*visitor.page.evaluate(PLAN_ON_THE_LINE))
    expect(slider(visitor, "Choose a plan")).not_to_have_attribute("aria-valuetext", before)
    visitor.wait()
    button(visitor, "Send to What-if").click()
    visitor.page.wait_for_url(re.compile(r"/what_if\?.*do="))
    expect(visitor.page.get_by_role("heading", name=re.compile("^This (plan|change)"))).to_be_visible()
    visitor.wait()
    assert re.search(r"/what_if\?.*do=[^&]+%3A(pause|secure_first|stop)", visitor.page.url)
    assert visitor.errors == []


def test_a_search_that_takes_too_long_is_stopped_and_begun_again(visit, project, sample_store, tmp_path):
    over = tmp_path / "over"
    with served(project, sample_store, program=("-c", LONG_SEARCH, str(over))) as address:
        visitor = visit(address)
        visitor.page.goto(visitor.address + "/trade_off")
        button(visitor, "Stop the search").click()
        again = button(visitor, "Search again")
        expect(again).to_be_visible()
        visitor.wait()
        assert visitor.page.locator(".st-key-frontier").count() == 0
        over.touch()
        again.click()
        expect(visitor.page.locator(".st-key-frontier .js-plotly-plot")).to_be_visible()
        expect(button(visitor, "Stop the search")).to_have_count(0)
        assert visitor.errors == []


def test_helps_can_be_hit_by_a_finger(visit, shared_address):
    """At least 24 pixels each way, as the guidelines for access ask."""
    visitor = visit(shared_address)
    visitor.go("/what_if")
    sizes = visitor.page.evaluate("""() => [...document.querySelectorAll('button[aria-label^="Help for"]')]
      .filter(one => one.checkVisibility())
      .map(one => one.getBoundingClientRect()).map(box => [box.width, box.height])""")
    assert len(sizes) >= 5
    assert min(min(size) for size in sizes) >= 24


def test_what_comes_of_a_slider_is_said_to_who_cannot_see_it(visit, shared_address):
    """In one line that stays in the page while its words change, and not as long as the slider is held."""
    visitor = visit(shared_address)
    visitor.go("/what_if")
    said = visitor.page.locator("#balance-said")
    expect(said).to_have_role("status")
    expect(said).to_have_text("")
    said.evaluate("one => { one.dataset.stays = 'yes' }")
    moved(visitor)
    expect(said).to_have_text(re.compile(r"^This (plan|change).*\. Value landing next year: .*, £.* → £.*, likely "))
    before = said.inner_text()
    box = slider(visitor).bounding_box()
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] - 60, box["y"] + box["height"] / 2, steps=3)
    visitor.wait()
    assert said.inner_text() == before
    visitor.page.mouse.up()
    expect(said).not_to_have_text(before)
    assert said.get_attribute("data-stays") == "yes"
    visitor.open("Trade-off")
    expect(said).to_have_text("")
    slider(visitor, "Choose a plan").focus()
    visitor.page.keyboard.press("ArrowLeft")
    expect(said).to_have_text(re.compile(r"^This plan: .*\. Value landing next year: "))
    assert visitor.errors == []


def test_the_table_of_single_initiatives_is_taken_along_by_nothing_that_writes_formulas(visit, shared_address):
    visitor = visit(shared_address)
    visitor.go("/what_if")
    visitor.page.get_by_text("Single initiatives").first.click()
    visitor.wait()
    table = visitor.page.get_by_test_id("stDataFrame").first
    table.hover()
    expect(visitor.page.get_by_role("button", name="Search", exact=True)).to_be_visible()
    expect(visitor.page.locator("[aria-label='Download as CSV']")).to_be_hidden()
