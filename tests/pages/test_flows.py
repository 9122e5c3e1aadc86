"""What a visitor does: add a quarter, move a slider, keep a plan, state an assumption, take a snapshot back."""

import re
from datetime import date

import pytest

from balance import formats, pipeline, store, uploading
from balance.scenario import Scenario
from balance.ui import worked_out

pytestmark = pytest.mark.slow

HOSTILE = '<script>alert(1)</script> & "quoted" [link](javascript:alert(1)) $x^2$ `code`'


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def readouts(app) -> list[str]:
    return re.findall(r'class="b-value">([^<]+) <', said(app))


def test_a_slider_moves_both_axes_and_the_address_follows(open_app, sample_store):
    app = open_app(sample_store, "what_if")
    before = readouts(app)
    most = app.slider(key="wip_limit").value
    app.slider(key="wip_limit").set_value(most - 8).run()
    assert not app.exception
    assert readouts(app) != before
    assert readouts(app)[0] != "£0"
    assert app.query_params["wip_limit"] == str(most - 8)


def foot(app) -> str:
    told = str(next(block.proto.body for block in app.get("html") if "b-footer" in str(block.proto.body)))
    return told.replace("\N{NO-BREAK SPACE}", " ")


def test_the_foot_of_what_if_says_what_the_plans_whole_report_would_and_needs_none(open_app, sample_store, monkeypatch):
    app = open_app(sample_store, "what_if")
    assert foot(app) == foot(open_app(sample_store, "risk"))
    with monkeypatch.context() as kept_from_it:
        kept_from_it.setattr(worked_out, "under", lambda *given: pytest.fail("a whole report was worked out"))
        app.slider(key="wip_limit").set_value(7).run()
        app.slider(key="threat").set_value(1.3).run()
        assert not app.exception
    assert "unsaved plan" in foot(app)
    assert foot(app) == foot(open_app(sample_store, "risk", wip_limit="7", threat="1.3"))


def test_an_address_carries_date_and_plan_to_every_page(open_app, sample_store):
    app = open_app(sample_store, "risk", as_of="2026-03-31", wip_limit="8")
    assert not app.exception
    assert "Data to</b> 31\N{NO-BREAK SPACE}Mar\N{NO-BREAK SPACE}2026" in said(app)
    assert "You are looking at a plan" in said(app)
    link = open_app(sample_store, "what_if", as_of="2026-03-31", budget="123456789.25", pace="1.0123456789")
    link.session_state["link"] = True
    assert any("budget=123456789.25&pace=1.0123456789" in block.value for block in link.run().code), "every digit"


@pytest.mark.parametrize("address", [
    {"as_of": "yesterday"}, {"as_of": "1999-01-01"}, {"wip_limit": "many"}, {"wip_limit": "-5"}, {"pace": "1e308"},
    {"plan": "<b>none</b>"}, {"do": ["nobody:pause", "::", "x:explode"]}, {"threat": "nan"},
])  # fmt: skip
def test_an_address_that_makes_no_sense_is_not_an_error(open_app, sample_store, address):
    app = open_app(sample_store, "what_if", **address)
    assert not app.exception
    assert "Value landing next year" in said(app)


def test_a_plan_is_kept_under_a_name_and_chosen_on_other_pages(open_app, own_sample_store):
    app = open_app(own_sample_store, "what_if")
    app.slider(key="wip_limit").set_value(10).run()
    named(app, "Focus <b>")
    app.button(key="save_plan").click().run()
    assert not app.exception
    assert [row.name for row in store.scenarios(store.open_store(own_sample_store))] == ["Focus <b>"]
    assert "Focus &lt;b&gt;" in said(app)
    app.switch_page("pages/risk.py").run()
    assert "You are looking at a plan: Focus &lt;b&gt;" in said(app)
    app.switch_page("pages/what_if.py").run()
    app.button(key="reset").click().run()
    app.switch_page("pages/risk.py").run()
    assert "You are looking at a plan" not in said(app)


