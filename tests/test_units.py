"""Who may see some units only sees the company as if nothing else had been loaded: nothing of others shows anywhere."""

import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from balance import cli, packing, pipeline, roles, store, units, uploading, way_here
from balance.roles import NotAllowed, Person, Role
from balance.screens import SCREENS

OWN = "Food Logistics UK"
SEER = Person("bo@example.com", frozenset({Role.VIEWER}), frozenset({OWN}), signed_in=True)
DAY = date(2026, 9, 30)
SECRET = "Zanzibar"
"""What every text of the other units says in the second store."""


def frames():
    initiatives = pd.DataFrame(
        {"initiative_id": ["A1", "B1", "A2", "N1"], "business_unit": ["Retail", "Cold", " retail ", None],
         "depends_on": ["B1; A2", "A1", "B1", None]}
    )  # fmt: skip
    incidents = pd.DataFrame(
        {"incident_id": ["i1", "i2", "i3", "i4"], "business_unit": ["Retail", "Cold", None, None],
         "initiative_id": ["B1", "A1", "A2", "B1"], "change_id": ["c2", "c1", "c1", None]}
    )  # fmt: skip
    changes = pd.DataFrame({"change_id": ["c1", "c2", "c3"], "initiative_id": ["A1", "B1", None]})
    controls = pd.DataFrame({"control_id": ["k1"]})
    return {"initiatives": initiatives, "incidents": incidents, "changes": changes, "controls": controls}


def test_every_unit_changes_nothing():
    given = frames()
    found = units.within(given, None)
    assert all(found[name] is given[name] for name in given)


def test_rows_and_ids_of_other_units_are_not_there():
    found = units.within(frames(), {"retail"})
    assert list(found["initiatives"]["initiative_id"]) == ["A1", "A2"]
    assert list(found["initiatives"]["depends_on"].fillna("")) == ["A2", ""]
    assert list(found["incidents"]["incident_id"]) == ["i1", "i3"]
    assert list(found["incidents"]["initiative_id"].fillna("")) == ["", "A2"]
    assert list(found["incidents"]["change_id"].fillna("")) == ["", "c1"]
    assert list(found["changes"]["change_id"]) == ["c1"]
    assert len(found["controls"]) == 1


def test_a_unit_with_nothing_is_as_if_nothing_had_been_loaded():
    found = units.within(frames(), {"Elsewhere"})
    assert [name for name, frame in found.items() if frame is not None] == ["controls"]
    assert (
        units.within({"initiatives": frames()["controls"].assign(initiative_id="x")}, {"Retail"})["initiatives"] is None
    )


@pytest.fixture(scope="module")
def two_stores(sample_store, tmp_path_factory):
    """Two stores that agree in one unit alone: in the second, every other row says and costs something else."""
    company = pipeline.company_of(store.open_store(sample_store, create=False))[0]
    found = []
    for altered in (False, True):
        folder = tmp_path_factory.mktemp("units")
        files = [
            _exported(folder, name, getattr(company, name), altered) for name in ("initiatives", "incidents", "changes")
        ]
        found.append(str(folder / "balance.duckdb"))
        assert uploading.load(found[-1], files, as_of=DAY).status != "refused"
    return found


def _exported(folder, name, frame, altered):
    rows = frame.drop(columns=["source_file", "source_sheet", "source_row", "snapshot_id", "gone"]).dropna(
        axis=1, how="all"
    )
    if altered and name != "changes":
        _alter(rows, rows["business_unit"] != OWN, name)
    file = folder / f"{name}.csv"
    rows.to_csv(file, index=False, date_format="%Y-%m-%d %H:%M:%S" if name != "initiatives" else "%Y-%m-%d")
    return file


