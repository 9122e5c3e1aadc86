"""Every headline number leads to rows, and each row cited really holds those values in the original workbook."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from balance import cli, documents, findings, pipeline, provenance, store, uploading
from balance.errors import BalanceError
from balance.schema import TABLES
from balance.store import open_store

Q3 = date(2026, 9, 30)


@pytest.fixture(scope="module")
def kept(sample_store):
    return open_store(sample_store, create=False)


@pytest.fixture(scope="module")
def analysis(sample_store):
    return pipeline.analysis_of(sample_store)


@pytest.fixture(scope="module")
def cells(kept):
    """The cells of an original by header: `cells(sha256, sheet, row)`, read once by another library than ours."""
    books = {}

    def of(sha256, sheet, row):
        if sha256 not in books:
            book = openpyxl.load_workbook(io.BytesIO(store.original(kept, sha256)), data_only=True)
            books[sha256] = {page.title: list(page.iter_rows(values_only=True)) for page in book}
        rows = books[sha256][sheet]
        return dict(zip(rows[0], rows[row - 1], strict=True))

    return of


def headline_names(analysis):
    """Every number of the report's document that is one: by the name it has there."""
    document = documents.report_document(analysis.report, ())
    names = [f"{room}.{name}" for room in ("velocity", "risk") for name in document[room]
             if name not in ("initiatives", "classes")]  # fmt: skip
    names += [f"risk.classes.{one['class']}" for one in document["risk"]["classes"]]
    names += [f"coupling.{one['effect']}" for one in document["coupling"]]
    return [*names, "quality.score", *(f"findings.{told.topic}" for told in findings.all_findings(analysis.report))]


def test_every_headline_number_has_a_way_to_its_rows(kept, analysis):
    for name in headline_names(analysis):
        told = provenance.trace(kept, analysis, name)
        assert told.rows or told.assumptions, name
        assert told.title, name
        assert told.how.endswith("."), name


def same(column, said, found, words):
    """Whether a stored value is that of the workbook's cell, after what was decided for the column."""
    kind = column.type
    if found is None or found == "":
        return said is None
    if kind in ("date", "moment"):
        moment = found if isinstance(found, datetime) else datetime.fromisoformat(str(found))
        return datetime.fromisoformat(said).replace(microsecond=0) == moment.replace(microsecond=0)
    if kind in ("money", "share", "number", "count"):
        return said == pytest.approx(float(found))
    if kind == "choice":
        meant = {key.casefold(): value for key, value in column.meant.items()} | words
        return meant.get(str(found).casefold(), str(found)) == said
    if kind == "flag":
        return said is found
    return str(found).strip() == str(said)


def test_every_row_cited_holds_those_values_in_the_original(kept, analysis, cells):
    compared: set[tuple] = set()
    for name in headline_names(analysis):
        told = provenance.as_json(provenance.trace(kept, analysis, name))
        hashes = {(one["snapshot"], one["file"]): one["sha256"] for one in told["originals"]}
        read = {(one["snapshot"], one["file"], one["sheet"], one["column"]): one for one in told["columns"]}
        for row in told["rows"]:
            place = row["snapshot"], row["file"], row["sheet"]
            found = cells(hashes[place[:2]], row["sheet"], row["row"])
            table = TABLES[row["table"]]
            for column, said in {table.key: row["id"], **row["values"]}.items():
                if (*place, column) not in read:
                    assert said is None, (name, row, column)
                    continue
                if (*place, row["row"], column) in compared:
                    continue
                how = read[*place, column]
                (header,) = how["headers"]
                assert header in found
                assert same(table.column(column), said, found[header], how["words"]), (name, row, column, found[header])
                compared.add((*place, row["row"], column))
    assert len(compared) > 4_000


def test_assumptions_lead_to_their_rows_too(kept, analysis, cells):
    told = provenance.as_json(provenance.trace(kept, analysis, "risk.chance_beyond_limit"))
    given = {one["key"]: one for one in told["assumptions"]}
    limit = given["loss_limit"]
    (sha256,) = {one["sha256"] for one in told["originals"]
                 if (one["snapshot"], one["file"]) == (limit["snapshot"], limit["file"])}  # fmt: skip
    found = cells(sha256, limit["sheet"], limit["row"])
    assert (found["Key"], found["Value"]) == ("loss_limit", limit["value"])
    assert given["effect:size"]["assumed"]
    assert given["effect:size"]["file"] is None


