"""Printed from the browser: A4 on its side, nothing to click, no more pages than it takes."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_PAGES = {"Overview": 3, "Trade-off": 7, "Risk": 7, "Initiatives": 6, "Assumptions": 6}
"""Far fewer come out today; a page that suddenly takes more prints something it should not."""
A4 = (841.9, 595.0)
ON_PAPER = """() => {
  const shown = one => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true });
  const main = document.querySelector('[data-testid=stMain]');
  const controls = [...main.querySelectorAll('button, input, select, textarea, summary')];
  return {
    clickable: controls.filter(one => shown(one) && !one.closest('details[open]'))
      .map(one => one.outerHTML.slice(0, 120)),
    menu: [...document.querySelectorAll('[data-testid=stSidebar], [data-testid=stHeader]')].filter(shown).length,
    loose: [...main.querySelectorAll('.b-section')].filter(one => getComputedStyle(one).breakAfter !== 'avoid').length,
    split: [...main.querySelectorAll('[data-testid=stPlotlyChart]')].filter(one =>
      getComputedStyle(one).breakInside !== 'avoid').length,
  };
}"""


def test_pages_print_on_a4_without_anything_to_click(shared_address, visit):
    visitor = visit(shared_address)
    visitor.go("/")
    for title, most in MOST_PAGES.items():
        if title != "Overview":
            visitor.open(title)
        visitor.page.emulate_media(media="print")
        assert (title, visitor.page.evaluate(ON_PAPER)) == (
            title, {"clickable": [], "menu": 0, "loose": 0, "split": 0}
        )  # fmt: skip
        paper = visitor.page.pdf(prefer_css_page_size=True, print_background=True)
        visitor.page.emulate_media(media="screen")
        sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
        assert 1 <= len(sizes) <= most, title
        assert all((float(wide), float(high)) == pytest.approx(A4, abs=1) for wide, high in sizes)
