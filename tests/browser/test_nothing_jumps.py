"""While a page is built nothing that is seen moves: menu and head have their places, and the rest comes below them."""

import pytest

from balance.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCHED = """window.moved = []; new PerformanceObserver(seen => window.moved.push(...seen.getEntries().flatMap(entry =>
  entry.sources.map(({ node }) => [entry.value, (node?.parentElement && node.nodeType === 3 ? node.parentElement : node)
    ?.closest?.('[data-testid]')?.dataset.testid ?? ''])))).observe({ type: 'layout-shift', buffered: true })"""
FRAME = {"stMain", "stMainBlockContainer", "stSidebarNav", "stSidebarHeader"}
MOST = 0.1
"""How much of what is seen may move by how much of the screen, as browsers measure it; to 0.1 counts as still."""


@pytest.mark.parametrize("title", ["Overview", "Velocity", "Risk", "Data quality", "Track record"])
def test_a_page_opened_by_its_address_stays_where_it_is_while_it_is_built(visit, shared_address, title):
    visitor = visit(shared_address)
    visitor.page.add_init_script(WATCHED)
    visitor.go(next(screen.path for screen in SCREENS if screen.title == title))
    moved = visitor.page.evaluate("window.moved")
    assert not [seen for seen in moved if seen[1] in FRAME]
    assert sum(dict.fromkeys(value for value, _ in moved)) <= MOST


def test_what_is_shown_before_the_head_is_there_is_seen(visit, shared_address):
    """A page that waits or fails before it has a head hides neither its progress nor what went wrong."""
    visitor = visit(shared_address)
    visitor.go("/")
    shown = visitor.page.evaluate(
        """() => { const main = document.querySelector('[data-testid=stMainBlockContainer]');
        main.innerHTML = '<p>a</p><div data-testid=stProgress>b</div>';
        const seen = () => [...main.children].map(one => getComputedStyle(one).visibility);
        const first = seen(); main.innerHTML += '<div data-testid=stAlert>c</div>'; return [first, seen()]; }"""
    )
    assert shown == [["hidden", "visible"], ["visible"] * 3]
