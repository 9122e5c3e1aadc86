"""What a record of forecasts allows to say: nothing too early, and nothing that chance alone would give."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from balance.model.signal import overcaution_limit, overconfidence_limit, scores_until_told
from balance.track_record.verdicts import detectable, scores_needed, verdict, verdicts


def scores(n, hits, quantity="incidents_next_quarter", **more):
    inside = np.arange(n) < hits
    made = {"quantity": quantity, "subject": "", "in_80": inside, "in_90": inside, "place": (np.arange(n) + 0.5) / n,
            "promised_80": 0.8, "promised_90": 0.9, "counts": True, "missing_share": np.nan}  # fmt: skip
    return pd.DataFrame(made | more, index=range(n))


def test_fewer_than_eight_scores_say_nothing():
    assert {verdict(n, 0, 0, 5.0) for n in range(8)} == {"too early"}


@pytest.mark.parametrize(("n", "limit"), [(8, 5), (12, 8), (20, 15), (25, 19), (40, 32)])
def test_over_confidence_is_called_at_the_limits(n, limit):
    assert verdict(n, limit, limit, 0.0) == "over-confident"
    assert verdict(n, limit + 1, limit + 1, 0.0) != "over-confident"


def test_a_verdict_needs_twenty_five():
    assert verdict(24, 20, 23, 0.0) == "no gross failure"
    assert verdict(25, 20, 23, 0.0) == "holds"
    assert verdict(24, 24, 24, 0.0) == "no gross failure"
    assert verdict(25, 24, 25, 0.0) == "too cautious"


def test_a_leaning_record_is_called_later_the_weaker_it_leans():
    assert verdict(16, 14, 15, 0.5) == "no gross failure"
    assert verdict(16, 14, 15, 0.7) == "too low"
    assert verdict(25, 20, 23, 0.35) == "too low"
    assert verdict(25, 20, 23, -0.35) == "too high"


def test_honest_forecasters_are_seldom_accused():
    rng = np.random.default_rng(50_000)
    accused = {8: 0, 24: 0, 40: 0}
    for n in accused:
        for _ in range(2000):
            place = rng.random(n)
            hits_80, hits_90 = ((abs(place - 0.5) <= half).sum() for half in (0.4, 0.45))
            bias = stats.norm.ppf(place).mean()
            accused[n] += verdict(n, hits_80, hits_90, bias) in ("over-confident", "too low", "too high")
    assert accused[8] / 2000 < 0.06
    assert accused[24] / 2000 < 0.06
    assert accused[40] / 2000 < 0.16


def test_limits_are_those_of_the_binomial():
    for n in (8, 25, 40):
        low, high = overconfidence_limit(n), overcaution_limit(n)
        assert stats.binom.cdf(low, n, 0.9) <= 0.05 < stats.binom.cdf(low + 1, n, 0.9)
        if high <= n:
            assert stats.binom.sf(high - 1, n, 0.8) <= 0.05 < stats.binom.sf(high - 2, n, 0.8)


def test_how_many_scores_it_takes_known_answers():
    assert scores_needed() == {0.5: 8, 0.7: 25, 0.8: 78}
    assert scores_until_told(0.9) is None


def test_forecasts_that_do_not_count_have_no_say():
    both = pd.concat([scores(8, 8), scores(20, 0).assign(counts=False)])
    told = verdicts(both).iloc[0]
    assert (told["scores"], told["overlapping"], told["verdict"]) == (8, 20, "no gross failure")


def test_small_counts_are_held_against_what_their_ranges_hold():
    wide = {"quantity": "finished_next_quarter", "subject": "Retail", "promised_80": 0.97, "promised_90": 0.99}
    assert verdicts(scores(30, 30, **wide))["verdict"].tolist() == ["holds"]
    assert verdicts(scores(30, 27, **wide))["verdict"].tolist() == ["over-confident"]
    assert verdicts(scores(30, 27))["verdict"].tolist() == ["holds"]


def test_the_total_of_all_units_is_not_counted_beside_them():
    assert verdicts(scores(30, 0, "finished_next_quarter")).empty


def test_losses_filled_in_are_never_a_reason_to_call_a_range_too_wide():
    assert verdicts(scores(30, 30, "loss_next_quarter"))["verdict"].tolist() == ["too cautious"]
    assert verdicts(scores(30, 30, "loss_next_quarter", missing_share=0.4))["verdict"].tolist() == ["holds"]


def test_when_a_fall_of_incidents_would_show():
    assert detectable(50.0, 8, 1.0)["quarters"].tolist()[1:] == [3.0, 1.0]
    assert detectable(5.0, 8, 1.0)["quarters"].isna().tolist() == [True, True, False]
    assert detectable(0.0, 0, 1.0)["quarters"].isna().all()
