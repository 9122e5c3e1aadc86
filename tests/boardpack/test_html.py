import base64
import hashlib
import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from playwright.sync_api import sync_playwright

from balance.boardpack import build, html
from balance.boardpack.html.markup import tag
from balance.boardpack.slides import Axis, Label, Series, Slide, Table, XYChart
from boardpack import invented
from boardpack.test_outline import HOSTILE, texts
from obtain_browser import find_browser

VOID = {"meta", "col", "br", "input"}


class Document(HTMLParser):
    """What a document holds: its elements with their attributes, its text outside style and script."""

    def __init__(self, content):
        super().__init__()
        self.elements, self.open, self.words = [], [], []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, name):
        return [attributes for tag, attributes in self.elements if tag == name]


@pytest.fixture(scope="module")
def document():
    return Document(html.write(invented.pack()))


def hostile_pack():
    report = invented.sample(4)
    velocity = replace(report.velocity, initiatives=invented.initiatives(4, HOSTILE))
    risk = replace(report.risk, classes=invented.classes((HOSTILE, "Fraud")))
    told = {
        topic: replace(finding, headline=HOSTILE, text=HOSTILE, caveats=(HOSTILE,))
        for topic, finding in invented.findings().items()
    }
    hostile = replace(report, velocity=velocity, risk=risk, scenario=HOSTILE, currency="<b>")
    plans = tuple(replace(plan, title=HOSTILE, what=HOSTILE) for plan in invented.plans())
    asked = tuple(replace(decision, text=HOSTILE, owner=HOSTILE, effect=HOSTILE) for decision in invented.asked())
    return build(hostile, told, trail=invented.trail(), plans=plans, asked=asked)


def words_of(value):
    return " ".join(str(value).replace("\xa0", " ").split())


def test_every_text_of_the_outline_is_in_the_document(document):
    outline = invented.pack()
    told = words_of(document.text) + words_of(
        " ".join(str(a) for _, attrs in document.elements for a in attrs.values())
    )
    for slide in outline.slides:
        for said in (slide.title, slide.subtitle, slide.footer, *slide.notes):
            assert words_of(said) in told
        for block in slide.blocks:
            if not isinstance(block, XYChart):
                shown = replace(block, chart=None) if isinstance(block, Table) else block
                cells = (said for said in texts(shown) if " / " not in said)
                assert [said for said in cells if words_of(said) not in told and len(said) > 5] == []


def test_the_document_is_one_file_that_fetches_nothing(document):
    content = html.write(invented.pack()).decode()
    assert not re.search(r"https?://", content)
    assert [
        a for _, attrs in document.elements for a in attrs if a in ("src", "srcset", "style") or a[:2] == "on"
    ] == []
    assert {attrs["href"][0] for attrs in document.all("a")} == {"#"}
    assert len(content) < 400_000


def test_only_the_own_style_and_script_may_run():
    content = html.write(invented.pack()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', content).group(1).replace("&#x27;", "'")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        (inside,) = re.findall(rf"<{kind}>(.*?)</{kind}>", content, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_hostile_text_stays_text_in_every_field():
    content = html.write(hostile_pack())
    document = Document(content)
    assert document.open == []
    assert "<a href='http" not in content.decode()
    assert {attrs["href"][0] for attrs in document.all("a")} == {"#"}
    assert len(document.all("script")) == len(document.all("style")) == 1
    assert "<a href='http://evil'>&amp;" in words_of(document.text)
    assert {tag for tag, _ in document.elements} == {tag for tag, _ in Document(html.write(invented.pack())).elements}


def test_every_drawing_says_what_it_shows(document):
    drawings = [attrs for attrs in document.all("svg") if attrs.get("role") == "img"]
    assert len(drawings) > 20
    assert all(attrs["aria-label"] for attrs in drawings)


def test_tables_have_a_caption_and_heads_with_scope(document):
    assert len(document.all("caption")) == len(document.all("table"))
    assert {attrs.get("scope") for attrs in document.all("th")} == {"row", "col"}


def test_identifiers_are_their_own(document):
    ids = [attrs["id"] for _, attrs in document.elements if attrs.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "report",
    [invented.without_incidents, invented.without_initiatives, invented.without_limit, lambda: invented.sample(1)],
)
def test_half_a_company_is_a_whole_document(report):
    assert Document(html.write(invented.pack(report(), plans=(), asked=()))).open == []


def test_points_are_drawn_where_the_values_are():
    series = (
        Series("Points", "point", (0.0, 5.0, 10.0), (0.0, None, 1.0)),
        Series("Line", "curve", (0.0, 10.0), (0.0, 1.0)),
    )
    chart = XYChart(
        "t", "s", Axis("x", 0, 10, 5), Axis("", 0, 1, 0.5), series, (Label(10.0, 1.0, "end / here"),), alt="a"
    )
    slide = Slide("answer", "t", "", (chart,), (), "f")
    content = html.write(replace(invented.pack(), slides=(slide,))).decode()
    places = re.findall(r'translate\(([\d.]+) ([\d.]+)\)" class="mark point', content)[:2]
    (left, bottom), (right, top) = ((float(x), float(y)) for x, y in places)
    path = re.search(r'<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" class="line curve', content).groups()
    assert [float(part) for part in path] == [left, bottom, right, top]
    assert right > left
    assert top < bottom
    assert content.count("<tspan") == 4


def test_text_and_attributes_are_escaped():
    assert tag("p", "<i>", title="\"'<") == '<p title="&quot;&#x27;&lt;">&lt;i&gt;</p>'


def test_the_numbers_of_a_chart_open_as_a_table(document):
    outline = invented.pack()
    chart = next(block for block in outline.slides[0].blocks if isinstance(block, XYChart))
    assert len(document.all("details")) > len(outline.slides)
    for x in ("23", "14", "17"):
        assert x in document.text
    assert all(
        words_of(series.name) in words_of(document.text) for series in chart.series if series.role in ("today", "plan")
    )


@pytest.mark.browser
def test_a_browser_shows_it_runs_it_and_asks_nobody(tmp_path):
    """In a thread of its own: a thread drives one browser, and other tests may have one."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(_looked_at, tmp_path).result()


def shown_at():
    """Widths and what is shown there: the usual pack, hostile text, and more slides than a phone is wide."""
    pack = invented.pack()
    longer = replace(pack, slides=pack.slides * 2)
    return (1400, html.write(pack)), (390, html.write(hostile_pack())), (390, html.write(longer))


def _looked_at(tmp_path):
    path = tmp_path / "pack.html"
    with sync_playwright() as playwright, ExitStack() as left_open:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), chromium_sandbox=os.geteuid() != 0 if hasattr(os, "geteuid") else True
        )
        left_open.callback(browser.close)
        for width, content in shown_at():
            path.write_bytes(content)
            page = browser.new_page(viewport={"width": width, "height": 850})
            said, asked = [], []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("dialog", lambda dialog, said=said: said.append(dialog.message))
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.goto(path.as_uri())
            kind = "desk" if width > 760 else "phone"
            page.locator(f"figure svg.{kind}").first.focus()
            page.keyboard.press("ArrowRight")
            assert page.locator(".tip").is_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert (said, asked) == ([], [path.as_uri()])
