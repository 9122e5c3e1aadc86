"""The pack of an earlier date, with plans saved since then among what people kept."""

from datetime import date

import pytest

from balance import packing, pipeline, store
from balance.errors import ScenarioError

EARLIER = date(2024, 3, 31)


def test_a_plan_on_what_came_later_leaves_out_what_its_date_does_not_know(own_sample_store):
    kept = store.open_store(own_sample_store)
    then = pipeline.analysis_of(own_sample_store, EARLIER)
    known = set(then.company.initiatives["initiative_id"])
    later = next(
        one for one in pipeline.analysis_of(own_sample_store).fit.plan.rows["initiative_id"] if one not in known
    )
    runs = then.fit.plan.rows["initiative_id"].iloc[0]
    store.save_scenario(kept, "Later", {"pace": 1.2}, {later: "pause", runs: "stop"}, who="Ada")
    (option,) = packing.saved_plans(kept, then)
    assert (option.plan.levers, dict(option.plan.actions)) == ({"pace": 1.2}, {runs: "stop"})
    assert f"{later} is not among the initiatives of this date: to pause it is left out" in option.what
    told = packing.outline_of(then, kept=kept, sections=("trade-off",))
    assert f"{later} is not among" in str(told)
    assert packing.saved_plans(kept, then, ["Later"])[0].what == option.what
    with pytest.raises(ScenarioError, match="No scenario is saved as 'Latest'"):
        packing.saved_plans(kept, then, ["Latest"])
