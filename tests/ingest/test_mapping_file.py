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
    ],
)  # fmt: skip
def test_what_is_no_mapping_is_refused_in_one_sentence(tmp_path, content, word):
    with pytest.raises(BalanceError, match=word):
        read_mapping(write(tmp_path / "m.json", content))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BalanceError, match=r"m\.json"):
        read_mapping(tmp_path / "m.json")
