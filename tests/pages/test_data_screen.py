"""The Data screen step by step: what is shown, what is said is kept, and nothing is loaded before it is asked for."""

import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from balance import mending, store, uploading
from balance.errors import StoreError

pytestmark = pytest.mark.slow

INITIATIVES = """Project ID,Project Name,Stage,Finish Planned,Budget,Mood
P1,One,in flight,2026-12-31,1000,good
P2,Two,in flight,2026-11-30,2500,bad
P3,Three,Simmering,2026-10-31,700,
"""
ASKING = INITIATIVES.replace("2026-12-31", "03/04/2027").replace("2026-11-30", "05/06/2027").replace("2026-10-31", "")
FAULTY = INITIATIVES.replace("2026-12-31", "next spring perhaps").replace("Simmering", "done").replace("1000", "lots")
LACKING = INITIATIVES.replace("Stage", "Colour").replace("Simmering", "done")
CLEAN = INITIATIVES.replace("Simmering", "done")

STEPS = ("files", "sheets", "columns", "questions", "problems", "changes", "load")


def said(app):
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def verdict(app):
    return re.findall(r"<h2>(.*?)</h2>", said(app))[-1]


def upload(app, **files):
    key = next(widget.key for widget in app.file_uploader)
    for name, content in files.items():
        app.file_uploader(key=key).upload(name.replace("_csv", ".csv"), content.encode())
    app.run()
    assert not app.exception
    return app


def go(app, step):
    app.segmented_control(key="step").set_value(step).run()
    assert not app.exception
    return app


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def labelled(app, label):
    return next(box for box in app.selectbox if box.label == label)


def stepper(app):
    return dict(zip(STEPS, app.segmented_control(key="step").options, strict=True))


@pytest.fixture
def empty(tmp_path):
    return str(tmp_path / "balance.duckdb")


@pytest.fixture
def opened(open_app, empty):
    return open_app(empty, "data")


def snapshots_of(database):
    return store.list_snapshots(store.open_store(database))


def test_without_data_the_screen_says_what_to_do_and_offers_the_template(opened, empty):
    assert not opened.exception
    assert "Add the quarter&#x27;s files" in said(opened)
    assert "Nothing is guessed" in said(opened)
    assert [button.key for button in opened.download_button] == ["template"]
    assert not store.drafts(store.open_store(empty))


def test_an_upload_without_an_open_point_is_loaded_in_three_presses(opened, empty):
    upload(opened, initiatives_csv=CLEAN)
    assert "3 of 3 rows are ready" in verdict(opened)
    assert {name: said.split(" ")[-1] for name, said in stepper(opened).items()} == {
        "files": "✓", "sheets": "✓", "columns": "✓", "questions": "✓", "problems": "✓", "changes": "change",
        "load": "Load",
    }  # fmt: skip
    press(opened, "continue")
    assert opened.segmented_control(key="step").value == "changes"
    assert snapshots_of(empty) == ()
    assert "Nobody stated a currency: they are taken for USD." in unbroken(said(opened))
    press(opened, "load")
    assert "Loaded: 3 initiatives" in verdict(opened)
    assert '<td class="right" data-label="New"><span>all</span></td>' in said(opened)
    assert len(snapshots_of(empty)) == 1
    assert store.drafts(store.open_store(empty)) == ()
    assert "draft" not in opened.query_params
    press(opened, "add_more")
    assert "Add the quarter" in verdict(opened)


def test_loading_the_same_again_says_so(opened, empty):
    day = date(2026, 9, 30)
    for _ in range(2):
        upload(opened, initiatives_csv=CLEAN)
        opened.date_input(key="as_of_date").set_value(day).run()
        go(opened, "load")
        press(opened, "load")
        again = verdict(opened)
        press(opened, "add_more")
    assert "loaded before" in again
    assert len(snapshots_of(empty)) == 1


def test_the_same_files_for_another_date_are_told_before_they_are_loaded(opened):
    upload(opened, initiatives_csv=CLEAN)
    opened.date_input(key="as_of_date").set_value(date(2026, 9, 30)).run()
    press(go(opened, "load"), "load")
    press(opened, "add_more")
    upload(opened, initiatives_csv=CLEAN)
    opened.date_input(key="as_of_date").set_value(date(2026, 10, 31)).run()
    assert "These very files are loaded already, as of 30" in said(go(opened, "changes"))


