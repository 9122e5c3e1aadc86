"""The hash of the data: it moves with what was loaded and stated, and with nothing else; and the version of the model,
which moves with the numbers."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from balance import MODEL_VERSION, content, pipeline, store
from balance.assumptions import Assumptions, Stated, resolve
from balance.content import STATED, content_hash

DAY = date(2026, 9, 30)

NUMBERS_OF_THE_SAMPLE = {
    "2026.2": {
        "value": 25951835.9375, "expected": 8725459.020665977, "bad_year": 18308353.16425134,
        "beyond": 0.2577749278021364,
    },
}  # fmt: skip
"""The headline numbers of the sample company by the version of the model that gives them. Where they move on purpose,
the version is raised and they are written anew; where not, something broke."""


def hash_of(given: Assumptions, **frames: pd.DataFrame) -> str:
    return content_hash(DAY, frames, {}, given)


def test_rows_are_hashed_some_at_a_time_as_if_all_at_once(monkeypatch):
    days = pd.to_datetime(["2026-01-01", None, "2026-02-01", "2026-02-01", None]).astype("datetime64[us]")
    rows = pd.DataFrame({"incident_id": list("caebd"), "title": ["x", None, "", "x", "y"], "opened_at": days,
                         "loss": [1.0, None, 0.0, -0.0, 2.5]})  # fmt: skip
    given, seen = resolve(None), set()
    for many in (200_000, 2, 1):
        monkeypatch.setattr(content, "ROWS_AT_ONCE", many)
        seen |= {hash_of(given, incidents=frame) for frame in (rows, rows.sort_values("incident_id"))}
        seen |= {hash_of(given, incidents=rows.sort_values("incident_id", ignore_index=True).astype({"title": object}))}
    assert len(seen) == 1
    assert hash_of(given, incidents=rows.assign(loss=rows["loss"].fillna(0.0))) not in seen


def stated(**row: object) -> pd.DataFrame:
    return pd.DataFrame([{"key": "effect:size", "value": "0.3"} | row])


def test_a_newer_program_that_documents_more_leaves_the_hash_of_the_same_data():
    given = resolve(stated())
    more = dict(given.rows) | {"effect:new": Stated("effect:new", 1.0, 0.5, 2.0, source="a later version", year=2031)}
    more["effect:late_joining"] = replace(more["effect:late_joining"], value=1.5)
    more["effect:size"] = replace(more["effect:size"], shape="lognormal")
    assert hash_of(Assumptions(more)) == hash_of(given)


@pytest.mark.parametrize(
    ("name", "value"),
    [("value", "0.4"), ("low", 0.1), ("high", 0.9), ("owner", "Ada"), ("reason", "measured"), ("source", "a book"),
     ("year", 2024), ("stated_on", pd.Timestamp("2026-01-01")), ("key", "effect:load_other")],
)  # fmt: skip
def test_whatever_the_company_states_moves_it(name, value):
    before = {"low": 0.0, "high": 1.0}
    assert hash_of(resolve(stated(**before | {name: value}))) != hash_of(resolve(stated(**before)))


def test_stating_a_default_is_a_statement_and_so_is_one_that_cannot_be_used():
    nothing = hash_of(resolve(None))
    assert hash_of(resolve(stated())) != nothing
    refused = resolve(stated(value="not a number"))
    assert refused.rows["effect:size"].assumed
    assert hash_of(refused) != nothing


def test_every_word_of_a_statement_is_content():
    of_the_program = {"assumed", "shape"}
    assert {*STATED} == set(Stated.__dataclass_fields__) - of_the_program


def test_numbers_of_the_sample_that_move_ask_for_another_version_of_the_model(sample_store):
    kept = store.open_store(sample_store, create=False)
    report = pipeline.analyse(pipeline.company_of(kept)[0]).report
    found = {
        "value": report.velocity.value_landing_next_year.value, "expected": report.risk.expected_annual_loss.value,
        "bad_year": report.risk.bad_year_loss.value, "beyond": report.risk.chance_beyond_limit.value,
    }  # fmt: skip
    assert found == pytest.approx(NUMBERS_OF_THE_SAMPLE[MODEL_VERSION], rel=1e-6)
