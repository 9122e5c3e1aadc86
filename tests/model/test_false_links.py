"""Links that contradict the record are counted."""

from dataclasses import replace

import pandas as pd
from benchmarks.evaluation import company

from balance.model.false_links import doubtful_links
from balance.model.history import history

COMPANY = company(30, 3, 20, seed=5)


def test_links_to_what_was_not_open_or_is_of_another_unit_are_told():
    rows, incidents = COMPANY.initiatives, COMPANY.incidents.copy()
    unit = dict(zip(rows["initiative_id"], rows["business_unit"], strict=True))
    incidents["business_unit"] = incidents["initiative_id"].map(unit)
    begun = dict(zip(rows["initiative_id"], rows["start_actual"], strict=True))
    ended = dict(zip(rows["initiative_id"], rows["finish_actual"], strict=True))
    begins, ends = (incidents["initiative_id"].map(known) for known in (begun, ended))
    inside = (incidents["opened_at"] >= begins) & ~(incidents["opened_at"] > ends)
    incidents.loc[~inside, "initiative_id"] = None
    right = replace(COMPANY, incidents=incidents)
    assert doubtful_links(history(right)) == 0
    linked = incidents.index[incidents["initiative_id"].notna()]
    wrong = linked[: len(linked) // 3]
    crossed = incidents.copy()
    crossed.loc[wrong, "business_unit"] = "elsewhere"
    assert doubtful_links(history(replace(COMPANY, incidents=crossed))) == len(wrong)
    everywhere = replace(COMPANY, incidents=incidents.assign(business_unit="elsewhere"))
    assert doubtful_links(history(everywhere)) == 0
    early = incidents.copy()
    young = early.index[early["initiative_id"].map(begun) > pd.Timestamp("2025-01-01")]
    early.loc[young, "opened_at"] = pd.Timestamp("2024-05-01").as_unit("us")
    assert doubtful_links(history(replace(COMPANY, incidents=early))) == len(young) > 5