def test_an_unfinished_upload_is_resumed_from_its_address_in_a_new_session(open_app, empty):
    first = upload(open_app(empty, "data"), a_csv=ASKING)
    first.date_input(key="as_of_date").set_value(date(2026, 8, 31)).run()
    go(first, "columns")
    first.selectbox(key="column:a.csv:Budget:budget").set_value("forecast_cost").run()
    go(first, "questions")
    first.radio[0].set_value("day first").run()
    address = first.query_params["draft"]
    again = open_app(empty, "data", draft=address)
    assert not again.exception
    assert again.segmented_control(key="step").value == "questions"
    assert again.radio[0].value == "day first"
    go(again, "columns")
    assert again.selectbox(key="column:a.csv:Budget:forecast_cost").value == "forecast_cost"
    go(again, "files")
    assert again.date_input(key="as_of_date").value == date(2026, 8, 31)
    assert "a.csv" in said(again)


def test_an_unfinished_upload_is_offered_where_the_address_was_lost(open_app, empty):
    upload(open_app(empty, "data"), a_csv=CLEAN)
    (kept,) = store.drafts(store.open_store(empty))
    again = open_app(empty, "data")
    assert "You have an unfinished upload of a.csv" in said(again)
    press(again, f"resume-{kept.id}")
    assert "3 of 3 rows are ready" in verdict(again)
    assert again.query_params["draft"] == kept.id


def test_an_unfinished_upload_is_discarded_and_its_address_says_so(open_app, empty):
    first = upload(open_app(empty, "data"), a_csv=CLEAN)
    address = first.query_params["draft"]
    press(first, "discard")
    assert "Add the quarter" in verdict(first)
    assert store.drafts(store.open_store(empty)) == ()
    later = open_app(empty, "data", draft=address)
    assert "The unfinished upload of this address is gone" in said(later)
    assert not later.exception


@pytest.mark.parametrize("address", ["x", "../../etc/passwd", "'; DROP TABLE drafts; --", "a" * 5000, "ünï"])
def test_an_address_of_no_upload_is_no_error(open_app, empty, address):
    upload(open_app(empty, "data"), a_csv=CLEAN)
    app = open_app(empty, "data", draft=address)
    assert not app.exception
    assert "is gone" in said(app)
    assert len(store.drafts(store.open_store(empty))) == 1


def test_a_file_is_taken_out_again(opened):
    upload(opened, a_csv=CLEAN, b_csv=FAULTY.replace("\nP", "\nQ"))
    assert "2 files" in said(opened)
    key = next(button.key for button in opened.button if button.key.startswith("remove-1-"))
    press(opened, key)
    assert "1 file" in said(opened)
    assert "3 of 3 rows are ready" in verdict(opened)


def test_a_sheet_is_shown_with_its_first_rows_and_left_out_when_told(opened):
    upload(opened, a_csv="Report of March,,,,,\n" + CLEAN, b_csv=CLEAN.replace("\nP", "\nQ"))
    go(opened, "sheets")
    assert '<tr class=header><th scope="row">2 <small>header</small>' in said(opened)
    assert "Report of March" in said(opened)
    opened.selectbox(key="answer:table:a.csv:initiatives").set_value("leave out").run()
    assert "left out, as you said" in said(opened)
    assert "3 of 3 rows are ready" in verdict(opened)
    opened.selectbox(key="answer:table:a.csv:leave out").set_value("initiatives").run()
    assert "6 of 6 rows are ready" in verdict(opened)


def test_another_header_row_is_read_as_told(opened):
    upload(opened, a_csv=CLEAN)
    go(opened, "sheets")
    opened.selectbox(key="answer:header_row:a.csv:1").set_value("2").run()
    assert not opened.exception
    assert "cannot be loaded" in verdict(opened)
    opened.selectbox(key="answer:header_row:a.csv:2").set_value("1").run()
    assert "3 of 3 rows are ready" in verdict(opened)


def test_a_missing_column_is_shown_first_and_named_by_the_person(opened):
    upload(opened, a_csv=LACKING)
    assert "1 required column is missing" in verdict(opened)
    press(opened, "continue")
    assert opened.segmented_control(key="step").value == "columns"
    assert "No column was found for stage" in said(opened)
    opened.selectbox(key="missing:a.csv:stage").set_value("Colour").run()
    assert "3 of 3 rows are ready" in verdict(opened)
    assert "● as you said" in said(opened)
    assert "in flight <i>→ in_flight</i>" in said(opened)


