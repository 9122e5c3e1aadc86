"""The board page: in each state of the data, words kept by two people, files written and frozen."""

import re

import pytest

from balance import packing, pipeline, store
from balance.ui import incidents, pack_files

MINE, THEIRS = "We probably deliver more, at more risk", "Bob sees it <b>otherwise</b>, probably"


def said(app):
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def pictures(app):
    return app.get("image")


def field(app, label):
    return next(one for one in [*app.text_input, *app.text_area] if one.label == label)


def press(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def at_slide(app, number):
    pills = next(one for one in app.button_group if one.key.startswith("pack_slide"))
    return pills.set_value(number).run()


def word(app, title, who="Ana"):
    field(app, "Your name").set_value(who)
    field(app, "Title").set_value(title)
    return press(app, "Keep these words")


def kept_title(database):
    kept = store.open_store(database)
    day = store.list_snapshots(kept)[-1].as_of
    words = packing.edits_of(kept, day, "pack:today").titles.get("answer")
    return words and words.text


@pytest.fixture
def app(open_app, own_quarter_store):
    return open_app(own_quarter_store, "board_pack")


@pytest.mark.slow
def test_the_slides_stand_there_as_pictures_one_large_and_all_small(app):
    assert not app.exception
    assert re.search(r"\w+ slides say what the screens say", said(app))
    shown = pictures(app)
    assert len(shown) == 1 + len(app.button_group[-1].options)
    assert all(picture.value[0].startswith("data:image/svg+xml;base64,") for picture in shown)


@pytest.mark.slow
def test_words_are_kept_marked_and_led_back(app, own_quarter_store):
    word(app, MINE, who=" ")
    assert "Say who you are" in said(app)
    word(app, MINE)
    assert kept_title(own_quarter_store) == MINE
    assert "one of them in people&#x27;s own words" in said(app)
    assert "In the words of Ana since" in said(app)
    press(app, "Back to Balance's own words")
    assert kept_title(own_quarter_store) is None
    assert "own words" not in re.sub("Back to Balance.s own words", "", said(app))
    assert "In the words of" not in said(app)


@pytest.mark.slow
def test_of_two_people_who_write_at_once_the_second_is_asked(open_app, app, own_quarter_store):
    other = open_app(own_quarter_store, "board_pack")
    word(app, MINE)
    word(other, THEIRS, "Bob")
    assert kept_title(own_quarter_store) == MINE
    assert "Ana changed this meanwhile" in said(other)
    assert "&lt;b&gt;otherwise" in said(other)
    press(other, "Put mine in its place")
    assert kept_title(own_quarter_store) == THEIRS
    word(app, "And now?", "Ana")
    press(app, "Keep theirs")
    assert kept_title(own_quarter_store) == THEIRS
    assert field(app, "Title").value == THEIRS
    assert not app.exception


@pytest.mark.slow
def test_decisions_are_worded_with_owner_and_day(app, own_quarter_store):
    at_slide(app, 5)
    field(app, "Your name").set_value("Ana")
    first = next(one for one in app.text_input if one.label == "Decision")
    first.set_value("Stop three things")
    next(one for one in app.text_input if one.label == "Owner").set_value("COO")
    press(app, "Keep these decisions")
    assert not app.exception
    kept = store.open_store(own_quarter_store)
    edits = packing.edits_of(kept, store.list_snapshots(kept)[-1].as_of, "pack:today")
    assert (edits.asks[0].text, edits.asks[0].owner, edits.asks_by) == ("Stop three things", "COO", "Ana")
    assert edits.asks[0].plan
    assert "In the words of Ana." in said(app)


@pytest.mark.slow
def test_files_are_written_saved_frozen_and_deleted(app, own_quarter_store):
    press(app, "Write the files")
    assert not app.exception
    assert [one.label for one in app.get("download_button")] == ["Download PowerPoint"]
    field(app, "Your name")
    next(one for one in app.text_input if one.key.startswith("pack_freeze_who")).set_value("Ana").run()
    next(one for one in app.button if one.key == "pack_freeze").click().run()
    (row,) = store.frozen_packs(store.open_store(own_quarter_store))
    assert (row.frozen_by, [one.format for one in row.files]) == ("Ana", ["pptx"])
    assert row.id in said(app)
    next(one for one in app.button if one.key == f"frozen_delete_{row.id}").click().run()
    assert store.frozen_packs(store.open_store(own_quarter_store)) == ()
    assert not app.exception


@pytest.mark.slow
def test_a_pack_that_cannot_be_written_is_told_on_the_page(app, monkeypatch):
    monkeypatch.setattr("balance.packing.apart.child.__name__", "balance.no_such_module")
    pack_files._kept().clear()
    press(app, "Write the files")
    assert not app.exception
    assert "ended early" in said(app)


@pytest.mark.slow
def test_the_page_of_an_incident_is_on_the_screen_of_incidents_once_one_is_chosen(open_app, own_quarter_store):
    app = open_app(own_quarter_store, "incidents")
    choice = next(one for one in app.selectbox if one.key == "page_incident")
    assert not pictures(app)
    choice.select_index(0).run()
    assert not app.exception
    assert len(pictures(app)) == 1


@pytest.mark.slow
def test_of_many_incidents_the_likeliest_are_offered_and_the_id_of_any_other_can_be_typed(
    open_app, own_quarter_store, monkeypatch
):
    monkeypatch.setattr(incidents, "OFFERED", 5)
    app = open_app(own_quarter_store, "incidents")
    choice = next(one for one in app.selectbox if one.key == "page_incident")
    assert len(choice.options) == 5
    assert choice.proto.accept_new_options
    record = pipeline.incident_record_of(pipeline.analysis_of(own_quarter_store))
    offered = packing.material_first(record, 5)
    other = next(name for name in record.rows["incident_id"] if name not in offered)
    assert [option.split()[0] for option in choice.options] == offered
    told = {}
    for typed in ("INC of nobody", other):
        app = open_app(own_quarter_store)
        app.session_state["page_incident"] = typed
        told[typed] = app.switch_page("pages/incidents.py").run()
        assert not app.exception
    assert "No incident that counts is called INC of nobody" in told["INC of nobody"].warning[0].value
    assert not pictures(told["INC of nobody"])
    assert len(pictures(told[other])) == 1


@pytest.mark.slow
def test_the_newest_incidents_are_offered_to_follow_and_the_id_of_any_other_can_be_typed(
    open_app, own_quarter_store, monkeypatch
):
    monkeypatch.setattr(incidents, "OFFERED", 5)
    record = pipeline.incident_record_of(pipeline.analysis_of(own_quarter_store))
    for typed, warned in (("INC of nobody", 1), (record.rows["incident_id"].iloc[-1], 0)):
        app = open_app(own_quarter_store)
        app.session_state["incident_row"] = typed
        app.switch_page("pages/incidents.py").run()
        assert not app.exception
        assert len(app.warning) == warned
        assert len(next(one for one in app.selectbox if one.key == "incident_row").options) == 5


@pytest.mark.slow
def test_the_web_page_may_carry_levers(app):
    next(one for one in app.button_group if one.key == "pack_formats").set_value(["html"]).run()
    app.toggle(key="pack_live").set_value(True).run()
    assert not app.exception
    press(app, "Write the files")
    assert [one.label for one in app.get("download_button")] == ["Download Web page"]
    (content,) = [content for (_, name), content in pack_files._kept().items() if name == "html"][-1:]
    assert b'type="range"' in content


def test_a_template_is_tried_once_and_a_refused_one_is_told_and_not_drawn_on(app, monkeypatch):
    tried = []
    monkeypatch.setattr(packing, "template_tried", lambda content: tried.append(content) or "It holds a control.")
    app.file_uploader(key="pack_template").upload("house.pptx", b"a template").run()
    app.run()
    assert tried == [b"a template"]
    assert "The template is not used" in said(app)
    assert "It holds a control." in said(app)
