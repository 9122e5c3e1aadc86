"""Links from the command line and into the numbers: listed, accepted, refused, undone; decisions are content."""

import json
from datetime import date

import pytest

from balance import pipeline, store, uploading
from balance.cli import main

Q3 = date(2026, 9, 30)
PLANS = """initiative_id,name,stage,start_actual,finish_planned,business_unit,technology
P-0012,Payments API renewal,in_flight,2026-01-05,2027-01-31,Retail,cloud
P-0013,Warehouse robots,in_flight,2026-01-05,2027-02-28,Logistics,iot
"""
CHANGES = """change_id,finished_at,initiative_id,service,outcome
C-1,2026-02-03,P-0012,Payments API,Successful
C-2,2026-08-03,P-0012,Payments API,Unsuccessful
C-3,2026-08-20,P-0013,Conveyor,Successful
"""
HEAD = "incident_id,opened_at,class,business_unit,service,technology,initiative_id,change_id\n"
INCIDENTS = HEAD + "".join([
    "I-1,2026-08-04,outage,Retail,Payments API,cloud,,\n",
    "I-2,2026-05-04,outage,Logistics,Conveyor,iot,P-0013,\n",
    "I-3,2026-08-21,outage,Logistics,Conveyor,,,C-3\n",
    "I-4,2026-07-01,outage,Retail,Web shop,,p12,\n",
    *(f"I-{n},2026-0{n - 2}-15,outage,Finance,Ledger,,,\n" for n in range(5, 12)),
])  # fmt: skip


@pytest.fixture
def database(tmp_path) -> str:
    """A small company with one likely link, one id written in another way, and links of every kind."""
    files = []
    for name, text in (("initiatives", PLANS), ("changes", CHANGES), ("incidents", INCIDENTS)):
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text(text, encoding="utf-8")
    loaded = uploading.load(str(tmp_path / "b.duckdb"), files, as_of=Q3, who="test")
    assert [problem.code for problem in loaded.intake.problems] == ["initiative-unknown"]
    return str(tmp_path / "b.duckdb")


@pytest.fixture
def balance(capsys, database):
    """Run `balance links` in this process; its exit status and its JSON document."""

    def run(*words):
        capsys.readouterr()
        status = main(["links", *words, "--database", database, "--json"])
        return status, json.loads(capsys.readouterr().out)

    return run


def test_links_are_listed_with_what_is_suggested_and_the_share_without(balance):
    status, told = balance()
    assert status == 0
    assert (told["incidents"], told["unlinked"]) == (11, 9)
    assert told["linked"] == {"explicit": 1, "accepted": 0, "through_changes": 1}
    assert told["unlinked_share"] == pytest.approx(9 / 11)
    assert {(one["incident_id"], one["initiative_id"]) for one in told["suggestions"]} == {
        ("I-1", "P-0012"), ("I-4", "P-0012"),
    }  # fmt: skip
    assert told["unknown"] == [
        {"named": "p12", "incidents": 1, "looks_like": "P-0012", "because": "written in another way"}
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--accept", "I-1=P-0012", "--refuse", "I-1=P-0012"), ("--accept", "I-1=P-0012", "I-1=P-0013"),
        ("--accept", "I-1=P-0012", "--undo", "I-1=P-0012"), ("--refuse", "I-1=P-0012", "I-1=P-0012"),
    ],
)  # fmt: skip
def test_a_call_that_contradicts_itself_changes_nothing(balance, words):
    before = balance()
    status, told = balance(*words)
    assert status == 2
    assert "nothing was changed" in told["message"]
    assert balance() == before


def test_a_link_that_the_file_overrules_is_refused_and_nothing_changed(balance, database):
    before = balance()
    status, told = balance("--accept", "I-1=P-0012", "I-2=P-0012")
    assert status == 2
    assert "I-2 comes from P-0013, not P-0012" in told["message"]
    assert "Nothing was changed" in told["message"]
    assert balance() == before
    assert balance("--accept", "I-2=P-0013")[0] == 0


