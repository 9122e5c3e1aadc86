"""Printed from the browser: A4 on its side, nothing to click, no more pages than it takes."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_PAGES = {
    "Overview": 2, "What-if": 3, "Trade-off": 6, "Board pack": 5, "Velocity": 5, "Initiatives": 4,
    "Security in delivery": 7, "Risk": 4, "Incidents": 5, "Horizon": 4, "Data": 2, "Data quality": 4,
    "Assumptions": 4, "Track record": 3, "Audit": 3,
}  # fmt: skip
"""One more than comes out today, where there may be more to say; a page that takes more prints something it should not,
or puts one under another what stands side by side."""
A4 = (841.9, 595.0)
PAPER = {"width": 1047, "height": 718}
"""What is left of A4 on its side within its margins, in pixels of print."""
ON_PAPER = """() => {
  const shown = one => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const bottom = one => one.getBoundingClientRect().bottom;
  const main = document.querySelector('[data-testid=stMain]');
  const controls = [...main.querySelectorAll('button, input, select, textarea, summary')].filter(one =>
    !one.matches('.b-told > summary') || getComputedStyle(one).textDecorationLine !== 'none');
  const blocks = '.b-table, .b-numbers, .b-cards, .b-section, .b-verdict, img, [data-testid=stPlotlyChart]';
  return {
    clickable: controls.filter(one => shown(one) && !one.closest('details[open]'))
      .map(one => one.outerHTML.slice(0, 120)),
    menu: [...document.querySelectorAll('[data-testid=stSidebar], [data-testid=stHeader]')].filter(shown).length,
    loose: [...main.querySelectorAll('.b-section')].filter(one => getComputedStyle(one).breakAfter !== 'avoid').length,
    split: [...main.querySelectorAll('[data-testid=stPlotlyChart]')].filter(one =>
      getComputedStyle(one).breakInside !== 'avoid').length,
    gaps: [...main.querySelectorAll('[data-testid=stHorizontalBlock]')].filter(shown)
      .filter(row => bottom(row) > 2 + Math.max(...[...row.children].map(bottom))).length,
    wide: [...main.querySelectorAll(blocks)].filter(shown)
      .filter(one => one.getBoundingClientRect().right > innerWidth + 2)
      .map(one => `${one.className} ${one.innerText.slice(0, 60)}`),
  };
}"""
COLOURS = """() => {
  const app = getComputedStyle(document.querySelector('.stApp'));
  const said = [...document.querySelectorAll('.b-verdict h2, .b-value, .b-table td, .b-footer')];
  const pictures = [...document.querySelectorAll('[data-testid=stPlotlyChart]')];
  return {
    paper: [app.backgroundColor, getComputedStyle(document.body).backgroundColor],
    ink: Math.max(...said.flatMap(one => getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).map(Number))),
    pictures: [...new Set(pictures.map(one => getComputedStyle(one).filter))],
  };
}"""
SEEN = """() => [...document.querySelectorAll('.b-on-paper, .b-section h3')]
  .filter(one => one.checkVisibility()).map(one => one.innerText)"""
NOTHING = {"clickable": [], "menu": 0, "loose": 0, "split": 0, "gaps": 0, "wide": []}


def test_pages_print_on_a4_without_anything_to_click(shared_address, visit):
    """The paper is made as the browser makes it, from the page as it stands; what is on it is asked at its width."""
    visitor = visit(shared_address)
    visitor.go("/")
    for title, most in MOST_PAGES.items():
        if title != "Overview":
            visitor.open(title)
        paper = visitor.page.pdf(prefer_css_page_size=True, print_background=True)
        sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
        assert 1 <= len(sizes) <= most, (title, len(sizes))
        assert all((float(wide), float(high)) == pytest.approx(A4, abs=1) for wide, high in sizes)
        visitor.page.emulate_media(media="print")
        visitor.page.set_viewport_size(PAPER)
        visitor.stands_still()
        assert (title, visitor.page.evaluate(ON_PAPER)) == (title, NOTHING)
        visitor.page.emulate_media(media="null")
        visitor.page.set_viewport_size({"width": 1440, "height": 900})


def test_a_dark_screen_prints_dark_ink_on_white_paper(shared_address, visit):
    visitor = visit(shared_address, color_scheme="dark")
    visitor.go("/")
    dark = visitor.page.evaluate(COLOURS)
    assert dark["ink"] > 200
    assert dark["pictures"] == ["none"]
    visitor.page.emulate_media(media="print", color_scheme="dark")
    printed = visitor.page.evaluate(COLOURS)
    assert printed["paper"] == ["rgb(255, 255, 255)"] * 2
    assert printed["ink"] < 130
    assert all(drawn.startswith("invert(1)") for drawn in printed["pictures"])


def test_paper_says_what_the_plan_changes_and_shows_no_head_with_nothing_under_it(shared_address, visit):
    visitor = visit(shared_address)
    visitor.go("/what_if?pace=1.2")
    assert not any("Changed in this plan" in one for one in visitor.page.evaluate(SEEN))
    visitor.page.emulate_media(media="print")
    assert "Changed in this plan: delivery pace, times today's 1.2." in visitor.page.evaluate(SEEN)
    visitor.page.emulate_media(media="null")
    visitor.open("Incidents")
    assert "One page for the board" in visitor.page.evaluate(SEEN)
    visitor.page.emulate_media(media="print")
    assert "One page for the board" not in visitor.page.evaluate(SEEN)
    visitor.page.emulate_media(media="null")
    visitor.open("Data quality")
    assert "The rows, with file, sheet and row" in visitor.page.evaluate(SEEN)
    visitor.page.emulate_media(media="print")
    assert "The rows, with file, sheet and row" not in visitor.page.evaluate(SEEN)
