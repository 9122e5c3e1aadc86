"""What commands print for a person: columns beneath each other, days and money as people write them, nothing raw."""

import re

import pytest

from balance import cli
from balance.formats.lines import width

RAW = re.compile(r"[{\[]'|\bNone\b|\bnan\b|\bNaT\b|\d\.\d{7,}|\d{4}-\d\d-\d\dT|[0-9a-f]{64}|\\n|b'|\b\d{3,}\.0\b")
"""Traces of how the program keeps things: reprs, numbers with all their binary digits, moments of machines, hashes."""
COMMANDS = (
    "snapshots", "links", "what-if", "what-if --set pace=1.2", "frontier", "trace PRJ0010415", "decisions",
    "assumptions", "assume loss_limit=12000000 --preview", "audit", "audit --what load", "mappings", "pages",
    "pack --frozen", "retain --preview", "track-record", "diff {first} {last}", "report",
)  # fmt: skip


@pytest.fixture
def printed(capsys, sample_store):
    """The lines that a command prints about the sample company."""

    def run(words: str) -> list[str]:
        capsys.readouterr()
        own = words.startswith("pages")
        assert cli.main([*words.split(), *([] if own else ["--database", sample_store])]) == 0
        return capsys.readouterr().out.removesuffix("\n").split("\n")

    return run


@pytest.fixture
def ids(printed):
    return [line.split()[0] for line in printed("snapshots")[1:]]


def edges(lines: list[str]) -> list[str]:
    """The words of a column that stands at the right edge of its head, line by line."""
    return [line[line.rindex("  ") + 2 :] for line in lines]


@pytest.mark.parametrize("words", COMMANDS)
def test_no_command_prints_how_the_program_keeps_things(printed, ids, words):
    lines = printed(words.format(first=ids[0], last=ids[-1]))
    assert [line for line in lines if RAW.search(line)] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_snapshots_and_their_difference_stand_in_columns(printed, ids):
    head, *rows = printed("snapshots")
    assert head.split() == ["Snapshot", "As", "of", "Loaded", "Initiatives", "Incidents", "Changes", "Controls",
                            "Assumptions"]  # fmt: skip
    assert len({width(line) for line in (head, *rows)}) == 1
    assert all(row.startswith(ids[at]) and row[14:25] == row[14:25].strip() for at, row in enumerate(rows))
    assert rows[-1][14:25] == "30 Sep 2026"
    told = printed(f"diff {ids[-2]} {ids[-1]}")
    assert told[0].split() == ["Table", "New", "Changed", "Gone"]
    assert len({width(line) for line in told}) == 1


def test_levers_and_plans_are_told_in_money_and_natural_frequencies(printed):
    levers = {line.split()[0]: line.split()[1:4] for line in printed("what-if")[1:]}
    assert levers["pace"] == ["0.5", "1.5", "1"]
    assert levers["control_spend"] == ["£0", "£1.6M", "£0"]
    told = printed("what-if --set pace=1.2")
    assert [line.split("  ")[0] for line in told[-4:]] == [
        "Value landing next year", "Loss in an average year", "Loss in a bad year", "Chance beyond the limit",
    ]  # fmt: skip
    assert " in 100 (" in told[-1]
    plans = printed("frontier")
    assert "advised" in "".join(plans)
    assert plans[4].startswith("today")


def test_a_plan_that_moves_nothing_and_names_of_any_width(printed, capsys):
    assert printed("what-if --set pace=1")[-1].endswith("0 in 100 (0 to 0)")