def test_accepting_and_refusing_are_kept_and_counted(balance, database):
    assert balance("--accept", "I-1=P-0012", "--refuse", "I-4=P-0012")[0] == 0
    _, told = balance()
    assert (told["linked"]["accepted"], told["suggestions"]) == (1, [])
    assert told["accepted"] == [{"incident_id": "I-1", "initiative_id": "P-0012"}]
    assert told["refused"] == [{"incident_id": "I-4", "initiative_id": "P-0012"}]
    company, _ = pipeline.company_of(store.open_store(database))
    named = company.incidents.set_index("incident_id")["initiative_id"]
    assert named["I-1"] == "P-0012"
    assert named["I-4"] == "p12"
    _, told = balance("--undo", "I-1=P-0012", "I-4=P-0012")
    assert len(told["suggestions"]) == 2


def test_a_suggestion_counts_for_nothing_and_an_accepted_link_is_content(database):
    kept = store.open_store(database)
    before = pipeline.company_of(kept)[0].data_hash
    pipeline.links_of(kept)
    pipeline.decide_links(kept, refuse=[("I-1", "P-0012")])
    assert pipeline.company_of(kept)[0].data_hash == before
    pipeline.decide_links(kept, accept=[("I-1", "P-0012")])
    accepted = pipeline.company_of(kept)[0].data_hash
    assert accepted != before
    pipeline.decide_links(kept, undo=[("I-1", "P-0012")])
    assert pipeline.company_of(kept)[0].data_hash == before
    pipeline.decide_links(kept, accept=[("I-1", "P-0012")])
    assert pipeline.company_of(kept)[0].data_hash == accepted


def test_a_link_accepted_and_the_same_named_in_the_file_are_the_same_content(database, tmp_path):
    pipeline.decide_links(store.open_store(database), accept=[("I-1", "P-0012")])
    named = tmp_path / "named.csv"
    named.write_text(INCIDENTS.replace("Payments API,cloud,,", "Payments API,cloud,P-0012,"), encoding="utf-8")
    other = str(tmp_path / "other.duckdb")
    uploading.load(other, [tmp_path / "initiatives.csv", tmp_path / "changes.csv", named], as_of=Q3, who="test")
    hashes = [pipeline.company_of(store.open_store(address))[0].data_hash for address in (database, other)]
    assert hashes[0] == hashes[1]


def test_a_decision_holds_after_the_next_load_and_the_file_wins(database, tmp_path):
    kept = store.open_store(database)
    pipeline.decide_links(kept, accept=[("I-1", "P-0012"), ("I-5", "P-0012")])
    again = tmp_path / "again.csv"
    again.write_text(
        INCIDENTS.replace("I-5,2026-03-15,outage,Finance,Ledger,,,", "I-5,2026-03-15,outage,Finance,Ledger,,P-0013,"),
        "utf-8",
    )
    uploading.load(database, [again], as_of=date(2026, 12, 31), who="test")
    named = pipeline.company_of(kept)[0].incidents.set_index("incident_id")["initiative_id"]
    assert (named["I-1"], named["I-5"]) == ("P-0012", "P-0013")


@pytest.mark.parametrize(("words", "said"), [
    (("--accept", "I-1=P-0012", "I-99=P-0012"), "no incident 'I-99'"),
    (("--accept", "I-1=P-77", "--refuse", "I-98=P-0012"), "no incident 'I-98' and no initiative 'P-77'"),
    (("--accept", "I-1"), "INCIDENT=INITIATIVE"),
    (("--undo", "I-1=P-0012"), "nothing to undo"),
])  # fmt: skip
def test_what_cannot_be_decided_is_refused_whole(balance, database, words, said):
    status, told = balance(*words)
    assert status == 2
    assert said in told["message"]
    assert store.link_decisions(store.open_store(database)).empty


def test_a_store_that_does_not_exist_is_refused(tmp_path, capsys):
    assert main(["links", "--database", str(tmp_path / "none.duckdb")]) == 2
    assert not (tmp_path / "none.duckdb").exists()


def test_the_share_without_a_link_is_always_said(database, capsys):
    assert main(["report", "--database", database, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    (part,) = [part for part in report["quality"]["parts"] if part["part"] == "links"]
    assert part["why"] == "8 of 10 incidents counted (80 in 100) have no link to an initiative."
    told = {finding["topic"]: finding for finding in report["findings"]}
    assert "8 of 10 incidents counted (80 in 100) have no link to an initiative" in told["trade-off"]["caveats"][0]
    assert part["why"] in told["quality"]["text"]
