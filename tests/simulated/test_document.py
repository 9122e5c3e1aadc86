"""What docs/calibration.md says, held against itself and against the product: nothing outside its limits is left alone,
and the caution that a kind of company is said to be told is told such a company, word for word."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from tests.simulated.calibrate import FIRST_SEED
from tests.simulated.cases import CASES
from tests.simulated.covering import LEAST, MOST, OR
from tests.simulated.recording import company
from tests.simulated.world import world

from balance.findings.cautions import said
from balance.model.cautions import cautions
from balance.model.fit import fit

DOCUMENT = (Path(__file__).parents[2] / "docs" / "calibration.md").read_text(encoding="utf-8")
TABLES_OF_RANGES = ("The truth in the 80 % ranges", "Effects", "Levers")
OUTSIDE = "Outside 0.74 to 0.88, and what the product says of it"
COMPANIES, TRIES = 500, 12


def tables(heading: str) -> list[list[list[str]]]:
    """The tables under a heading: rows of cells, the title row first."""
    text = DOCUMENT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    blocks = re.findall(r"(?:^\|.*\n?)+", text, flags=re.MULTILINE)
    return [[[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()
             if not line.startswith("| ---")] for block in blocks]  # fmt: skip


@lru_cache(maxsize=1)
def letters() -> dict[str, str]:
    """The sentence of each letter, numbers as #."""
    return {row[0]: row[1] for row in tables(OUTSIDE)[1][1:]}


def listed(kind: str) -> dict[str, set[str]]:
    """The ranges outside of a kind of company, by the letter of the caution that covers them."""
    row = next((row for row in tables(OUTSIDE)[0][1:] if row[0] == kind), [kind, "–", "–", "–"])
    assert row[3] == "–", f"{kind}: {row[3]} is outside and no caution covers it"
    parts = [part for cell in row[1:3] for part in cell.split("<br>") if part != "–"]
    told: dict[str, set[str]] = {}
    for part in parts:
        letter, ranges = re.fullmatch(r"\*\*(\w)\*\* [\d.]+: (.*)", part).groups()
        told.setdefault(letter, set()).update(re.findall(r"(?:^|, )(.+?) \d\.\d\d(?=, |$)", ranges))
    return told


def test_every_kind_was_tried_on_enough_companies_of_the_seeds_kept_apart():
    assert f"{COMPANIES} made-up companies of each of {len(CASES)} kinds (seeds: the set kept apart from" in DOCUMENT
    counted = {row[0]: int(row[1]) for row in tables("The kinds of company")[0][1:]}
    assert counted == dict.fromkeys(CASES, COMPANIES)


def test_every_range_outside_its_limits_is_marked_and_listed_with_its_caution():
    for heading in TABLES_OF_RANGES:
        titles, *rows = tables(heading)[0]
        assert [row[0] for row in rows] == list(CASES)
        for kind, *cells in rows:
            known = set().union(*listed(kind).values(), set())
            for title, cell in zip(titles[1:], cells, strict=True):
                value = cell.strip("*")
                outside = value != "–" and not LEAST <= float(value) <= MOST
                assert cell.startswith("**") == outside
                assert (title in known) == outside, f"{kind}: {title} {cell}"


def worded(caution: str) -> str:
    """A pattern for any wording of a caution."""
    return "|".join(re.escape(wording).replace(r"\#", ".+?") for wording in caution.split(OR))


@pytest.mark.parametrize("kind", CASES)
def test_a_company_of_the_kind_is_told_what_the_document_says_word_for_word(kind):
    wanted = {letter: worded(letters()[letter]) for letter in listed(kind)}
    for seed in range(FIRST_SEED["final"], FIRST_SEED["final"] + TRIES):
        if not wanted:
            return
        told = [said(one, "USD") for one in cautions(fit(company(world(CASES[kind], seed), 1e6)))]
        wanted = {letter: words for letter, words in wanted.items() if not any(re.fullmatch(words, s) for s in told)}
    assert not wanted, f"{kind} is never told {[letters()[letter] for letter in wanted]}"
