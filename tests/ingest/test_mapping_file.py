"""Mapping files from disk: read, or refused in one sentence."""

import json

import pytest

from balance.errors import BalanceError
from balance.ingest import read_mapping


def write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_mapping_is_read(tmp_path):
    document = {"name": "ours", "sheets": [{"sheet": "*", "table": "initiatives", "columns": {"Key": "initiative_id"}}]}
    assert read_mapping(write(tmp_path / "m.json", document)) == document


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("{", "cannot be read"), ([], "sheets"), ({"sheets": [1]}, "sheets"),
        ({"sheets": [{"table": "projects"}]}, "projects"), ({"sheets": [{"columns": []}]}, "columns"),
        ({"sheets": [{"table": "incidents", "columns": {"A": "bugdet"}}]}, "bugdet"), ("[" * 100_000, "cannot be read"),
        ({"sheets": [{"table": "incidents", "answers": {"decimal:incidents.loss": 1}}]}, "must be text"),
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused_in_one_sentence(tmp_path, content, word):
    with pytest.raises(BalanceError, match=word):
        read_mapping(write(tmp_path / "m.json", content))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BalanceError, match=r"m\.json"):
        read_mapping(tmp_path / "m.json")


SWAPPED = ["2026-05-03", "2026-06-04", "2026-07-08", "2026-02-01", "25/03/2026", "28/04/2026", "13/05/2026"]


@pytest.mark.parametrize(
    ("columns", "key", "answer"),
    [
        ({"Budget": ["1.234", "2.345", "3.456"]}, "decimal:initiatives.budget", "decimal comma"),
        ({"Budget": ["10-20", "$5m - $6m", "7"]}, "range:initiatives.budget", "middle"),
        ({"Complete": ["0.5", "0.25", "40"]}, "share:initiatives.percent_complete", "percent"),
        ({"Start date": SWAPPED}, "swapped:initiatives.start_planned", "swap day and month"),
        ({"Start date": ["03/04/2026", "05/06/2026"]}, "dates:initiatives.start_planned", "month first"),
        ({"security_joined": ["gate 2", "design"]}, "value:initiatives.security_joined:gate 2", "build"),
        ({"State": ["Gate 3", "done"]}, "value:initiatives.stage:Gate 3", "idea"),
        ({"Project ID": ["P-1", "P-1"], "Date reported as of": ["2026-03-31", "2026-06-30"]},
         "as_of_column:initiatives", "one snapshot per date"),
    ],
)  # fmt: skip
def test_what_was_answered_is_in_the_mapping_file_and_asks_nothing_again(initiatives, tmp_path, columns, key, answer):
    assert [question.key for question in initiatives(columns).questions] == [key]
    first = initiatives(columns, answers={key: answer})
    assert not first.questions
    again = initiatives(columns, mapping=read_mapping(write(tmp_path / "m.json", first.mapping)))
    assert not again.questions
    assert again.frames["initiatives"].equals(first.frames["initiatives"])
    assert list(again.reports) == list(first.reports)
    assert again.mapping == first.mapping
