"""Whatever a file, a sheet, a header or a cell is called, it is shown as text and takes no effect anywhere."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
from openpyxl import Workbook

from balance import store
from balance.ui.show import JOINER

pytestmark = pytest.mark.slow

NAMES = (
    "<img src=x onerror=alert(1)>", "**bold** _it_ `code`", "$x^2$ $$y$$", "[link](javascript:alert(1))",
    "![x](http://evil.example/p.png)", ":red[red] :red-badge[b]", ":material/home: :smile:", "www.evil.example a@b.co",
    "https://evil.example/x", "a -> b <- c -- d", "# head", "=HYPERLINK(1)", "'; DROP TABLE drafts; --",
    "\u202etxt.exe",
)  # fmt: skip
LABELS = ("button", "text_input", "selectbox", "radio", "expander", "download_button", "segmented_control", "tabs")
STEPS = ("files", "sheets", "columns", "questions", "problems", "changes", "load")
ALIVE = re.compile(
    r"(?<!\\)[*_`$\[\]<>#~|]|(?<![\\" + JOINER + r"]):(?=\S)|www\.|(?<![\\])@|https?:|->|<-", re.IGNORECASE
)  # fmt: skip


def workbook(title="Sheet"):
    """Headers, values, ids and names that try everything; two stages nobody knows, so that something is asked."""
    book = Workbook()
    page = book.active
    page.title = title
    page.append(["Project ID", "Project Name", "Stage", "Finish Planned", *NAMES])
    for number, name in enumerate(NAMES):
        page.append([f"P{number}", name, name if number < 6 else "done", "someday" if number % 2 else "2026-12-31",
                     *(f"{name} {column}" for column in range(len(NAMES)))])  # fmt: skip
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def labels(app):
    """Every text that Streamlit reads as Markdown: labels, helps, and options of radios."""
    for kind in LABELS:
        for widget in app.get(kind):
            proto = widget.proto
            yield from (str(getattr(proto, name, "")) for name in ("label", "help", "placeholder"))
            if kind in ("radio",):
                yield from map(str, proto.options)


def blocks(app):
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


@pytest.mark.parametrize("file", [*NAMES[:9], "../../etc/passwd", "a" * 400, "CON", "."])
def test_no_name_takes_effect_on_any_step(open_app, tmp_path, file):
    database = str(tmp_path / "balance.duckdb")
    app = open_app(database, "data")
    app.file_uploader(key="files").upload(f"{file}.xlsx", workbook("<b> $x$ `b` www.e.x")).run()
    for step in STEPS:
        app.segmented_control(key="step").set_value(step).run()
        assert not app.exception, step
        body = blocks(app)
        assert not re.search(r"<(img|script|a|iframe|svg)\b", body), step
        found = {text for text in labels(app) if text and ALIVE.search(text.replace("**", "**"))}
        assert found == set(), step
        assert not app.get("markdown"), step
        assert not app.get("dataframe"), step
    assert "<img src=x onerror=alert(1)>" in unescape(body) or "onerror" not in body
    (kept,) = store.drafts(store.open_store(database))
    assert not {"/", "\\", "\0"} & set(kept.files[0].name)
    again = open_app(database, "data")
    assert not again.exception
    assert not re.search(r"<(img|script|a)\b", blocks(again))


def test_names_and_headers_are_shown_with_every_letter(open_app, tmp_path):
    app = open_app(str(tmp_path / "balance.duckdb"), "data")
    app.file_uploader(key="files").upload("a.xlsx", workbook()).run()
    app.segmented_control(key="step").set_value("sheets").run()
    shown = unescape(blocks(app))
    for name in NAMES[:5]:
        assert name in shown, name
    app.segmented_control(key="step").set_value("columns").run()
    app.segmented_control(key="step").set_value("questions").run()
    assert "<img src=x onerror=alert(1)>" in unescape(blocks(app))


def test_a_hostile_snapshot_is_listed_compared_and_its_original_named(open_app, tmp_path):
    database = str(tmp_path / "balance.duckdb")
    app = open_app(database, "data")
    for day in (date(2026, 6, 30), date(2026, 9, 30)):
        key = next(widget.key for widget in app.file_uploader)
        content = "initiative_id,name,stage,finish_planned\n" + "".join(
            f'"{name}","{name}{day}",idea,\n' for name in NAMES[:6] if '"' not in name
        )
        app.file_uploader(key=key).upload("[x](y) $a$.csv", content.encode()).run()
        app.date_input(key="as_of_date").set_value(day).run()
        app.segmented_control(key="step").set_value("load").run()
        app.button(key="load").click().run()
        assert not app.exception
        app.button(key="add_more").click().run()
    assert len(store.list_snapshots(store.open_store(database))) == 2
    assert not app.exception
    assert not {text for text in labels(app) if text and ALIVE.search(text)}
