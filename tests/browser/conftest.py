"""A real browser before a real server: what the visitor saw, what the console said, which hosts were asked."""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from tests.own_port import free_port

from obtain_browser import NO_BROWSER, find_browser

VIOLATIONS = """document.addEventListener('securitypolicyviolation', told =>
  console.error(`against the policy: ${told.violatedDirective} ${told.blockedURI} ${told.sourceFile}`))"""
"""What a page does against the server's own policy is an error of the page, also where the browser says nothing."""

ASKED = """(() => {
  const send = WebSocket.prototype.send, heard = new WeakSet(), RUN = 0x5a;
  WebSocket.prototype.send = function (message) {
    if (new Uint8Array(message.buffer ?? message, message.byteOffset ?? 0, 1)[0] === RUN) window.balanceAsked = true;
    if (!heard.has(this)) this.addEventListener('message', () => { window.balanceAsked = false; });
    heard.add(this);
    return send.call(this, message);
  };
})()"""
"""A page that asked the server for a run knows of none until it hears of it, and looks as still as after one."""

FLAGS = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
)
START_SECONDS = 300
STOP_SECONDS = 60
PATIENCE_MS = 300_000
SETTLED_MS = 200
IDLE = """([settled]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const ready = app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !window.balanceAsked
    && !document.querySelector('[data-testid="stAppSkeleton"], [data-testid="stSkeleton"], [data-stale="true"]');
  if (!ready) { window.idleSince = null; return false; }
  window.idleSince ??= performance.now();
  return performance.now() - window.idleSince >= settled;
}"""

STILL = """([frames]) => {
  const boxes = [...document.querySelectorAll('[data-testid="stMain"], .main-svg')].map(one => {
    const box = one.getBoundingClientRect();
    return [box.width, box.height, one.scrollHeight, one.childElementCount].map(Math.round).join();
  }).join(' ');
  window.stillFor = boxes === window.stillBoxes ? (window.stillFor ?? 0) + 1 : 0;
  window.stillBoxes = boxes;
  return window.stillFor >= frames;
}"""
STILL_FRAMES = 15
"""Counted in frames drawn, not in time: a slow machine draws fewer of them."""

expect.set_options(timeout=PATIENCE_MS)

OPENED = """([title]) => [...document.querySelectorAll('[data-testid="stSidebarNavLink"][aria-current="page"]')]
  .some(link => link.innerText.endsWith(title))"""


@dataclass
class Visitor:
    """One open page, with everything that went wrong on it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def go(self, path: str = "/") -> None:
        """Open an address of the dashboard and wait until it stands still."""
        self.page.goto(self.address + path)
        self.wait()

    def open(self, title: str) -> None:
        """Choose a screen in the menu."""
        self.link(title).click()
        self.page.wait_for_function(OPENED, arg=[title], polling=50)
        self.wait()

    def link(self, title: str) -> Locator:
        """A screen's line in the menu."""
        return self.page.get_by_test_id("stSidebarNavLink").filter(has=self.page.get_by_text(title, exact=True))

    def wait(self) -> None:
        """Until what was asked for is answered, the script has ended and nothing is stale, for a moment on end."""
        self.page.wait_for_function(IDLE, arg=[SETTLED_MS], timeout=PATIENCE_MS, polling=50)
        self.page.evaluate("window.idleSince = null")

    def stands_still(self) -> None:
        """Until the charts are drawn anew after a change of size, and nothing moves from frame to frame."""
        self.page.evaluate("window.stillBoxes = null")
        self.page.wait_for_function(STILL, arg=[STILL_FRAMES], timeout=PATIENCE_MS, polling="raf")


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """The browser of this machine, without a window."""
    path = find_browser()
    if path is None:
        pytest.fail(NO_BROWSER)
    flags = [*FLAGS, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [*FLAGS]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()


@pytest.fixture
def serve(project) -> Iterator[Callable[[str], str]]:
    """Start the dashboard on a database; it answers with its address, and is stopped after the test."""
    with ExitStack() as running:
        yield lambda database: running.enter_context(served(project, database))


@pytest.fixture(scope="session")
def shared_address(project, sample_store) -> Iterator[str]:
    """The address of a dashboard with the whole sample company, for tests that only look."""
    with served(project, sample_store) as address:
        yield address


@contextmanager
def served(
    project, database: str, port: int = 0, program: Sequence[str] = ("-m", "balance"), **environment: str
) -> Iterator[str]:
    """A running dashboard on a free port, or on that one; `program` is what Python is told to run."""
    port = port or free_port()
    words = [*program, "serve", "--database", database, "--port", str(port), "--no-browser"]
    with TemporaryFile() as said:
        given = os.environ | environment
        process = subprocess.Popen([sys.executable, *words], cwd=project, stdout=said, stderr=said, env=given)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/_stcore/script-health-check", process, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def visit(browser) -> Iterator[Callable[..., Visitor]]:
    """Open a page at a server's address; `**how` is how the browser shows it, such as viewport or color_scheme."""
    with visits(browser) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def visit_for_long(browser) -> Iterator[Callable[..., Visitor]]:
    """The same, for all tests of a module."""
    with visits(browser) as open_page:
        yield open_page


@contextmanager
def visits(browser) -> Iterator[Callable[..., Visitor]]:
    """Pages opened for as long as it lasts."""
    contexts = []

    def open_page(address: str, **how) -> Visitor:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "accept_downloads": True} | how)
        context.set_default_timeout(PATIENCE_MS)
        context.add_init_script(VIOLATIONS)
        context.add_init_script(ASKED)
        contexts.append(context)
        visitor = Visitor(context.new_page(), address)
        visitor.page.on("console", lambda said: visitor.errors.append(said.text) if told_as_error(said) else None)
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        visitor.page.on("request", lambda request: visitor.hosts.add(host_of(request.url)))
        return visitor

    yield open_page
    for context in contexts:
        context.close()


def told_as_error(said) -> bool:
    """Whether a line of the console is an error; Streamlit's own probe below a deep link is not."""
    return said.type == "error" and not is_streamlit_probe(said)


def is_streamlit_probe(said) -> bool:
    url = (said.location or {}).get("url", "")
    return "404" in said.text and bool(re.search(r"/[^/]+/_stcore/(health|host-config)$", urlsplit(url).path))


def host_of(url: str) -> str:
    """The host a request went to; data and blob addresses have none."""
    return urlsplit(url).hostname or ""


def wait_until_it_answers(url: str, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    """Until the server's own script check is passed; a server that ends or stays silent is shown with what it said."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=START_SECONDS) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    said.seek(0)
    pytest.fail(f"The dashboard did not come up. It said:\n{said.read().decode(errors='replace')}")
