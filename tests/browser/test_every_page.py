"""Every page looked at: laid out without fault, in order for those who cannot see it or use a mouse, and photographed.

One walk through all pages per light and size. The pictures are kept in artefacts/screens/.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from balance.screens import SCREENS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = Path(__file__).parent
LAYOUT = (HERE / "layout.js").read_text(encoding="utf-8")
KEYBOARD = (HERE / "keyboard.js").read_text(encoding="utf-8")
CHARTS = """() => [...document.querySelectorAll('[data-testid=stMain] [data-testid=stPlotlyChart]')].flatMap(chart => {
  if (!chart.checkVisibility()) return [];  // the other form of a picture that is there for two widths
  const named = [...chart.closest('[class*=st-key-]').classList].find(name => name.startsWith('st-key-'));
  const lacks = [];
  const source = named.replace('st-key-', 'st-key-from-figure-');
  if (!chart.getAttribute('aria-label')?.trim()) lacks.push(`${named} has no words for who cannot see it`);
  if (!document.querySelector(`.${named}_table summary`)) lacks.push(`${named} has no table`);
  if (!document.querySelector(`.${source} summary`)) lacks.push(`${named} does not say where from`);
  return lacks;
})"""
"""What charts of the page lack for who cannot read a picture, or asks what it rests on."""
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
WIDTHS = (900, 1100, 1240, 1250, 1280)
"""Windows between phone and desk: where columns begin to stand beside each other, and what a small laptop shows."""
FULL_HEIGHT = 6000

STREAMLITS_OWN = {
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"]',
}
"""Rules that Streamlit's own menu breaks: it puts the sections between the list and its items as plain blocks.

Neither CSS nor an attribute of ours reaches that; for each rule, the part of the page within which it is passed over.
"""


@dataclass
class Look:
    """What was found wrong on one page, one list for each kind of look; `opened` is what its address led to."""

    opened: tuple[bool, int] = (False, 0)
    access: list[str] = field(default_factory=list)
    layout: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    between: dict[int, list[str]] = field(default_factory=dict)
    unreached: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


@dataclass
class Round:
    """All pages looked at in one light and size, with what the console said and who was asked."""

    visitor: Any
    looks: dict[str, Look]


@pytest.fixture(scope="module")
def screens(project) -> Path:
    """Where the pictures are kept."""
    folder = project / "artefacts" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def desk(visit_for_long, shared_address, screens) -> Round:
    """Every page on a desk in the light, opened by its address, looked at in every way and walked by keyboard."""
    visitor, found = visit_for_long(shared_address), {}
    for screen in SCREENS:
        visitor.go(screen.path)
        look = found[screen.title] = Look(opened(visitor, screen.title))
        look.layout = laid_out(visitor, 1440, screens / f"{screen.file}_1440_light.png")
        look.access = access(visitor.page)
        look.charts = visitor.page.evaluate(CHARTS)
        visitor.page.set_viewport_size({"width": 1440, "height": 900})
        look.unreached, look.unseen = by_keyboard(visitor.page)
        look.between = {width: resized(visitor, width) for width in WIDTHS}
        visitor.page.set_viewport_size({"width": 1440, "height": 900})
    return Round(visitor, found)


@pytest.fixture(scope="module")
def wall(visit_for_long, shared_address, screens) -> Round:
    """Every page on a large screen in the dark, opened from the menu: what light and width change."""
    visitor, found = visit_for_long(shared_address, color_scheme="dark"), {}
    visitor.go("/")
    for screen in SCREENS:
        visitor.open(screen.title)
        look = found[screen.title] = Look(opened(visitor, screen.title))
        look.layout = laid_out(visitor, 1920, screens / f"{screen.file}_1920_dark.png")
        look.access = access(visitor.page, COLOURS)
        visitor.page.set_viewport_size({"width": 1440, "height": 900})
    return Round(visitor, found)


@pytest.fixture(scope="module")
def phone(visit_for_long, shared_address, screens) -> Round:
    """Every page on a phone."""
    visitor, found = visit_for_long(shared_address, **PHONE), {}
    for screen in SCREENS:
        visitor.go(screen.path)
        look = found[screen.title] = Look((True, visitor.page.get_by_test_id("stException").count()))
        look.layout = laid_out(visitor, 390, screens / f"{screen.file}_390_light.png")
        look.access = access(visitor.page)
    return Round(visitor, found)


def opened(visitor, title: str) -> tuple[bool, int]:
    """Whether the menu says that this is the page, and how many errors stand on it."""
    there = visitor.link(title).get_attribute("aria-current") == "page"
    return there, visitor.page.get_by_test_id("stException").count()


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
    visitor.stands_still()
    page.screenshot(path=str(picture))
    return page.evaluate(LAYOUT)


def resized(visitor, width: int) -> list[str]:
    """What is wrong with the layout in a window of that width."""
    visitor.page.set_viewport_size({"width": width, "height": 900})
    visitor.wait()
    visitor.stands_still()
    return visitor.page.evaluate(LAYOUT)


def by_keyboard(page) -> list[list[str]]:
    """Tab by tab through the page, until the focus comes round to where it has been."""
    page.add_style_tag(content="*{transition:none!important}")
    page.evaluate(KEYBOARD)
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if not page.evaluate("keyboard.step()"):
            break
    return page.evaluate("[keyboard.missed(), keyboard.unseen]")


TITLES = [screen.title for screen in SCREENS]


@pytest.mark.parametrize("where", ["desk", "wall", "phone"])
def test_every_page_opens_without_an_error_and_asks_nobody_else(where, request):
    found = request.getfixturevalue(where)
    assert {title: look.opened for title, look in found.looks.items()} == dict.fromkeys(TITLES, (True, 0))
    assert found.visitor.errors == []
    assert found.visitor.hosts <= {"127.0.0.1", ""}


@pytest.mark.parametrize("title", TITLES)
def test_nothing_serious_stands_in_the_way_of_anybody(desk, wall, phone, title):
    assert [found.looks[title].access for found in (desk, wall, phone)] == [[], [], []]


@pytest.mark.parametrize("title", TITLES)
def test_nothing_is_cut_off_overlaps_or_scrolls_sideways(desk, wall, phone, title):
    assert [found.looks[title].layout for found in (desk, wall, phone)] == [[], [], []]


@pytest.mark.parametrize("title", TITLES)
def test_a_window_between_phone_and_desk_is_in_order_too(desk, title):
    assert desk.looks[title].between == {width: [] for width in WIDTHS}


@pytest.mark.parametrize("title", TITLES)
def test_every_chart_has_its_words_its_table_and_its_source(desk, title):
    assert desk.looks[title].charts == []


@pytest.mark.parametrize("title", TITLES)
def test_the_keyboard_alone_reaches_every_control_and_shows_where_it_is(desk, title):
    assert desk.looks[title].unreached == []
    assert desk.looks[title].unseen == []


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
            assert (screen.title, access(visitor.page, COLOURS if light == "dark" else ())) == (screen.title, [])
            if light == "light":
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