def test_a_changed_column_is_read_anew_and_the_change_undone(opened):
    upload(opened, a_csv=CLEAN)
    go(opened, "columns")
    assert "2026-12-31 <i>→ 31" in said(opened)
    opened.selectbox(key="column:a.csv:Finish Planned:finish_planned").set_value("not used").run()
    assert "cannot be loaded" in verdict(opened)
    assert stepper(opened)["columns"] == "3 Columns ▲ 1 missing"
    press(opened, "undo_columns")
    assert "3 of 3 rows are ready" in verdict(opened)


def test_dates_are_read_as_told_for_the_whole_column(opened):
    upload(opened, a_csv=ASKING.replace("Simmering", "done"))
    go(opened, "columns")
    opened.expander(key="readings")
    opened.session_state["readings"] = True
    opened.run()
    opened.selectbox(key="dates:a.csv:finish_planned:as found").set_value("month first").run()
    assert not opened.exception
    assert "3 of 3 rows are ready." in verdict(opened)
    assert "03/04/2027 <i>→ 4\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2027" in said(opened)


def test_a_word_of_an_optional_column_is_given_a_meaning(opened):
    upload(
        opened, a_csv=CLEAN.replace("Budget,Mood", "Budget,Category").replace("good", "run").replace("bad", "Moonshot")
    )
    go(opened, "questions")
    assert "1 word of optional columns not known" in said(opened)
    opened.selectbox(key="means:a.csv||category|Moonshot").set_value("transform").run()
    assert not opened.exception
    assert "optional columns not known" not in said(opened)
    go(opened, "columns")
    assert "Moonshot <i>→ transform" in said(opened)


def test_a_question_shows_both_readings_and_holds_for_the_column(opened, empty):
    upload(opened, a_csv=ASKING)
    assert "wait for your answer" in verdict(opened)
    assert stepper(opened)["questions"] == "4 Questions ▲ 2 open"
    go(opened, "load")
    assert "2 questions still open" in said(opened)
    assert opened.button(key="load").disabled
    go(opened, "questions")
    assert "If day first" in said(opened)
    assert "3\N{NO-BREAK SPACE}Apr\N{NO-BREAK SPACE}2027" in said(opened) or "3 Apr 2027" in said(opened)
    assert "What do these words mean as stage?" in said(opened)
    opened.radio[0].set_value("month first").run()
    meant = next(box for box in opened.selectbox if box.key.endswith(":Simmering"))
    meant.set_value("on_hold").run()
    assert snapshots_of(empty) == ()
    press(opened, "use_answers")
    assert "rows are ready" in verdict(opened)
    assert "wait" not in verdict(opened)
    assert "Nothing waits for an answer" in said(opened)
    press(opened, next(button.key for button in opened.button if button.key.startswith("again:value:")))
    assert "1 question waits" in verdict(opened)


def test_one_value_is_said_for_every_row_where_no_column_holds_it(opened):
    upload(opened, a_csv=CLEAN.replace("Stage", "Remark").replace("in flight", "a remark").replace("done", "another"))
    assert "1 required column is missing" in verdict(opened)
    go(opened, "questions")
    question = next(box for box in opened.selectbox if box.key == "answer:missing:initiatives.stage")
    question.set_value("every row: in_flight").run()
    press(opened, "use_answers")
    assert "3 of 3 rows are ready." in verdict(opened)
    assert "every row: in_flight" in said(opened)


def test_what_was_answered_for_the_last_load_is_not_asked_again(opened):
    text = ASKING.replace("Simmering", "done")
    upload(opened, a_csv=text)
    opened.date_input(key="as_of_date").set_value(date(2026, 6, 30)).run()
    go(opened, "questions")
    opened.radio[0].set_value("month first").run()
    press(opened, "use_answers")
    press(go(opened, "load"), "load")
    press(opened, "add_more")
    upload(opened, b_csv=text.replace("One", "Uno"))
    opened.date_input(key="as_of_date").set_value(date(2026, 9, 30)).run()
    assert "3 of 3 rows are ready" in verdict(opened)
    assert "month first" in said(go(opened, "sheets"))


