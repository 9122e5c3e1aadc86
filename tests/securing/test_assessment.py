"""How current assessments are, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from balance.model.fit import fit
from balance.securing.assessment import assessment


def test_assessments_count_from_the_day_and_sort_by_what_is_exposed(small):
    found = assessment(fit(small), {"I-000": 10.0, "I-001": 30.0, "I-002": 20.0})
    rows = found.initiatives.set_index("initiative_id")
    assert found.initiatives["initiative_id"].tolist() == ["I-001", "I-002", "I-000"]
    assert rows["current"].to_dict() == {"I-000": True, "I-001": False, "I-002": False}
    assert found.not_current == 2
    assert found.exposed_share == pytest.approx(50 / 60)
    assert found.findings == 2
    assert rows.loc["I-000", "oldest_days"] == 10
    assert np.isnan(rows.loc["I-001", "oldest_days"])


def test_where_no_assessment_is_recorded_nothing_is_called_out_of_date(small):
    bare = small.initiatives.drop(columns=["last_assessed", "findings_open", "oldest_finding_on"])
    found = assessment(fit(replace(small, initiatives=bare)), {})
    assert not found.stated
    assert found.not_current == 0
    assert len(found.missing) == 3
