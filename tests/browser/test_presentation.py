"""Presentation mode in a real browser: every page fits, keys walk through all of them, sliders still move."""

import re

import pytest
from playwright.sync_api import expect

from balance.screens import SCREENS
from balance.ui.presenting import LEFT_OUT
from browser.test_every_page import access, by_keyboard

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_VIEWS = 8
MOST_LOOKS = 400
SEEN = """() => {
  const boxes = [...document.querySelectorAll('[data-balance-view="shown"]')].map(one => one.getBoundingClientRect());
  const main = document.querySelector('[data-testid="stMain"]');
  const bar = document.querySelector('[data-testid="stBottom"]').getBoundingClientRect();
  const menu = document.querySelector('[data-testid="stSidebar"]');
  return {
    height: Math.max(document.documentElement.scrollHeight, main.scrollHeight), inner: window.innerHeight,
    width: document.documentElement.scrollWidth, across: window.innerWidth,
    last: Math.max(...boxes.map(box => box.bottom)), right: Math.max(...boxes.map(box => box.right)), bar: bar.top,
    blocks: boxes.length, scrolls: document.querySelectorAll('[data-balance-scrolls]').length,
    menu: menu ? menu.getBoundingClientRect().width : 0,
    charts: [...document.querySelectorAll('[data-balance-view="shown"] .main-svg')]
      .map(one => one.getBoundingClientRect())
      .filter(box => box.bottom > bar.top + 1 || box.right > window.innerWidth + 1).length,
    page: window.balancePresenting.page, view: window.balancePresenting.view, views: window.balancePresenting.views,
  };
}"""


def seen(visitor) -> dict:
    visitor.page.wait_for_function("() => document.querySelectorAll('[data-balance-view=\"shown\"]').length > 0")
    visitor.wait()
    return steady(visitor.page)


def steady(page) -> dict:
    """What is on the screen once three looks in a row find the same, and all of it within: a slow machine lays out in
    several steps, and the last of them may be long in coming.
    """
    looks = [page.evaluate(SEEN)]
    while len(looks) < MOST_LOOKS and not (looks[-3:] == [looks[-1]] * 3 and fits(looks[-1])):
        page.wait_for_timeout(150)
        looks.append(page.evaluate(SEEN))
    return looks[-1]


def turned(visitor, key: str) -> dict:
    """What is on the screen after a key that leads to another view."""
    before = seen(visitor)
    visitor.page.keyboard.press(key)
    visitor.page.wait_for_function(
        "([page, view]) => window.balancePresenting.page !== page || window.balancePresenting.view !== view",
        arg=[before["page"], before["view"]], polling=50,
    )  # fmt: skip
    return seen(visitor)


def fits(now: dict) -> bool:
    return (
        now["height"] <= now["inner"]
        and now["width"] <= now["across"]
        and now["last"] <= now["bar"] + 3  # less than anybody sees
        and now["right"] <= now["across"]
        and (now["blocks"], now["scrolls"], now["menu"], now["charts"]) == (max(now["blocks"], 1), 0, 0, 0)
    )


def test_arrow_keys_lead_through_every_page_and_nothing_is_cut(shared_address, visit):
    visitor = visit(shared_address, viewport={"width": 1920, "height": 1080})
    visitor.go("/?present=1")
    now, pages = seen(visitor), []
    last = [screen.file for screen in SCREENS if screen.file not in LEFT_OUT][-1]
    while True:
        assert fits(now), str(now)
        assert (now["page"], now["view"], access(visitor.page)) == (now["page"], now["view"], [])
        pages += [now["page"]] if now["page"] not in pages else []
        assert now["views"] <= MOST_VIEWS
        if now["page"] == last and now["view"] == now["views"] - 1:
            break
        now = turned(visitor, "ArrowRight")
    assert pages == [screen.file for screen in SCREENS if screen.file not in LEFT_OUT]
    back = turned(visitor, "p" if now["view"] else "ArrowLeft")
    assert (back["page"], back["view"]) != (now["page"], now["view"])
    assert visitor.errors == []
    assert visitor.hosts <= {"127.0.0.1", ""}


def test_the_keyboard_alone_reaches_what_a_view_shows_and_shows_where_it_is(shared_address, visit):
    visitor = visit(shared_address, viewport={"width": 1280, "height": 720})
    visitor.go("/what_if?present=1")
    shown = seen(visitor)
    assert by_keyboard(visitor.page) == [[], []]
    assert visitor.page.evaluate("""() => [...window.keyboard.visited]
      .every(one => one.closest('[data-balance-view="shown"], [data-testid="stBottom"]') || one.closest('a')
        || one.matches('[data-testid="stMain"]'))""")  # the page itself, which Streamlit lets the keyboard scroll
    assert seen(visitor) == shown, "the focus moved nothing"
    assert visitor.errors == []


def test_one_key_starts_a_slider_moves_and_the_plan_is_kept_to_the_end(shared_address, visit):
    visitor = visit(shared_address, viewport={"width": 1280, "height": 720})
    visitor.go("/what_if")
    visitor.page.keyboard.press("p")
    expect(visitor.page.get_by_test_id("stSidebar")).to_be_hidden()
    assert seen(visitor)["page"] == "what_if"

    slider = visitor.page.get_by_role("slider", name=re.compile("^Delivery pace"))
    slider.focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowRight")
    expect(visitor.page.get_by_role("heading", name=re.compile("^This plan"))).to_be_visible()
    now = seen(visitor)
    assert now["page"] == "what_if"
    assert fits(now)
    assert "pace=" in visitor.page.url

    pages = {now["page"]}
    while pages == {"what_if"}:
        pages = {turned(visitor, "n")["page"]}
    assert re.search("present=1", visitor.page.url)
    assert re.search("pace=", visitor.page.url)
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_test_id("stSidebar")).to_be_visible()
    visitor.wait()
    assert "present=" not in visitor.page.url
    assert "pace=" in visitor.page.url
    assert visitor.errors == []