def test_a_new_quarter_is_checked_and_loaded(open_app, own_store_before_last, sample_quarters):
    quarter = sample_quarters[-1]
    app = open_app(own_store_before_last, "data")
    files = [(f"{table}.xlsx", (quarter / f"{table}.xlsx").read_bytes()) for table in ("initiatives", "incidents")]
    for name, content in files:
        app.file_uploader(key="files").upload(name, content)
    app.run()
    app.date_input(key="as_of_date").set_value(date.fromisoformat(quarter.name)).run()
    assert not app.exception
    assert "rows are ready" in said(app)
    assert "initiatives.xlsx" in said(app)
    app.segmented_control(key="step").set_value("changes").run()
    app.button(key="load").click().run()
    assert not app.exception
    assert "Loaded:" in said(app)
    kept = store.list_snapshots(store.open_store(own_store_before_last))
    assert max(snapshot.as_of for snapshot in kept) == date.fromisoformat(quarter.name)


@pytest.mark.parametrize(("name", "content"), [
    ("broken.xlsx", b"PK\x03\x04 not a workbook"), ("empty.csv", b""), ("../../etc/passwd.csv", b"a,b\n1,2\n"),
    ("notes.csv", "Ünïcode;only\n".encode()), ("image.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200),
])  # fmt: skip
def test_a_workbook_that_is_none_is_refused_in_words(open_app, own_sample_store, name, content):
    before = len(store.list_snapshots(store.open_store(own_sample_store)))
    app = open_app(own_sample_store, "data")
    app.file_uploader(key="files").upload(name, content).run()
    assert not app.exception
    assert "cannot be loaded" in said(app) or "not updated" in said(app)
    assert len(store.list_snapshots(store.open_store(own_sample_store))) == before
    app.switch_page("pages/overview.py").run()
    assert not app.exception


def test_a_snapshot_taken_back_is_gone_from_every_page_and_comes_back(open_app, own_sample_store):
    newest = max(store.list_snapshots(store.open_store(own_sample_store)), key=lambda snapshot: snapshot.as_of)
    app = open_app(own_sample_store, "data")
    app.button(key=f"drop-{newest.id}").click().run()
    assert not app.exception
    app.switch_page("pages/risk.py").run()
    assert "30\N{NO-BREAK SPACE}Jun\N{NO-BREAK SPACE}2026" in said(app)
    app.switch_page("pages/data.py").run()
    app.button(key=f"drop-{newest.id}").click().run()
    assert not any(snapshot.dropped for snapshot in store.list_snapshots(store.open_store(own_sample_store)))


def test_an_assumption_stated_anew_changes_the_answer_and_is_on_record(open_app, own_sample_store):
    app = open_app(own_sample_store, "assumptions")
    app.selectbox(key="assumption").set_value("loss_limit").run()
    app.text_input[0].set_value("20,000,000")
    next(button for button in app.button if button.label == "State it").click().run()
    assert not app.exception
    app.switch_page("pages/risk.py").run()
    assert "£20M" in said(app)
    audit = store.audit(store.open_store(own_sample_store))
    assert "loss_limit" in audit.to_string()


def test_an_assumption_that_is_no_number_is_refused_in_words(open_app, own_sample_store):
    app = open_app(own_sample_store, "assumptions")
    app.text_input[0].set_value("a lot")
    next(button for button in app.button if button.label == "State it").click().run()
    assert not app.exception
    assert "is not a number" in said(app)


def test_hostile_names_are_shown_as_written_on_every_page(open_app, tmp_path):
    database = str(tmp_path / "hostile.duckdb")
    rows = "".join(f'I-{n},"{HOSTILE.replace(chr(34), chr(34) * 2)} {n}",in_flight,2026-01-0{n},2027-0{n}-01,100000\n'
                   for n in range(1, 7))  # fmt: skip
    initiatives = tmp_path / "initiatives.csv"
    initiatives.write_text(
        "initiative_id,name,stage,start_actual,finish_planned,annual_value\n" + rows, encoding="utf-8"
    )
    incidents = tmp_path / "incidents.csv"
    lines = [f'N-{n},2026-0{n}-15,"<img src=x onerror=alert({n})>",{n}000' for n in range(1, 9)]
    incidents.write_text("\n".join(["incident_id,opened_at,class,loss", *lines]), encoding="utf-8")
    loaded = uploading.load(database, [initiatives, incidents], as_of=date(2026, 9, 30), who="test")
    assert loaded.status != "refused"
    for page in ("overview", "velocity", "initiatives", "risk", "what_if", "board_pack"):
        app = open_app(database, page)
        assert not app.exception, page
        assert "<script" not in said(app)
        assert "<img" not in said(app)
    app = open_app(database, "initiatives")
    assert "&lt;script&gt;" in said(app)
    assert any(option.startswith(HOSTILE) for option in app.selectbox(key="initiative").options)


def test_a_decision_is_taken_and_settled_on_the_track_record(open_app, own_sample_store):
    app = open_app(own_sample_store, "track_record")
    app.text_input(key="decision_title").set_value(HOSTILE)
    next(button for button in app.button if button.label == "Keep it").click().run()
    assert not app.exception
    (row,) = store.decisions(store.open_store(own_sample_store))
    assert row.decision == HOSTILE
    assert row.rested_on
    assert "<script>" not in said(app)
    app.text_input(key="decision_outcome").set_value("It held")
    [button for button in app.button if button.label == "Keep it"][-1].click().run()
    assert not app.exception
    assert store.decisions(store.open_store(own_sample_store))[0].outcome == "It held"
    assert "It held" in said(app)


def test_days_without_a_forecast_are_worked_out_only_when_asked(open_app, own_sample_store):
    from balance.store.connection import writing

    with writing(store.open_store(own_sample_store)) as session:
        session.execute("DELETE FROM forecasts")
        session.execute("DELETE FROM forecast_sets")
        session.execute("UPDATE snapshots SET program_version = 'an earlier one'")  # what it said then nobody can redo
    app = open_app(own_sample_store, "track_record")
    assert "no forecast was written down" in said(app)
    assert "none has come due yet" in said(app)
    app.button(key="work_out").click().run()
    assert not app.exception
    assert "worked out afterwards" in said(app)
    assert "afterwards" in said(app)


def named(app, name, why=""):
    """The name and the reason of the plan in the hand, typed into their fields."""
    next(field for field in app.text_input if field.label == "Name").set_value(name)
    app.text_input(key="plan_why").set_value(why).run()


def moved(app, steps=1):
    """The slider of the pace a step away from where it stands."""
    slider = next(slider for slider in app.slider if slider.label.startswith("Delivery pace"))
    slider.set_value(round(slider.value + 0.05 * steps, 2)).run()
    return app.run()  # a slider sends its answer only; this brings back the rest, which a browser still has


def test_a_plan_somebody_else_saved_meanwhile_is_asked_about_and_never_lost(open_app, own_sample_store):
    mine, theirs = (moved(open_app(own_sample_store, "what_if")) for _ in range(2))
    named(theirs, "Focus", "Because of the <u>regulator</u>")
    theirs.text_input(key="plan_who").set_value("Ada").run()
    theirs.button(key="save_plan").click().run()
    moved(mine)
    named(mine, "Focus")
    mine.button(key="save_plan").click().run()
    assert not mine.exception
    assert "There is a plan called Focus" in said(mine)
    assert "Saved by Ada" in said(mine)
    assert "<u>" not in said(mine)
    kept = store.open_store(own_sample_store)
    (row,) = store.scenarios(kept)
    assert (row.version, row.levers) == (1, {"pace": 1.05})

    mine.button(key="save_over").click().run()
    assert not mine.exception
    (row,) = store.scenarios(kept)
    assert (row.version, row.levers) == (2, {"pace": 1.1})
    moved(theirs)
    theirs.button(key="save_plan").click().run()
    assert "There is a plan called Focus" in said(theirs)
    assert store.scenarios(kept)[0].version == 2
    theirs.button(key="keep_theirs").click().run()
    assert store.scenarios(kept)[0].version == 2


def test_saved_plans_stand_side_by_side_with_who_and_why(open_app, own_sample_store):
    kept = store.open_store(own_sample_store)
    for at, name in enumerate(("A", "B", "C", "D", HOSTILE[:150])):
        store.save_scenario(kept, name, {"pace": 1.1 + at / 20}, {}, who="Ada", why=f"reason {at}")
    app = open_app(own_sample_store, "what_if")
    assert not app.exception
    assert len(app.multiselect[0].value) == 4
    for words in ("Better on both", "reason 3", "by Ada", "against today"):
        assert words in said(app)
    assert "<script" not in said(app)


def test_a_change_of_plan_is_undone_step_by_step(open_app, own_sample_store):
    app = open_app(own_sample_store, "what_if")
    assert app.button(key="undo").disabled
    moved(moved(app))
    assert "".join(app.query_params["pace"]) == "1.1"
    app.button(key="undo").click().run()
    assert "".join(app.query_params["pace"]) == "1.05"
    app.button(key="reset").click().run()
    assert "pace" not in app.query_params
    app.button(key="undo").click().run()
    assert not app.exception
    assert "".join(app.query_params["pace"]) == "1.05"
    app.session_state["link"] = True
    assert any("pace=1.05" in block.value for block in app.run().code)


def of_two_dates(database, then=date(2026, 3, 31)):
    """Initiatives that run on an earlier day and now; that ran then and are finished; that came since and run now."""
    earlier, now = pipeline.analysis_of(database, then), pipeline.analysis_of(database)
    ran, runs = (list(one.fit.plan.rows["initiative_id"]) for one in (earlier, now))
    known = {one: set(analysis.company.initiatives["initiative_id"]) for one, analysis in ((0, earlier), (1, now))}
    both = next(one for one in ran if one in runs)
    return (
        both,
        next(one for one in ran if one in known[1] and one not in runs),
        next(one for one in runs if one not in known[0]),
    )


def test_a_saved_plan_is_shown_as_far_as_the_date_knows_it_and_says_what_is_left_out(open_app, own_sample_store):
    both, done, later = of_two_dates(own_sample_store)
    kept = store.open_store(own_sample_store)
    store.save_scenario(
        kept, "old plan", {"pace": 1.2, "wip_limit": 1e6}, {both: "stop", done: "pause", later: "pause"}
    )
    store.save_scenario(kept, "gone", {}, {done: "stop", HOSTILE: "pause"})
    finished, unknown = f"{done} does not run any more", f"{later} is not among the initiatives of this date"
    for as_of, missing in (("2026-09-30", finished), ("2026-03-31", unknown)):
        for page in ("overview", "what_if", "trade_off", "board_pack"):
            app = open_app(own_sample_store, page, plan="old plan", as_of=as_of)
            assert not app.exception
            assert app.session_state["balance"].plan == "old plan"
            assert app.session_state["balance"].actions == {both: "stop", done: "pause", later: "pause"}
            if page != "frontier":
                assert missing in said(app)
        assert "wip_limit is to be 1000000 and stands at" in said(
            open_app(own_sample_store, "what_if", plan="old plan")
        )
    app = open_app(own_sample_store, "what_if", plan="gone")
    assert not app.exception
    assert "Left out" in said(app)
    assert f"{done} does not run any more: to stop it is left out." in said(app)
    assert "<script" not in said(app)


def test_page_and_command_line_say_the_same_of_a_saved_plan(open_app, own_sample_store):
    both, done, _ = of_two_dates(own_sample_store)
    store.save_scenario(store.open_store(own_sample_store), "old plan", {"pace": 1.2}, {both: "stop", done: "pause"})
    told = pipeline.analysis_of(own_sample_store, scenario_name="old plan").report
    app = open_app(own_sample_store, plan="old plan")
    value = formats.money(told.velocity.value_landing_next_year.value, told.currency)
    assert value in said(app).replace("\N{NO-BREAK SPACE}", " ")
    for line in told.facts["plan_left_out"]:
        assert line in said(app)


def dated(app, day):
    """The same page with the data of another day, as chosen at the left."""
    app.session_state["balance"].take_day(date.fromisoformat(day))
    return app.run()


def test_the_date_is_changed_with_a_plan_in_the_hand(open_app, own_sample_store):
    _, done, later = of_two_dates(own_sample_store)
    app = open_app(own_sample_store, "what_if", do=[f"{later}:pause"], wip_limit="20")
    assert not app.exception
    assert "left out" not in said(app)
    for day in ("2026-03-31", "2024-03-31", "2026-09-30"):
        app = dated(app, day)
        assert not app.exception
        assert (f"{later} is not among the initiatives" in said(app)) == (day < "2026-09-30")
        assert app.session_state["balance"].actions == {later: "pause"}
        assert app.session_state["balance"].levers == {"wip_limit": 20.0}
    app = dated(open_app(own_sample_store, "what_if", do=[f"{done}:pause"], as_of="2026-03-31"), "2026-09-30")
    assert not app.exception
    assert f"{done} does not run any more" in said(app)


def test_the_table_of_single_initiatives_starts_from_the_plan_and_changes_nothing_by_being_looked_at(
    open_app, sample_store
):
    app = open_app(sample_store, "what_if")
    app.session_state["single"] = True
    table = app.run().dataframe[0].value
    first = str(table["id"].iloc[0])
    app = open_app(sample_store, "what_if", do=f"{first}:pause")
    assert not app.dataframe, "made when somebody looks at it"
    for opened in (True, False, True):
        app.session_state["single"] = opened
        app.run()
        assert not app.exception
        assert "".join(app.query_params["do"]) == f"{first}:pause"
    assert app.dataframe[0].value.set_index("id").at[first, "Action"] == "pause"


def pressed(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def test_what_an_assumption_would_move_is_shown_and_nothing_is_kept(open_app, own_sample_store):
    app = open_app(own_sample_store, "assumptions")
    app.selectbox(key="assumption").set_value("effect:missing_loss_shift").run()
    app.text_input[0].set_value("1")
    pressed(app, "What would it move?")
    assert not app.exception
    assert "would move" in said(app)
    assert len(store.stated_assumptions(store.open_store(own_sample_store)).query("origin == 'screen'")) == 0


def test_a_statement_tells_what_it_moved_and_can_be_undone(open_app, own_sample_store):
    app = open_app(own_sample_store, "assumptions")
    app.selectbox(key="assumption").set_value("effect:missing_loss_shift").run()
    app.text_input[0].set_value("1")
    app.text_input[4].set_value("Half of the losses are too small to be written down")
    pressed(app, "State it")
    assert not app.exception
    assert "was changed, and moved" in said(app)
    assert "Half of the losses are too small" in said(app)
    app.button(key="undo_assumption").click().run()
    assert not app.exception
    kept = store.open_store(own_sample_store)
    assert len(store.stated_assumptions(kept).query("origin == 'screen'")) == 0
    assert store.audit(kept)["what"].tolist()[-2:] == ["state assumption", "undo assumption"]


def test_what_cannot_be_used_is_told_with_what_stands_in(open_app, own_sample_store):
    kept = store.open_store(own_sample_store)
    store.state_assumption(kept, {"key": "loss_limit_chance", "value": "5"})
    store.state_assumption(kept, {"key": "effect:never_heard_of", "value": "1", "reason": HOSTILE})
    app = open_app(own_sample_store, "assumptions")
    assert not app.exception
    assert "2 statements are not used" in said(app)
    assert "expected a share from 0 to 1, such as 0.05" in said(app)
    assert "the default, 0.05" in said(app)
    assert "<script" not in said(app)


def test_who_comes_by_the_link_to_a_saved_plan_saves_it_on_under_its_name(open_app, own_sample_store):
    pipeline.keep_scenario(own_sample_store, "Focus", Scenario("Focus", pace=1.1), who="Ada")
    visitor = moved(open_app(own_sample_store, "what_if", plan="Focus", pace="1.1"))
    assert next(field for field in visitor.text_input if field.label == "Name").value == "Focus"
    visitor.button(key="save_plan").click().run()
    (row,) = store.scenarios(store.open_store(own_sample_store))
    assert (row.version, row.levers) == (2, {"pace": 1.15})


def test_a_screen_reader_is_told_a_slider_in_plain_words(open_app, sample_store):
    """What stands in a label is read out as it is written, with every backslash."""
    labels = [slider.label for slider in open_app(sample_store, "what_if").slider]
    assert "Late initiatives that security joins now (0 %)" in [" ".join(label.split()) for label in labels]
    assert not any("\\" in label for label in labels)