def test_the_rows_explain_the_number(kept, analysis):
    report = analysis.report

    def rows(name):
        return provenance.trace(kept, analysis, name).parts[0].rows

    landed = rows("velocity.value_landed_past_year")
    assert landed["annual_value"].sum() == report.velocity.value_landed_past_year
    assert len(landed) == report.velocity.finished_past_year
    assert len(rows("velocity.in_flight")) == report.velocity.in_flight
    on_time = rows("velocity.on_time_share")
    share = (on_time["finish_actual"] <= on_time["finish_planned"]).mean()
    assert share == pytest.approx(report.velocity.on_time_share.value)
    counts = dict(zip(report.risk.classes["class"], report.risk.classes["incidents"], strict=True))
    for name, count in counts.items():
        assert len(rows(f"risk.classes.{name}")) == count
    assert len(rows("risk.expected_annual_loss")) == sum(counts.values())


def test_incidents_that_do_not_count_are_not_cited(kept, analysis):
    cited = set(provenance.trace(kept, analysis, "risk.expected_annual_loss").parts[0].rows["incident_id"])
    every = set(analysis.company.incidents["incident_id"])
    left_out = analysis.fit.history.left_out
    assert len(every - cited) == sum(left_out.values())


def test_the_severe_class_cites_the_incidents_above_its_floor(kept, sample_store, tmp_path):
    store.backup(kept, tmp_path / "own.duckdb")
    own = open_store(tmp_path / "own.duckdb")
    store.state_assumption(own, {"key": "severe_frequency", "value": "0.2"})
    store.state_assumption(own, {"key": "materiality_floor", "value": "500000"})
    analysed = pipeline.analysis_of(str(own.path))
    told = provenance.trace(own, analysed, "risk.classes.severe").parts[0].rows
    assert len(told) > 0
    assert (told["loss"] > 500_000).all()
    usual = provenance.trace(own, analysed, "risk.classes.Service outage").parts[0].rows
    assert not (usual["loss"] > 500_000).any()
    given = {one.stated.key: one for one in provenance.trace(own, analysed, "risk.classes.severe").assumptions}
    assert given["severe_frequency"].place is None
    assert not given["severe_frequency"].stated.assumed


def test_an_initiative_and_an_incident_lead_to_their_rows_and_what_hangs_together(kept, analysis):
    linked = analysis.fit.history.incidents.query("linked").iloc[0]
    told = provenance.trace(kept, analysis, linked["incident_id"])
    assert told.parts[0].table == "incidents"
    assert {part.table for part in told.parts} >= {"initiatives"}
    (initiative,) = next(part for part in told.parts if part.table == "initiatives").rows["initiative_id"]
    back = provenance.trace(kept, analysis, initiative)
    incidents = next(part for part in back.parts if part.table == "incidents").rows
    assert linked["incident_id"] in set(incidents["incident_id"])
    assert back.parts[0].rows["source_row"].notna().all()


def test_what_is_unknown_is_refused_with_what_there_is(kept, analysis):
    with pytest.raises(BalanceError, match=r"Did you mean risk\.expected_annual_loss"):
        provenance.trace(kept, analysis, "risk.expected_loss")
    with pytest.raises(BalanceError, match="one of velocity"):
        provenance.trace(kept, analysis, "§§§")


