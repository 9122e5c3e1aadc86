"""Words, frozen packs and an incident's page of a stored company, from the command line and from a process apart."""

import dataclasses
import hashlib
import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event

import numpy as np
import pptx
import pytest

from balance import boardpack, packing, pipeline, store
from balance.boardpack.edited import Ask
from balance.cli import main
from balance.errors import BalanceError, StoreError
from balance.packing.edits import RECOMMENDATION
from balance.scenario import Scenario
from boardpack import invented

WORDS = "We probably deliver more and carry more risk"


@pytest.fixture(scope="module")
def analysis(one_quarter_store):
    return pipeline.analysis_of(one_quarter_store)


@pytest.fixture
def kept(own_quarter_store):
    return store.open_store(own_quarter_store, create=False)


def keep(kept, day, parts, who="Ana", known=None):
    packing.keep_words(kept, day, "pack:today", parts, known or dict.fromkeys(parts, 0), who)


def test_words_kept_on_the_page_are_written_by_the_command_line_and_only_where_wanted(kept, analysis, tmp_path):
    day = analysis.report.as_of
    keep(kept, day, {"title:answer": (f" {WORDS}\x07\n", "own"), RECOMMENDATION: ("Do less", "own")})
    packing.keep_asks(kept, day, "pack:today", [Ask("Less at once", "COO", date(2026, 12, 1)), Ask(" ")], 0, "Bob")
    database = str(kept.path)
    titles = []
    for name, more in (("theirs", []), ("own", ["--own-words"])):
        assert main(["pack", "--out", str(tmp_path / name), "--database", database, *more]) == 0
        (file,) = (tmp_path / name).glob("*.pptx")
        deck = pptx.Presentation(str(file))
        titles.append(deck.slides[0].shapes.title.text_frame.text)
        told = "\n".join(
            shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
        )
        assert ("in the words of Ana" in told) == ("Do less" in told) == (name == "theirs")
    assert titles[0] == WORDS
    assert titles[1] != WORDS


def test_words_round_trip_and_lead_back_to_balances_own(kept, analysis):
    day = analysis.report.as_of
    keep(kept, day, {"title:answer": (WORDS, "own")})
    asks = [Ask("Less", "COO", date(2026, 12, 1), "Plan"), Ask("More")]
    packing.keep_asks(kept, day, "pack:today", asks, 0, "Bob")
    edits = packing.edits_of(kept, day, "pack:today")
    assert edits.titles["answer"].text == WORDS
    assert edits.titles["answer"].instead_of == "own"
    assert (edits.asks, edits.asks_by) == (tuple(asks), "Bob")
    assert packing.edits_of(kept, date(2020, 1, 1), "pack:today").asks is None
    keep(kept, day, {"title:answer": ("own", "own")}, known={"title:answer": 1})
    assert packing.edits_of(kept, day, "pack:today").titles == {}
    packing.back_to_own(kept, day, "pack:today", ["asks"], {"asks": 1}, "Ana")
    assert packing.edits_of(kept, day, "pack:today").asks is None


@pytest.mark.parametrize(
    ("words", "who", "why"),
    [(" ", "Ana", "without words"), ("x" * 201, "Ana", "200 letters at most"), (WORDS, " ", "Say who you are")],
)
def test_what_cannot_stand_is_refused_in_a_sentence(kept, analysis, words, who, why):
    with pytest.raises(BalanceError, match=why):
        keep(kept, analysis.report.as_of, {"title:answer": (words, "own")}, who)
    with pytest.raises(BalanceError, match="At most 6"):
        packing.keep_asks(kept, analysis.report.as_of, "pack:today", [Ask("x")] * 7, 0, "Ana")


def test_of_two_editors_the_slower_is_asked(kept, analysis):
    day = analysis.report.as_of
    keep(kept, day, {"title:answer": ("Ana's words", "own")})
    with pytest.raises(StoreError, match="Ana changed this meanwhile"):
        keep(kept, day, {"title:answer": ("Bob's words", "own")}, "Bob")


def test_a_frozen_pack_is_fetched_byte_for_byte_and_deleted_only_on_purpose(own_quarter_store, tmp_path, capsys):
    def run(*words):
        status = main(["pack", *words, "--database", own_quarter_store])
        return status, capsys.readouterr()

    status, told = run("--out", str(tmp_path / "a"), "--formats", "html,xlsx", "--freeze")
    assert status == 0
    (row,) = store.frozen_packs(store.open_store(own_quarter_store))
    assert f"Frozen as {row.id}" in told.out
    assert row.id in run("--frozen")[1].out
    assert run("--frozen", row.id[:6], "--out", str(tmp_path / "b"))[0] == 0
    for one in row.files:
        first, again = ((tmp_path / folder / one.name).read_bytes() for folder in "ab")
        assert first == again
        assert hashlib.sha256(again).hexdigest() == one.sha256
    for wrong in (
        ["--frozen", row.id], ["--frozen", "zz", "--out", "x"], ["--freeze", "--frozen", row.id], [],
        ["--frozen", row.id, "--scenario", "today", "--out", "x"],
        ["--frozen", row.id, "--formats", "pdf", "--out", "x"],
        ["--delete-frozen", row.id, "--out", "x"],
    ):  # fmt: skip
        assert run(*wrong)[0] == 2
    assert run("--delete-frozen", row.id)[0] == 0
    assert "No pack is frozen yet" in run("--frozen")[1].out


