"""When security joined: stages add up, and their effect is the joint model's."""

import pytest

from balance.securing.joining import joining


def test_stages_add_up_to_what_is_open_and_to_every_linked_incident(fitted):
    found = joining(fitted, {})
    assert found.stages["opened"].sum() == found.opened
    assert found.stages["incidents"].sum() == int(fitted.history.linked_counts.sum())
    times = found.stages.set_index("stage")["multiplier"]
    assert times["design"].value == 1.0
    assert times["late"].value == found.effect.value
    assert times["build"].value == pytest.approx(found.effect.value**0.5, rel=1e-4)
