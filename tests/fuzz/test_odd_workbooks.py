"""A small slice of the odd workbooks of `benchmarks/`, and those that once were read wrong: loaded or refused."""

import random
from datetime import date

import pytest
from benchmarks.odd_workbooks import HARMLESS, mutated, odd_workbooks

from balance import uploading
from balance.ingest.limits import Limits
from balance.ingest.reader import read_content
from benchmarks import attacks, odd_tables, odd_texts

SLICE = list(odd_workbooks(60, seed=7, heavy=False))


def checked(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return uploading.check(str(folder / "none.duckdb"), [path], as_of=date(2026, 9, 30))


def keeps_its_word(checked_):
    """Every row is accounted for, and what is refused says why."""
    for file in checked_.intake.files:
        for sheet in file.sheets:
            rows = sheet.rows
            assert rows.read == rows.accepted + rows.held + rows.left_out
    if checked_.status == "refused":
        assert any(problem.severity == "error" for problem in checked_.intake.problems) or checked_.intake.questions
    for problem in checked_.intake.problems:
        assert problem.found
        assert problem.fix
        assert "Traceback" not in str(problem)


@pytest.mark.parametrize("odd", SLICE, ids=[f"{number} {odd.kind}" for number, odd in enumerate(SLICE)])
def test_each_is_loaded_or_refused_with_a_sentence(odd, tmp_path):
    keeps_its_word(checked(tmp_path, odd.name, odd.content))


def test_the_same_seed_makes_the_same_files():
    once, again = (list(odd_workbooks(20, seed=3, heavy=False)) for _ in range(2))
    assert [(odd.kind, odd.name) for odd in once] == [(odd.kind, odd.name) for odd in again]
    texts = [odd.content for odd in once if not odd.content.startswith(b"PK")]
    assert texts == [odd.content for odd in again if not odd.content.startswith(b"PK")]


def test_every_kind_can_be_made():
    kinds = (*odd_tables.KINDS, *odd_texts.KINDS)
    assert set(kinds) == set(HARMLESS)
    for kind in (*kinds, *(kind for kind in attacks.KINDS if kind not in attacks.HEAVY)):
        name, content = kind(random.Random(1))
        assert "." in name
        assert isinstance(content, bytes)
    assert mutated(random.Random(1)).kind.startswith("changed")


@pytest.mark.parametrize("kind", [attacks.far_corner, attacks.document_type, attacks.repeated, attacks.records],
                         ids=lambda kind: kind.__name__)  # fmt: skip
def test_attacks_are_refused_or_stay_within_the_limits(kind):
    for seed in range(6):
        name, content = kind(random.Random(seed))
        book = read_content(name, content, Limits())
        if kind in (attacks.far_corner, attacks.document_type):
            assert book.refused, (name, seed)
        assert sum(sheet.rows * len(sheet.columns) for sheet in book.sheets) <= Limits().cells


def test_nothing_is_written_outside_and_nothing_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.parent.rglob("*"))
    name, content = odd_tables.reaching_out(random.Random(2))
    checked(tmp_path, name, content)
    made = set(tmp_path.parent.rglob("*")) - before
    assert {path.name for path in made} == {name}
