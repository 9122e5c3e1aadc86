"""A fit under other assumptions takes again only the steps they touch, and comes to the same as a fit from scratch."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from benchmarks.evaluation import company

from balance.assumptions import KNOWN, resolve
from balance.model.fit import fit
from balance.model.relearning import Kept

SMALL = company(24, 3, 12)
KEPT = Kept()
FIRST = fit(SMALL, KEPT.learn)


def under(**values):
    stated = pd.DataFrame({"key": ["loss_limit", *values], "value": ["40000000", *(str(v) for v in values.values())]})
    return replace(SMALL, assumptions=resolve(stated))


def arrays(fitted):
    parts = (fitted.delivery, fitted.coupling, fitted.plan, fitted.past, fitted.losses, fitted.effects)
    return {
        (type(part).__name__, field.name): getattr(part, field.name)
        for part in parts
        for field in fields(part)
        if isinstance(getattr(part, field.name), np.ndarray)
    }


@pytest.mark.parametrize("key", sorted(key for key, known in KNOWN.items() if key.startswith("effect:")))
def test_a_fit_with_kept_steps_is_the_fit_from_scratch(key):
    changed = under(**{key: KNOWN[key].low})
    again, anew = arrays(fit(changed, KEPT.learn)), arrays(fit(changed))
    assert again.keys() == anew.keys()
    assert all((again[name] == anew[name]).all() for name in anew)


def test_only_what_reads_the_assumption_is_learnt_again():
    durations = fit(under(**{"effect:duration_median": 1.4}), KEPT.learn)
    assert durations.delivery is not FIRST.delivery
    assert durations.plan is not FIRST.plan
    assert durations.losses is FIRST.losses
    assert durations.coupling is FIRST.coupling
    assert durations.history is FIRST.history
    losses = fit(under(**{"effect:loss_spread": 2.0}), KEPT.learn)
    assert losses.losses is not FIRST.losses
    assert losses.plan is FIRST.plan


def test_a_key_that_appears_is_noticed_by_what_lists_or_misses_it():
    by_tag = fit(under(**{"effect:technology:ai": 3.0}), KEPT.learn)
    assert by_tag.coupling is not FIRST.coupling
    by_class = fit(under(**{"class:class 1:external": 0.3}), KEPT.learn)
    assert by_class.losses.shares.external[1] == 0.3


def test_a_changed_table_is_learnt_from():
    fewer = replace(SMALL, incidents=SMALL.incidents.iloc[:50])
    assert len(fit(fewer, KEPT.learn).history.incidents) < len(FIRST.history.incidents)


def test_what_nobody_reads_changes_nothing():
    again = fit(under(cash_buffer=5.0), KEPT.learn)
    assert all(getattr(again, name) is getattr(FIRST, name) for name in ("losses", "plan", "coupling", "delivery"))
