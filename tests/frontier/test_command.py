"""The command: its document, and that a plan's actions say the same through the what-if."""

import json

import pytest

from balance.cli import main

AXES = {"value", "exposure", "chance_beyond_limit", "cost", "in_flight"}


@pytest.fixture(scope="module")
def answer(sample_store):
    def run(capsys, *words):
        status = main([*words, "--database", sample_store, "--json"])
        return status, capsys.readouterr().out

    return run


def test_the_document_and_its_plans(answer, capsys):
    status, text = answer(capsys, "frontier")
    found = json.loads(text)
    assert status == 0
    assert set(found) == {"today", "plans", "gain_at_same_exposure", "saving_at_same_value", "price_of_appetite",
                          "advised", "reasons"}  # fmt: skip
    assert set(found["today"]) == AXES
    assert all(set(plan) == AXES | {"actions", "since_last"} for plan in found["plans"])
    _, report = answer(capsys, "report")
    report = json.loads(report)
    assert found["today"]["value"] == report["velocity"]["value_landing_next_year"]["value"]
    assert found["today"]["exposure"] == report["risk"]["bad_year_loss"]["value"]
    for plan in (found["plans"][0], found["plans"][-1]):
        words = [word for pair in plan["actions"].items() for word in ("--action", "=".join(pair))]
        _, said = answer(capsys, "what-if", *words)
        said = json.loads(said)["scenario"]
        assert plan["value"] == said["value_landing_next_year"]["value"]
        assert plan["exposure"] == said["bad_year_loss"]["value"]
        assert plan["chance_beyond_limit"] == said["chance_beyond_limit"]["value"]


def test_no_store_is_refused(capsys, tmp_path):
    assert main(["frontier", "--database", str(tmp_path / "none.duckdb"), "--json"]) == 2


def test_a_person_reads_sentences(sample_store, capsys):
    assert main(["frontier", "--database", sample_store]) == 0
    assert "bad year" in capsys.readouterr().out
