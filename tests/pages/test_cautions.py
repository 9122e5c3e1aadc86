"""What the data says against the numbers, followed to the screens where a person reads it."""

import string
from html import unescape

import pytest
from tests.simulated.cases import CASES
from tests.simulated.recording import AS_OF, assumptions, company
from tests.simulated.world import world

from balance import uploading
from balance.findings.cautions import SENTENCES, said
from balance.model.cautions import cautions
from balance.model.cautions.kinds import KINDS, caution
from balance.model.fit import fit
from balance.reporting import precision

pytestmark = pytest.mark.slow

LIMIT = 4e6
MONEY = "GBP"


def plain(text: str) -> str:
    return " ".join(unescape(text).replace("\xa0", " ").split())


def read(app) -> str:
    """All that stands on a page, folded away or not."""
    assert not app.exception
    return plain(" ".join(str(block.proto.body) for block in app.get("html")))


@pytest.fixture(scope="module")
def ever_more(tmp_path_factory) -> str:
    """A database with a company in which ever more initiatives start, loaded from its files."""
    made, folder = world(CASES["growing"], 1001), tmp_path_factory.mktemp("ever_more")
    known = company(made, LIMIT)
    frames = {"initiatives": known.initiatives, "incidents": known.incidents, "changes": known.changes,
              "assumptions": assumptions(made, LIMIT)}  # fmt: skip
    for name, frame in frames.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    database = str(folder / "balance.duckdb")
    loaded = uploading.load(database, sorted(folder.glob("*.csv")), as_of=AS_OF, who="test")
    assert loaded.status == "ok", loaded.text
    return database


@pytest.mark.parametrize("page", ["overview", "velocity", "risk", "data_quality"])
def test_dates_that_come_too_early_because_ever_more_starts_are_told_beside_them(open_app, ever_more, page):
    found = {one.name: one for one in cautions(fit(company(world(CASES["growing"], 1001), LIMIT)))}
    told = plain(said(found["growing_work"], MONEY))
    assert "dates come out too early" in told
    assert told in read(open_app(ever_more, page))


def invented(name: str):
    """A caution of this name, with a number for whatever its sentences need."""
    wordings = [text for key, text in SENTENCES.items() if key.partition(":")[0] == name]
    needed = {field for text in wordings for _, field, _, _ in string.Formatter().parse(text) if field}
    return caution(name, 0.5, **{"incidents": 7, **dict.fromkeys(sorted(needed - {"by"}), 3)})


@pytest.mark.usefixtures("nothing_worked_out")
def test_every_caution_there_is_can_be_read_with_the_quality_of_the_data(open_app, own_quarter_store, monkeypatch):
    every = tuple(sorted((invented(name) for name in KINDS), key=lambda one: not one.seen))
    monkeypatch.setattr(precision, "cautions", lambda fitted: every)
    text = read(open_app(own_quarter_store, "data_quality"))
    assert [one.name for one in every if plain(said(one, MONEY)) not in text] == []
