"""The whole fit: what it learns, what it does without, and what must not matter to it."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance.model.fit import fit
from balance.model.panel import panel, technologies
from balance.model.plan import past_load

COMPANY = company(24, 3, 12, seed=4)
FITTED = fit(COMPANY)


def test_the_panel_has_a_row_per_initiative_and_quarter_worked():
    past = FITTED.history
    tags = technologies(past.portfolio)
    rows = panel(past, past_load(past.portfolio, past.open_share), tags)
    assert rows.x.shape == (int((past.open_share > 0.01).sum()), 4 + len(tags) + 10)
    assert rows.y.sum() == past.linked_counts.sum() <= past.linked
    assert rows.exposure.max() <= 1.0


def test_effects_are_drawn_for_every_tag():
    assert FITTED.coupling.technology.shape == (256, len(FITTED.coupling.technologies))
    assert set(FITTED.coupling.measured) == {
        "late",
        "size",
        "load",
        *(f"technology:{tag}" for tag in ("ai", "cloud", "erp", "iot")),
    }


def test_late_joining_is_found_where_it_is_there():
    incidents = COMPANY.incidents.copy()
    late = set(COMPANY.initiatives.query("security_joined in ('late', 'not_yet')")["initiative_id"])
    linked = incidents["initiative_id"].notna()
    keep = ~linked | incidents["initiative_id"].isin(late) | (np.arange(len(incidents)) % 4 == 0)
    found = fit(replace(COMPANY, incidents=incidents[keep]))
    assert np.median(found.coupling.late) > np.median(FITTED.coupling.late) + 0.3


def test_without_links_every_effect_is_an_assumption():
    found = fit(replace(COMPANY, incidents=COMPANY.incidents.assign(initiative_id=None)))
    assert max(found.coupling.measured.values()) < 0.1
    assert np.exp(np.median(found.coupling.late)) == pytest.approx(1.3, abs=0.06)
    assert found.coupling.change_caused_share.mean() < FITTED.coupling.change_caused_share.mean()


def test_the_plan_stands_unit_by_unit_and_by_value_per_time():
    plan = FITTED.plan
    assert (np.diff(plan.unit) >= 0).all()
    assert (plan.member.sum(axis=0) == 1).all()
    coming = np.ceil(plan.newcomers.open.max(axis=1)).sum()
    assert plan.most_open.sum() == (plan.starts_in < 4).sum() + coming
    assert plan.work.shape == (plan.size, 256)
    assert (plan.work >= 0).all()


def test_the_same_company_gives_the_same_bits():
    again = fit(COMPANY)
    assert again.plan.work.tobytes() == FITTED.plan.work.tobytes()
    assert again.losses.rates.tobytes() == FITTED.losses.rates.tobytes()
    assert again.coupling.late.tobytes() == FITTED.coupling.late.tobytes()


def test_columns_the_model_does_not_read_do_not_matter():
    again = fit(replace(COMPANY, initiatives=COMPANY.initiatives.assign(owner="someone", sponsor="else")))
    assert again.plan.work.tobytes() == FITTED.plan.work.tobytes()


def test_a_unit_without_a_past_is_measured_against_its_own_plan():
    moved = COMPANY.initiatives.copy()
    moved.loc[moved["stage"] == "approved", "business_unit"] = "New unit"
    found = fit(replace(COMPANY, initiatives=moved))
    if "New unit" in found.load.units:
        place = found.load.units.index("New unit")
        planned = (moved["stage"] == "approved").sum()
        assert found.load.usual[place] == max(planned, 0.5)


def test_load_is_measured_against_what_initiatives_met():
    """Over all the time that the initiatives of a unit were open, the load they met is the usual one."""
    load, share = FITTED.load, FITTED.history.open_share
    met = np.bincount(load.unit, (share * load.felt).sum(axis=1), len(load.units))
    assert met == pytest.approx(0.0, abs=1e-9)
    assert load.usual.sum() > load.mean.sum()
