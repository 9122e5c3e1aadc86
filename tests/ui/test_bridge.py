"""The head of a bridge names the unit in which its steps are written."""

from types import SimpleNamespace

import pytest

from balance.findings.bridge import BAD_YEAR, VALUE
from balance.ranges import Range
from balance.ui import bridge


@pytest.mark.parametrize("name", [VALUE, BAD_YEAR])
@pytest.mark.parametrize(("before", "after", "unit"), [(1.1e6, 6.9e5, "$M"), (6.9e5, 1.1e6, "$M"), (5e5, 6e5, "$k")])
def test_the_unit_is_that_of_both_ends_as_for_the_steps(name, before, after, unit):
    found = SimpleNamespace(before={name: Range(before, 0, 2e6)}, after={name: Range(after, 0, 2e6)})
    report = SimpleNamespace(currency="USD")
    assert bridge._title(name, found, report).endswith(f", {unit}")