def test_problems_are_filtered_and_never_too_many_on_the_page(opened):
    rows = "".join(f"P{n},Name {n},in flight,perhaps {n},lots,\n" for n in range(500))
    upload(opened, a_csv=INITIATIVES.splitlines()[0] + "\n" + rows)
    go(opened, "problems")
    assert "1,000 need you" in said(opened)
    assert said(opened).count("▲</i>needs you") == 50
    assert "D2</b>" in said(opened)
    opened.pagination[0].set_value(20).run()
    assert "D2</b>" not in said(opened)
    assert said(opened).count("▲</i>needs you") == 50
    labelled(opened, "Column").set_value("finish planned").run()
    opened.text_input(key="problem_text").set_value("perhaps 49").run()
    assert said(opened).count("▲</i>needs you") == 11
    opened.text_input(key="problem_text").set_value("nothing like it").run()
    assert "Nothing fits this choice" in said(opened)
    assert next(iter(labelled(opened, "Rule").options)).startswith("all (")


def test_a_cell_is_mended_in_place_and_the_change_undone(opened, empty):
    upload(opened, a_csv=FAULTY)
    assert "1 are held back" in verdict(opened) or "held back" in verdict(opened)
    go(opened, "problems")
    assert "Mend 2 cells here" in [expander.label for expander in opened.expander]
    opened.text_input(key="mend:a.csv||D2").set_value("2026-12-31").run()
    press(opened, "use_mends")
    assert "3 of 3 rows are ready." in verdict(opened)
    assert "now &#x27;2026-12-31&#x27;" in said(opened)
    press(opened, "undo-mend-0")
    assert "held back" in verdict(opened)
    opened.text_input(key="mend:a.csv||D2").set_value("2027-01-31").run()
    press(opened, "use_mends")
    press(go(opened, "load"), "load")
    kept = store.open_store(empty)
    (snapshot,) = store.list_snapshots(kept)
    (made,) = store.corrections_of(kept, snapshot.id)
    assert (made.cell, made.found, made.meant) == ("D2", "next spring perhaps", "2027-01-31")


def test_one_of_two_rows_under_an_id_is_kept(opened):
    upload(opened, a_csv=CLEAN + "P3,Other,done,2026-10-31,9,\n")
    go(opened, "problems")
    assert "2 are held back" in verdict(opened)
    press(opened, "keep:0:P3")
    assert "3 of 4 rows are ready." in verdict(opened)
    assert "row 4 is kept" in said(opened)


def test_a_marked_workbook_comes_back_mended(opened, tmp_path):
    upload(opened, a_csv=FAULTY)
    checked = uploading.check(str(tmp_path / "none.duckdb"), [written(tmp_path, FAULTY)], as_of=date(2026, 9, 30))
    (marked,) = mending.of_intake(checked.intake, uploading.read_limits())
    book = load_workbook(BytesIO(marked.content))
    page = next(page for page in book if page["A1"].value == "Project ID")
    page["D2"], page["E2"] = "2026-12-31", 1000
    saved = BytesIO()
    book.save(saved)
    opened.file_uploader(key="files-1").upload(marked.name, saved.getvalue()).run()
    assert not opened.exception
    assert "came back mended" in said(opened)
    assert "3 of 3 rows are ready." in verdict(opened)


def written(folder, text):
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a workbook", b"", b"\x89PNG\r\n\x1a\n" + b"0" * 200])
def test_a_broken_workbook_beside_a_good_file_says_which_is_in_the_way(opened, content):
    opened.file_uploader(key="files").upload("broken.xlsx", content)
    upload(opened, a_csv=CLEAN)
    assert "1 file could not be read" in verdict(opened)
    assert "refused: see Problems" in said(opened)
    press(opened, "continue")
    assert opened.segmented_control(key="step").value == "problems"
    assert "broken.xlsx" in said(opened)
    go(opened, "files")
    press(opened, next(b.key for b in opened.button if b.key.startswith("remove-0-")))
    assert "3 of 3 rows are ready" in verdict(opened)


def test_a_store_that_cannot_keep_the_upload_says_so_and_the_upload_goes_on(opened, monkeypatch):
    def refuse(*_):
        raise StoreError("The disk is full.")

    monkeypatch.setattr(store, "begin_draft", refuse)
    upload(opened, a_csv=CLEAN)
    assert "A reload of this page would lose the upload: The disk is full." in said(opened)
    press(go(opened, "load"), "load")
    assert "Loaded: 3 initiatives" in verdict(opened)


