"""A long list of units is folded without hiding one that moved."""

from types import SimpleNamespace

import pandas as pd
import pytest

from balance.model.signal import count_direction
from balance.ranges import UNKNOWN
from balance.ui import incident_groups


def group(name: str, now: int, before: int | None) -> dict[str, object]:
    moved = None if before is None else count_direction(before, now, 1, 1, 1.0)
    return {"name": name, "past_year": now, "year_before": before, "direction": moved, "resolve": UNKNOWN}


@pytest.mark.parametrize(("units", "shown", "folded"), [(8, 8, 0), (10, 10, 0), (20, 8, 12)])
def test_a_long_list_shows_its_largest_and_a_short_one_all(units, shown, folded):
    parted = incident_groups._parted([group(f"Unit {at}", 40 - at, 40 - at) for at in range(units)])
    assert [len(part) for part in parted] == [shown, folded]


def test_a_small_unit_that_moved_is_not_folded():
    rows = [group(f"Unit {at}", 60 - at, 60 - at) for at in range(14)] + [group("Small", 20, 2)]
    shown, folded = incident_groups._parted(rows)
    assert shown[-1]["name"] == "Small"
    told = incident_groups._of_the_rest(folded).replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Show the other 6: 297 incidents, none moved more than chance"


def test_the_scale_holds_every_group_shown_or_folded():
    record = SimpleNamespace(groups={"unit": pd.DataFrame([group("A", 30, 90), group("B", 3, None)])})
    assert incident_groups._columns(record.groups["unit"].to_dict("records"), "unit")[1] > 90