@pytest.mark.parametrize("most", [1, 2, 3, 7, 40, 10_000])
def test_so_many_incidents_likeliest_to_be_asked_about_are_the_first_of_all(analysis, most):
    record = pipeline.incident_record_of(analysis)
    rows = record.rows.assign(loss=record.rows["loss"].where(record.rows.index % 3 > 0).round(-5))
    for one in (record, replace(record, rows=rows), replace(record, rows=rows.assign(loss=np.nan)),
                replace(record, rows=rows.iloc[:0])):  # fmt: skip
        assert packing.material_first(one, most) == packing.material_first(one)[:most]


def test_the_record_of_incidents_is_worked_out_once_for_screens_and_pack_alike(analysis):
    record = pipeline.incident_record_of(analysis)
    assert pipeline.incident_record_of(pipeline.under(analysis, Scenario(pace=0.9))) is record
    assert pipeline.incident_record_of(pipeline.analyse(analysis.company)) is not record


def test_an_incidents_page_is_written_with_the_model_without_it(one_quarter_store, analysis, tmp_path, capsys):
    record = pipeline.incident_record_of(analysis)
    name = packing.material_first(record)[0]
    where = ["--database", one_quarter_store, "--out", str(tmp_path)]
    assert main(["pack", "--incident", name, "--formats", "html", *where]) == 0
    (file,) = tmp_path.glob("*.html")
    assert "Exposure without it and with it" in file.read_text("utf-8")
    assert main(["pack", "--incident", name, "--formats", "xlsx", *where]) == 2
    assert main(["pack", "--incident", "nothing", *where]) == 2
    assert "No incident that counts is called 'nothing'" in capsys.readouterr().err
    told = packing.happened_of(analysis, name)
    without = pipeline.without_incident(analysis, name)
    assert told.change.base["expected_annual_loss"] == pipeline.base_ranges(without)["expected_annual_loss"]
    assert told.change.scenario["expected_annual_loss"] == pipeline.base_ranges(analysis)["expected_annual_loss"]


def test_a_process_apart_writes_the_same_bytes_and_tells_how_far_it_is():
    outline, told, taken = invented.pack(), [], {}
    drawn = packing.written_apart(outline, ("html", "pptx"), told.append, taken.__setitem__)
    assert told == ["html", "pptx"]
    assert drawn.files == taken == {name: boardpack.render(outline, name) for name in ("html", "pptx")}


def test_a_slider_is_answered_while_a_pack_is_written_and_another_waits(analysis):
    """No lock of the model, the reading or the language is held by who writes or by who waits for a turn."""
    writing, waiting, answered = Event(), Event(), Event()

    def held(told):
        (writing if told else waiting).set()
        if told:
            assert answered.wait(timeout=60)

    with ThreadPoolExecutor(2) as exports:
        first = exports.submit(packing.written_apart, invented.pack(), ("html",), held)
        assert writing.wait(timeout=60)
        second = exports.submit(packing.written_apart, invented.pack(), ("html",), held)
        assert waiting.wait(timeout=60)
        compared = pipeline.what_if(analysis, pipeline.plan_of(analysis, ["wip_limit=14"], ()))
        assert not any(one.done() for one in (first, second))
        answered.set()
        assert compared.difference["bad_year_loss"].known
        assert first.result(timeout=120).files == second.result(timeout=120).files


def test_what_this_machine_cannot_write_apart_is_told_and_the_rest_comes(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    drawn = packing.written_apart(invented.pack(), ("pdf", "html"))
    assert list(drawn.files) == ["html"]
    assert "Chrome, Chromium or Edge" in drawn.missing[0]


def test_a_fault_while_drawing_is_told_by_kind_and_place_and_quotes_no_cell(capfd):
    outline = dataclasses.replace(invented.pack(), slides=("SECRET-CELL",))
    drawn = packing.written_apart(outline, ("html", "pptx"))
    assert not drawn.files
    assert len(drawn.missing) == 2
    for told in drawn.missing:
        assert re.search(r"could not be written. This is a fault of Balance \(\w+Error at \w+\.py:\d+", told)
        assert "SECRET" not in told
    assert "Traceback" not in capfd.readouterr().err


def test_a_fault_before_drawing_ends_without_a_traceback(monkeypatch, capfd):
    monkeypatch.setattr("balance.packing.apart.pickle.dumps", lambda _: b"SECRET-CELL")
    with pytest.raises(BalanceError, match="ended early"):
        packing.written_apart(invented.pack(), ("html",))
    assert not re.search("Traceback|SECRET", capfd.readouterr().err)


def test_a_process_that_ends_early_is_one_sentence(monkeypatch):
    monkeypatch.setattr("balance.packing.apart.child.__name__", "balance.no_such_module")
    with pytest.raises(BalanceError, match="ended early"):
        packing.written_apart(invented.pack(), ("html",))


def test_whoever_waits_for_a_turn_is_told_so(monkeypatch):
    from balance.packing import apart

    class Left(Exception):
        pass

    def leave(format_):
        assert format_ == ""
        raise Left

    monkeypatch.setattr(apart, "_LOOK_SECONDS", 0.01)
    with apart._TURN, pytest.raises(Left):
        packing.written_apart(invented.pack(), ("html",), leave)
    assert pptx.Presentation(io.BytesIO(packing.written_apart(invented.pack(), ("pptx",)).files["pptx"])).slides