def test_a_file_that_is_no_store_is_told_in_words(open_app, tmp_path):
    other = tmp_path / "other.duckdb"
    other.write_bytes(b"this is no store")
    app = upload(open_app(str(other), "data"), a_csv=CLEAN)
    assert "could not be checked" in verdict(app)
    assert "is not a store of Balance" in said(app)
    assert other.read_bytes() == b"this is no store"


def test_two_hundred_columns_are_found_by_name(opened):
    heads = ",".join(f"Extra {n}" for n in range(200))
    cells = ",".join("x" for _ in range(200))
    lines = CLEAN.splitlines()
    upload(opened, a_csv="\n".join([f"{lines[0]},{heads}", *(f"{line},{cells}" for line in lines[1:])]))
    go(opened, "columns")
    assert "201 columns of yours not used" in [expander.label for expander in opened.expander]


def test_a_mapping_is_saved_used_exported_and_removed(opened, empty):
    upload(opened, a_csv=LACKING)
    go(opened, "columns")
    opened.selectbox(key="missing:a.csv:stage").set_value("Colour").run()
    opened.text_input(key="mapping_name").set_value("Our *list*").run()
    press(opened, "save_mapping")
    assert "Our *list*" in said(opened)
    press(opened, "discard")
    upload(opened, b_csv=LACKING)
    assert "1 required column is missing" in verdict(opened)
    press(opened, "use-mapping-0")
    assert "3 of 3 rows are ready" in verdict(opened)
    assert [b.key for b in opened.download_button if b.key.startswith("export")] == ["export-mapping-0"]
    press(opened, "edit-mapping-0")
    opened.selectbox(key="mapping:0:0:Budget:budget").set_value("forecast_cost").run()
    next(box for box in opened.text_input if box.key.startswith("mapping_new_name-0")).set_value("Ours").run()
    press(opened, "rename-mapping-0")
    (kept,) = store.mappings(store.open_store(empty)).items()
    assert (kept[0], kept[1]["sheets"][0]["columns"]["Budget"]) == ("Ours", "forecast_cost")
    press(opened, "remove-mapping-0")
    assert store.mappings(store.open_store(empty)) == {}


def test_snapshots_are_listed_and_two_are_compared(open_app, sample_store):
    app = open_app(sample_store, "data")
    assert "30\N{NO-BREAK SPACE}Sep\N{NO-BREAK SPACE}2026" in said(app)
    labels = [expander.label for expander in app.expander]
    assert {"Original files", "Compare two snapshots"} <= set(labels)


def test_a_file_of_several_dated_reports_says_what_it_becomes(opened, empty):
    head = "Reported As Of,Project ID,Project Name,Stage,Finish Planned\n"
    rows = [f"2026-0{month}-28,P{n},Project {n},in flight,2027-01-0{n}\n" for month in (3, 6) for n in (1, 2, 3)]
    upload(opened, a_csv=head + "".join(rows))
    go(opened, "questions")
    opened.radio[0].set_value("one snapshot per date").run()
    press(opened, "use_answers")
    go(opened, "load")
    assert unbroken(opened.button(key="load").label) == "Load as of 28 Jun 2026 and 1 earlier report"
    press(opened, "load")
    assert unbroken(verdict(opened)) == "Loaded: 3 initiatives as of 28 Jun 2026 and 1 earlier report."
    assert [snapshot.as_of for snapshot in snapshots_of(empty)] == [date(2026, 3, 28), date(2026, 6, 28)]


def unbroken(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_files_of_an_earlier_quarter_are_asked_about_before_they_stand_at_the_wrong_date(opened, empty):
    old = "Number,Opened,Category\n" + "\n".join(f"I{n},2025-12-{n + 10},Outage" for n in range(12))
    opened.date_input(key="as_of_date").set_value(date(2026, 9, 30)).run()
    upload(opened, incidents_csv=old)
    assert "Is 30\N{NO-BREAK SPACE}Sep\N{NO-BREAK SPACE}2026 the right date?" in said(opened)
    assert "happened on 21\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2025" in said(opened)
    press(opened, "take-date-2025-12-31")
    assert opened.date_input(key="as_of_date").value == date(2025, 12, 31)
    assert "the right date?" not in said(opened)
    opened.date_input(key="as_of_date").set_value(date(2026, 2, 1)).run()
    assert "the right date?" not in said(opened), "a file may well be a few weeks old"
