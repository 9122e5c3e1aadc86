"""Every page looked at: laid out without fault, in order for those who cannot see it or use a mouse, and photographed.

One walk through all pages per light and size. The pictures are kept in artefacts/screens/.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from balance.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = Path(__file__).parent
LAYOUT = (HERE / "layout.js").read_text(encoding="utf-8")
KEYBOARD = (HERE / "keyboard.js").read_text(encoding="utf-8")
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36",
}
LIGHTS = ("light", "dark")
COLOURS = ("color-contrast", "link-in-text-block")
"""The rules that look at colours: all else is the same in both lights."""
MOST_STEPS = 250
FULL_HEIGHT = 6000
REDRAWN_MS = 300

STREAMLITS_OWN = {
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"]',
}
"""Rules that Streamlit's own menu breaks: it puts the sections between the list and its items as plain blocks.

Neither CSS nor an attribute of ours reaches that; for each rule, the part of the page within which it is passed over.
"""


@dataclass
class Look:
    """What was found wrong on one page, one list for each kind of look."""

    access: list[str] = field(default_factory=list)
    layout: dict[int, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def looks(visit_for_long, shared_address, project) -> dict[tuple[str, str], Look]:
    """All pages of the sample company, in both lights, on a desk at two widths and on a phone."""
    folder = project / "artefacts" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[tuple[str, str], Look] = defaultdict(Look)
    for light in LIGHTS:
        desk = visit_for_long(shared_address, color_scheme=light)
        desk.go("/")
        for screen in SCREENS:
            look = found[screen.title, light]
            if screen.path != "/":
                desk.open(screen.title)
            look.layout[1440] = laid_out(desk, 1440, folder / f"{screen.file}_1440_{light}.png")
            look.access = access(desk.page, [] if light == "light" else COLOURS)
            look.layout[1920] = laid_out(desk, 1920, folder / f"{screen.file}_1920_{light}.png")
            desk.page.set_viewport_size({"width": 1440, "height": 900})
        phone = visit_for_long(shared_address, color_scheme=light, **PHONE)
        for screen in SCREENS:
            phone.go(screen.path)
            found[screen.title, light].layout[390] = laid_out(phone, 390, folder / f"{screen.file}_390_{light}.png")
            if light == "light":
                found[screen.title, light].access += access(phone.page)
    return dict(found)


@pytest.fixture(scope="module")
def stops(visit_for_long, shared_address) -> dict[str, tuple[list[str], list[str]]]:
    """For every page the controls that the keyboard does not reach, and those it reaches without that being seen."""
    desk, found = visit_for_long(shared_address), {}
    for screen in SCREENS:
        desk.go(screen.path)
        found[screen.title] = by_keyboard(desk.page)
    return found


def access(page, only: Sequence[str] = ()) -> list[str]:
    """Serious and critical findings of axe-core, Streamlit's own left out; what is out of sight it does not judge."""
    told, options = [], {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
    for found in Axe().run(page, options=options).response["violations"]:
        if found["impact"] not in ("serious", "critical"):
            continue
        within = STREAMLITS_OWN.get(found["id"])
        told += [
            f"{found['id']} ({found['impact']}): {node['html'][:160]}"
            for node in found["nodes"]
            if within is None or not is_within(page, node["target"][0], within)
        ]
    return told


def is_within(page, target: str, part: str) -> bool:
    return page.evaluate("([target, part]) => !!document.querySelector(target)?.closest(part)", [target, part])


def laid_out(visitor, width: int, picture: Path) -> list[str]:
    """What is wrong with the layout of the whole page at that width; the page is photographed as it was looked at."""
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 900})
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(max(height, 900), FULL_HEIGHT)})
    visitor.wait()
    page.wait_for_timeout(REDRAWN_MS)
    page.screenshot(path=str(picture))
    return page.evaluate(LAYOUT)


def by_keyboard(page) -> tuple[list[str], list[str]]:
    """Tab by tab through the page, until the focus comes round to where it has been."""
    page.add_style_tag(content="*{transition:none!important}")
    page.evaluate(KEYBOARD)
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if not page.evaluate("keyboard.step()"):
            break
    return tuple(page.evaluate("[keyboard.missed(), keyboard.unseen]"))


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("title", [screen.title for screen in SCREENS])
def test_nothing_serious_stands_in_the_way_of_anybody(looks, title, light):
    assert looks[title, light].access == []


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("title", [screen.title for screen in SCREENS])
def test_nothing_is_cut_off_overlaps_or_scrolls_sideways(looks, title, light):
    assert looks[title, light].layout == {1440: [], 1920: [], 390: []}


@pytest.mark.parametrize("title", [screen.title for screen in SCREENS])
def test_the_keyboard_alone_reaches_every_control_and_shows_where_it_is(stops, title):
    unreached, unseen = stops[title]
    assert unreached == []
    assert unseen == []


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(visit, shared_address):
    visitor = visit(shared_address)
    visitor.go("/risk")
    visitor.page.keyboard.press("Tab")
    assert "main content" in visitor.page.evaluate("document.activeElement.innerText")
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("!!document.activeElement.closest('[data-testid=stMain]')")


def test_pages_without_data_are_in_order_too(visit, serve, tmp_path):
    address = serve(str(tmp_path / "none.duckdb"))
    for light in LIGHTS:
        visitor = visit(address, color_scheme=light)
        visitor.go("/")
        for screen in SCREENS:
            visitor.open(screen.title)
            assert (screen.title, access(visitor.page)) == (screen.title, [])
            assert (screen.title, visitor.page.evaluate(LAYOUT)) == (screen.title, [])


def test_the_looks_see_what_is_wrong(visit, shared_address):
    """Faults put on a page on purpose are found, so that an empty list means something."""
    visitor = visit(shared_address)
    visitor.go("/risk")
    assert visitor.page.evaluate(LAYOUT) == []
    visitor.page.evaluate("""() => {
      const main = document.querySelector('[data-testid="stMain"]');
      document.querySelector('.b-verdict h2').style.cssText = 'width:120px;overflow:hidden;white-space:nowrap';
      document.querySelector('.b-section h3').style.cssText = 'margin-bottom:-1.2rem';
      const [one, other] = document.querySelectorAll('.js-plotly-plot .xtick text');
      other.setAttribute('x', one.getAttribute('x'));
      other.setAttribute('transform', one.getAttribute('transform') || '');
      const wide = document.createElement('p');
      wide.textContent = 'wide';
      wide.style.cssText = 'width:3000px';
      document.querySelector('.b-sub').style.color = '#ccc';
      main.append(wide);
      const button = document.createElement('button');
      main.append(button);
    }""")
    faults = "\n".join(visitor.page.evaluate(LAYOUT))
    for kind in ("text cut off", "text on text", "label on label", "scrolls sideways"):
        assert kind in faults
    told = "\n".join(access(visitor.page))
    assert "button-name" in told
    assert "color-contrast" in told
