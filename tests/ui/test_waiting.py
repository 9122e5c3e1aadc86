"""What waits is told on every page and can be opened, loaded or dismissed on the Data screen."""

import hashlib
from datetime import date

import pytest
from tests.pages.conftest import open_app  # noqa: F401 - a fixture

from balance import store, uploading
from balance.store import waiting_uploads

HOSTILE = "<script>alert(1)</script>[x](javascript:y) $a$.csv"
TEXT = "incident_id,opened_at,class\nINC1,03/04/2026,Outage\nINC2,05/06/2026,Outage\n"


def said(app):
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def links(app):
    return [link.proto.label for link in app.get("page_link")]


@pytest.fixture
def waits(tmp_path):
    """A store in which one upload waits for the answer to a question."""
    database = str(tmp_path / "balance.duckdb")
    content = TEXT.encode()
    files = [(HOSTILE, hashlib.sha256(content).hexdigest(), content)]
    kept = store.open_store(database)
    name = store.wait_for_person(
        kept, files, f"1 open question in {HOSTILE}", as_of=date(2026, 9, 30), details=[HOSTILE]
    )
    return database, name


def test_the_menu_says_how_many_wait(open_app, waits, tmp_path):  # noqa: F811
    database, _ = waits
    assert links(open_app(database)) == ["1 upload waits for you"], "the frame of every page"
    assert links(open_app(str(tmp_path / "none.duckdb"))) == []


def test_the_data_screen_lists_it_as_text(open_app, waits):  # noqa: F811
    app = open_app(waits[0], "data")
    assert not app.exception
    assert "1 upload waits for you" in said(app)
    assert "<script>" not in said(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said(app)


def test_it_is_opened_into_the_screen_and_loaded_from_there(open_app, waits):  # noqa: F811
    database, name = waits
    app = open_app(database, "data")
    app.button(key=f"open-{name}").click().run()
    assert not app.exception
    assert app.segmented_control(key="step").value == "questions"
    app.radio[0].set_value(app.radio[0].options[0]).run()
    app.button(key="use_answers").click().run()
    app.segmented_control(key="step").set_value("load").run()
    app.button(key="load").click().run()
    assert not app.exception
    kept = store.open_store(database)
    assert [row.as_of for row in store.list_snapshots(kept)] == [date(2026, 9, 30)]
    assert waiting_uploads(kept) == ()
    assert links(open_app(database)) == []


def test_it_is_dismissed(open_app, waits):  # noqa: F811
    database, name = waits
    app = open_app(database, "data")
    app.button(key=f"dismissed-{name}").click().run()
    assert not app.exception
    assert waiting_uploads(store.open_store(database)) == ()
    assert links(open_app(database)) == []


def test_loading_the_same_file_by_hand_ends_it_too(waits, tmp_path):
    database, _ = waits
    path = tmp_path / "by hand.csv"
    path.write_text(TEXT)
    (question,) = uploading.check(database, [path], as_of=date(2026, 9, 30)).intake.questions
    uploading.load(database, [path], as_of=date(2026, 9, 30), answers={question.key: question.choices[0]})
    assert waiting_uploads(store.open_store(database)) == ()
