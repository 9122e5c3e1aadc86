"""A slider in the browser: from the key to the settled answer, beside a bare slider with a chart of the same size.

Settled is the last change of the page before it stands still, as the next picture shows it. Both pages are open at
once and take turns, so that what disturbs one disturbs the other. Every key leads to a value that was not seen before,
so that each answer is worked out and none is remembered.
"""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import Browser, Page, sync_playwright

from balance.boardpack.pdf.browsers import browsers
from benchmarks.measurement import Measurement, against
from benchmarks.sample_store import sample_store
from benchmarks.serving import ROOT, running

KEYS = (*["ArrowRight"] * 10, "Home", *["ArrowRight"] * 9)
"""From the middle of the slider to its upper end, then to its lower end and back towards the middle."""
WARM = 4
RATIO_LIMIT, LIMIT_MS = 1.6, 150.0
POINTS_LIMIT = 300
QUIET_MS = 400
FLAGS = ("--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-gpu")
IDLE = """() => document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]') !== null
  && document.querySelector('[role="slider"], input[type="range"]') !== null"""

WATCH = """() => {
  const watch = window.watch = {key: 0, last: 0, shift: 0, scroll: 0, answered: false};
  const main = document.querySelector('[data-testid="stMain"]');
  const seen = () => requestAnimationFrame(() => { watch.last = performance.now(); });
  new MutationObserver(changes => {
    if (changes.some(one => one.target.closest?.('.js-plotly-plot'))) watch.answered = true;
    if (changes.some(one => !one.target.closest?.('[data-testid="stSlider"]'))) seen();
  }).observe(main, {subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: ['d', 'x', 'y', 'transform', 'style']});
  new PerformanceObserver(list => { for (const one of list.getEntries()) watch.shift += one.value; })
    .observe({type: 'layout-shift', buffered: false});
  const pressed = () => { watch.key = watch.last = performance.now(); watch.answered = false; };
  window.addEventListener('keydown', pressed, true);
  main.addEventListener('scroll', () => { watch.scroll += 1; });
}"""
SETTLED = "([quiet]) => window.watch.answered && performance.now() - window.watch.last > quiet"


def measure() -> list[Measurement]:
    """The median answer of both pages, their ratio, and what must not happen on the way."""
    path = next((one for one in browsers() if one.is_file()), None)
    if path is None:
        print("no browser: the slider is not measured", file=sys.stderr)
        return []
    ours = ["-m", "balance", "serve", "--database", sample_store(), "--no-browser", "--port"]
    bare = ["-m", "streamlit", "run", str(ROOT / "benchmarks" / "bare_slider.py"), "--server.headless=true",
            "--runner.postScriptGC=false", "--server.port"]  # fmt: skip
    flags = [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [*FLAGS]
    with ExitStack() as open_:
        servers = [
            open_.enter_context(running(words, probe))
            for words, probe in ((ours, "script-health-check"), (bare, "health"))
        ]
        playwright = open_.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        open_.callback(browser.close)
        pages = [page_at(browser, server.port, at) for server, at in zip(servers, ("what_if", ""), strict=True)]
        return figures_of(*pages)


def page_at(browser: Browser, port: int, path: str) -> Page:
    """A page that has come to rest, watched from now on, with its slider in the hand."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(120_000)
    page.goto(f"http://127.0.0.1:{port}/{path}")
    page.wait_for_function(IDLE)
    page.wait_for_timeout(6_000)
    page.wait_for_function(IDLE)
    page.evaluate(WATCH)
    page.get_by_role("slider", name="Delivery pace").focus()
    return page


def figures_of(ours: Page, bare: Page) -> list[Measurement]:
    """Both pages answer in turns."""
    turns = [(answered(ours, key), answered(bare, key)) for key in KEYS][WARM:]
    value, floor = (statistics.median(column) for column in zip(*turns, strict=True))
    moved: Callable[[str], float] = lambda what: float(ours.evaluate(f"window.watch.{what}"))  # noqa: E731
    points = float(
        ours.evaluate("""() => [...document.querySelectorAll('.js-plotly-plot')]
      .reduce((sum, plot) => sum + plot.calcdata.reduce((all, trace) => all + trace.length, 0), 0)""")
    )
    return [
        against("slider key to settled answer in the browser, elapsed", value, floor, RATIO_LIMIT),
        Measurement("slider key to settled answer in the browser", value, "ms", limit=LIMIT_MS),
        Measurement("points in the live chart", points, "", limit=POINTS_LIMIT),
        Measurement("layout shift while the slider moves, in 100 of the screen", 100 * moved("shift"), "%", limit=1.0),
        Measurement("scrolling while the slider moves", moved("scroll"), "", limit=0.5),
    ]


def answered(page: Page, key: str) -> float:
    """One key: milliseconds until the page stands still again."""
    page.keyboard.press(key)
    page.wait_for_function(SETTLED, arg=[QUIET_MS], polling=50)
    return float(page.evaluate("window.watch.last - window.watch.key"))


if __name__ == "__main__":
    for measurement in measure():
        print(measurement)