def test_decisions_on_columns_and_problems_of_rows_are_told(tmp_path):
    path = tmp_path / "home made.csv"
    path.write_text(
        "Incident Number;Opened;Type;Loss (k USD);Resolved\n"
        "INC1;03.04.2026;=1+1;12,5;bad date\nINC2;25.06.2026;Outage;3,5;26.06.2026\n"
    )
    database = str(tmp_path / "balance.duckdb")
    opened = open_store(database)
    for key, value in (("reporting_currency", "GBP"), ("exchange_rate:USD", "0.8")):
        store.state_assumption(opened, {"key": key, "value": value})
    assert uploading.load(database, [path], as_of=Q3).status == "attention"
    told = provenance.trace(opened, pipeline.analysis_of(database), "risk.expected_annual_loss")
    read = {one.column: one for one in told.columns}
    assert read["opened_at"].decided == "dates day first"
    assert read["loss"].headers == ("Loss (k USD)",)
    assert (read["loss"].unit, read["loss"].currency, read["loss"].rate) == (1000, "USD", 0.8)
    store.state_assumption(opened, {"key": "exchange_rate:USD", "value": "0.5"})
    later = provenance.trace(opened, pipeline.analysis_of(database), "risk.expected_annual_loss")
    assert {one.rate for one in later.columns if one.column == "loss"} == {0.8}, "the rate of the day it was loaded"
    rows = told.parts[0].rows.set_index("incident_id")
    assert rows.loc["INC1", "loss"] == pytest.approx(12.5 * 1000 * 0.8)
    assert [(problem.row, problem.found) for problem in told.problems] == [(2, "bad date")]
    lines = list(csv.DictReader(io.StringIO(provenance.table(told))))
    assert [line["id"] for line in lines] == ["INC1", "INC2"]
    assert lines[0]["class"] == "'=1+1"
    assert float(lines[0]["loss"]) == 10000.0
    assert lines[0]["row"] == "2"
    assert any("read opened_at from 'Opened'" in line for line in provenance.lines(told))


def test_what_people_gave_in_place_of_the_file_is_told(tmp_path):
    (tmp_path / "initiatives.csv").write_text("initiative_id,name,stage,finish_planned\nA,Cloud,in_flight,2027-03-31\n")
    (tmp_path / "incidents.csv").write_text(
        "incident_id,opened_at,class,loss\nINC1,2026-08-01 10:00:00,Outage,lots\nINC2,2026-08-02 10:00:00,Outage,7\n"
    )
    database = str(tmp_path / "balance.duckdb")
    opened = open_store(database)
    store.state_assumption(opened, {"key": "reporting_currency", "value": "GBP"})
    files = [tmp_path / "initiatives.csv", tmp_path / "incidents.csv"]
    loaded = uploading.load(database, files, as_of=Q3, corrections=["incidents.csv!!D2=500"], who="ana")
    assert loaded.status != "refused"
    pipeline.decide_links(opened, accept=[("INC2", "A")], who="ben")
    analysed = pipeline.analysis_of(database)
    (cell,) = provenance.trace(opened, analysed, "risk.expected_annual_loss").amended
    assert (cell.id, cell.cell, cell.found, cell.meant, cell.who) == ("INC1", "D2", "lots", "500", "ana")
    told = provenance.trace(opened, analysed, "coupling.load")
    (link,) = told.amended
    assert (link.id, link.column, link.meant, link.who) == ("INC2", "initiative_id", "A", "ben")
    assert "given by a person: incidents INC2: ben gave 'A' for initiative_id" in "\n".join(provenance.lines(told))
    assert provenance.as_json(told)["amended"][0]["meant"] == "A"


def test_the_command_tells_the_same(sample_store, kept, analysis, capsys):
    assert cli.main(["trace", "velocity.in_flight", "--json", "--database", sample_store]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["rows"]) == analysis.report.velocity.in_flight == told["value"]
    assert {"table", "id", "snapshot", "as_of", "file", "sheet", "row", "values"} <= set(told["rows"][0])
    assert cli.main(["trace", "velocity.in_flight", "--database", sample_store]) == 0
    assert "initiatives.xlsx of 2026-09-30, sheet 'Page 1', row" in capsys.readouterr().out
    assert cli.main(["trace", "nobody", "--json", "--database", sample_store]) == 2


def test_half_of_the_data_has_its_half(tmp_path, sample_quarters):
    for table in ("initiatives", "incidents"):
        database = str(tmp_path / f"{table}.duckdb")
        uploading.load(database, [sample_quarters[-1] / f"{table}.xlsx"], as_of=Q3)
        analysed = pipeline.analysis_of(database)
        for name in headline_names(analysed):
            told = provenance.trace(open_store(database), analysed, name)
            assert {part.table for part in told.parts if len(part.rows)} <= {table}
            assert json.loads(documents.text_of(provenance.as_json(told)))["what"] == name