def _alter(rows, others, name):
    texts = ("name", "portfolio", "owner", "sponsor") if name == "initiatives" else ("title", "service", "third_party")
    for column in (one for one in texts if one in rows):
        rows.loc[others, column] = SECRET
    for column in rows.select_dtypes("number").columns.difference(["percent_complete"]):
        if not column.endswith("readiness"):
            rows[column] = rows[column].where(~others | rows[column].isna(), rows[column] * 7 // 2)
    if name == "initiatives":
        rows.loc[others, "business_unit"] = SECRET


@pytest.fixture
def as_seer():
    """Every thread acts for the person of one unit, as behind a sign-in."""
    from balance.ui import admission

    roles.ask_with(lambda: SEER)
    yield
    roles.ask_with(admission.visitor)


@pytest.mark.slow
def test_the_two_stores_differ_for_whoever_sees_all(two_stores):
    reports = [pipeline.analysis_of(one).report for one in two_stores]
    assert reports[0].data_hash != reports[1].data_hash
    assert reports[0].risk.expected_annual_loss != reports[1].risk.expected_annual_loss


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [["report"], ["what-if"], ["what-if", "--set", "pace=1.2"], ["frontier"], ["assumptions"], ["sensitivity"]],
    ids=" ".join,
)  # fmt: skip
def test_documents_of_the_command_line_say_nothing_of_others(two_stores, as_seer, capsys, words):
    told = []
    for database in two_stores:
        assert cli.main([*words, "--json", "--database", database]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert SECRET not in told[1]
    if words == ["report"]:
        assert {row["initiative_id"] for row in json.loads(told[0])["velocity"]["initiatives"]} <= _own_ids(
            two_stores[0]
        )


def _own_ids(database):
    with roles.acting_as(roles.machine_user()):
        rows = pipeline.company_of(store.open_store(database, create=False))[0].initiatives
    return set(rows.loc[rows["business_unit"] == OWN, "initiative_id"])


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [["snapshots"], ["diff", "a", "b"], ["trace", "risk.limit"], ["links"], ["track-record"], ["decisions"],
     ["mappings"], ["report", "--scenario", "mine"], ["purge", "a"], ["assume", "revenue=5"], ["backup", "copy.duckdb"],
     ["what-if", "--set", "pace=1.2", "--save", "mine"]],
    ids=" ".join,
)  # fmt: skip
def test_what_concerns_the_whole_company_is_refused_in_a_sentence(
    two_stores, as_seer, capsys, words, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert cli.main([*words, "--json", "--database", two_stores[0]]) == 2
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == "refused"
    assert "may not" in told["message"]
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["html", "pptx", "xlsx"])
def test_packs_say_nothing_of_others(two_stores, as_seer, tmp_path, format_):
    packs = []
    for at, database in enumerate(two_stores):
        written, _ = packing.write_pack(database, tmp_path / str(at), [format_], packing.Wanted())
        packs.append(_content(written.paths[0]))
    assert packs[0] == packs[1]


def _content(path):
    """A pack's content; of one that is packed, its parts without the moments they were packed at."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist() if not name.startswith("docProps/")
                and not name.endswith(".xlsx")}  # fmt: skip


@pytest.mark.slow
def test_no_page_says_anything_of_others(two_stores, as_seer, project, monkeypatch):
    monkeypatch.chdir(project)
    told = []
    for database in two_stores:
        monkeypatch.setenv("BALANCE_DATABASE", database)
        st.cache_resource.clear()  # what one visitor worked out is there for the next one of the same content
        app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=600).run()
        told.append({screen.file: _page(app, screen.file) for screen in SCREENS})
    assert _open_ids(two_stores[0])
    assert [one for one in _open_ids(two_stores[0]) if one not in told[0]["initiatives"]] == []
    for page in told[0]:
        assert told[0][page] == told[1][page], page
        assert SECRET not in told[1][page]


def _open_ids(database):
    """The unit's initiatives that are not over, which the page of initiatives lists unasked."""
    with roles.acting_as(roles.machine_user()):
        rows = pipeline.company_of(store.open_store(database, create=False))[0].initiatives
    return set(rows.loc[(rows["business_unit"] == OWN) & ~rows["stage"].isin(["done", "cancelled"]), "initiative_id"])


def _page(app, page):
    """Everything a page sends to the browser."""
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception, page
    kinds = (
        "html",
        "plotly_chart",
        "markdown",
        "selectbox",
        "multiselect",
        "arrow_data_frame",
        "expander",
        "caption",
        "button",
    )
    told = "\n".join(str(getattr(block, "proto", block)) for kind in kinds for block in app.get(kind))
    return re.sub(r"[0-9a-f]{32}", "", told)  # what Streamlit calls its elements by


def test_rows_behind_numbers_are_refused_where_they_are_looked_up(two_stores):
    kept = store.open_store(two_stores[0], create=False)
    with roles.acting_as(replace(SEER, roles=frozenset(Role))):
        for look in (store.problems_of, store.held_rows, store.originals_of, store.sources_of, store.mapping_of):
            with pytest.raises(NotAllowed, match=OWN):
                look(kept, "any")


def test_a_unit_that_is_new_since_the_date_before_has_an_answer_and_no_way_here(two_stores, as_seer, tmp_path):
    database, early = str(tmp_path / "new.duckdb"), tmp_path / "early.csv"
    early.write_text("initiative_id,name,stage,finish_planned,business_unit\nZ-1,Old,in_flight,2026-12-31,Elsewhere\n")
    with roles.acting_as(roles.machine_user()):
        assert uploading.load(database, [early], as_of=date(2026, 6, 30)).status != "refused"
        company = pipeline.company_of(store.open_store(two_stores[0], create=False))[0]
        files = [_exported(tmp_path, name, getattr(company, name), False) for name in ("initiatives", "incidents")]
        assert uploading.load(database, files, as_of=DAY).status != "refused"
    kept = store.open_store(database, create=False)
    assert way_here.report_on(kept, date(2026, 6, 30)) is None
    assert len(way_here.trail(kept)) == 1
    assert len(packing.outline_of(pipeline.analysis_of(database), way_here.trail(kept), kept=kept).slides) > 5
