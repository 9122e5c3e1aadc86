"""Not doing one initiative: the what-if of pausing it alone, split into its own value and that of the others."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.evaluation import company

from balance import findings
from balance.model.fit import fit
from balance.pausing import pausing
from balance.reporting import report_of
from balance.scenario import BASE, Scenario, compare, evaluate

COMPANY = company(30, 3, 12, seed=4)
FITTED = fit(COMPANY)
TODAY = evaluate(FITTED, BASE)
REPORT = report_of(COMPANY, FITTED, TODAY)
IDS = [str(name) for name in FITTED.plan.rows["initiative_id"]]
HEADLINES = ("value_landing_next_year", "expected_annual_loss", "bad_year_loss", "chance_beyond_limit")


def changed(**columns):
    """The company with columns of its initiatives set, id by id."""
    table = COMPANY.initiatives
    return replace(COMPANY, initiatives=table.assign(**{
        name: table["initiative_id"].map(told).astype("object") for name, told in columns.items()}))  # fmt: skip


@pytest.mark.parametrize("chosen", IDS[::4])
def test_it_is_the_what_if_of_pausing_it_to_the_last_bit(chosen):
    found = pausing(FITTED, TODAY, chosen)
    asked = compare(FITTED, TODAY, evaluate(FITTED, Scenario(actions=((chosen, "pause"),))))
    assert found.comparison == asked
    assert set(asked.difference) == set(HEADLINES)
    row = IDS.index(chosen)
    assert found.own_value == pytest.approx(FITTED.plan.value[row] * TODAY.year.landed[row].mean())
    change = asked.difference["value_landing_next_year"].value
    assert found.others_value.value - found.own_value == pytest.approx(change, abs=1e-6)
    assert found.others_value.low <= found.others_value.value <= found.others_value.high


def test_alone_in_its_unit_the_others_land_what_they_did():
    counts = FITTED.plan.rows["business_unit"].value_counts()
    alone = FITTED.plan.rows.loc[FITTED.plan.rows["business_unit"] == counts.idxmin(), "initiative_id"].iloc[0]
    assert counts.min() == 1
    found = pausing(FITTED, TODAY, alone)
    assert found.others_value.value == pytest.approx(0.0, abs=1e-6)
    assert found.comparison.difference["expected_annual_loss"].value < 0


def test_it_is_asked_of_the_plan_at_hand():
    plan = Scenario(pace=1.3, actions=((IDS[0], "pause"), (IDS[1], "secure_first")))
    base = evaluate(FITTED, plan)
    assert pausing(FITTED, base, IDS[0]) is None
    found = pausing(FITTED, base, IDS[1])
    both = replace(plan, actions=((IDS[0], "pause"), (IDS[1], "pause")))
    assert found.comparison.scenario == compare(FITTED, base, evaluate(FITTED, both)).scenario


def test_what_does_not_run_has_nothing_to_pause():
    done = COMPANY.initiatives.loc[COMPANY.initiatives["stage"] == "done", "initiative_id"].iloc[0]
    assert pausing(FITTED, TODAY, done) is None
    assert pausing(FITTED, TODAY, "no such one") is None


def test_what_is_stated_is_told_and_not_counted():
    told = changed(risk_of_not_doing={IDS[0]: " Fines from 2027 "}, depends_on={IDS[1]: IDS[0].lower(), IDS[2]: "x"},
                   name=dict.fromkeys(IDS, "Security refresh"))  # fmt: skip
    fitted = fit(told)
    found = pausing(fitted, evaluate(fitted, BASE), IDS[0])
    assert (found.stated_risk, found.waiting, found.for_safety) == ("Fines from 2027", ("Security refresh",), True)
    assert found.comparison == pausing(FITTED, TODAY, IDS[0]).comparison
    said = " ".join(findings.pausing(found, REPORT).caveats)
    for words in ("Fines from 2027", "needs it", "done for safety"):
        assert words in said


@pytest.mark.parametrize("without", ["incidents", "values", "limit"])
def test_what_is_missing_is_unknown(without):
    from balance.assumptions import resolve

    changes = {"incidents": {"incidents": None}, "limit": {"assumptions": resolve(None)},
               "values": {"initiatives": COMPANY.initiatives.assign(annual_value=np.nan)}}  # fmt: skip
    given = replace(COMPANY, **changes[without])
    fitted = fit(given)
    base = evaluate(fitted, BASE)
    found = pausing(fitted, base, IDS[0])
    known = {name: found.comparison.difference[name].known for name in HEADLINES}
    assert known["bad_year_loss"] is known["expected_annual_loss"] is (without != "incidents")
    assert known["chance_beyond_limit"] is (without == "values")
    assert known["value_landing_next_year"] is (without != "values")
    assert (found.own_value is None) == (without == "values")
    told = findings.pausing(found, report_of(given, fitted, base))
    assert told.headline.startswith("Not doing ")
    assert "None" not in told.headline + told.text
    assert "nan" not in told.text


def test_the_sentence_says_which_way_and_how_surely():
    for chosen in IDS[:6]:
        found = pausing(FITTED, TODAY, chosen)
        told = findings.pausing(found, REPORT)
        difference = found.comparison.difference
        if difference["value_landing_next_year"].high < 0:
            assert "less" in told.headline
        assert told.headline.endswith("next year.")
        assert "better on both in" in told.text
