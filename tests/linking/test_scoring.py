"""Suggested links: right where they are sure, calibrated, and with a reason that is true."""

import numpy as np
import pandas as pd
import pytest

from balance.linking.scoring import LIKELY, suggest


def suggested(company, least=LIKELY, refused=(), changes=True) -> pd.DataFrame:
    pairs = pd.DataFrame(list(refused), columns=["incident_id", "initiative_id"]).astype("str")
    every = np.ones(len(company.incidents), dtype=bool)
    found = suggest(company.incidents, company.initiatives, company.changes if changes else None, every, pairs, least)
    right = [company.truth[i] == j for i, j in zip(found["incident_id"], found["initiative_id"], strict=True)]
    return found.assign(right=right)


def test_likely_links_are_right_and_many_are_found(companies):
    for company in companies:
        found = suggested(company)
        caused = sum(cause is not None for cause in company.truth.values())
        assert found["right"].mean() >= 0.9
        assert found["right"].sum() / caused >= 0.4


def test_without_changes_fewer_are_found_and_they_are_as_right(companies):
    found = pd.concat([suggested(company, changes=False) for company in companies])
    assert len(found) >= 20
    assert found["right"].mean() >= 0.9


def test_a_score_is_the_chance_of_being_right(companies):
    found = pd.concat([suggested(company, least=0.1) for company in companies])
    for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.8), (0.8, 1.0)):
        part = found[found["score"].between(low, high, inclusive="left")]
        assert part["right"].mean() == pytest.approx(part["score"].mean(), abs=0.15)


def test_suggestions_come_best_first_one_for_an_incident_and_the_same_whatever_the_order(companies):
    company = companies[0]
    found = suggested(company)
    assert found["score"].is_monotonic_decreasing
    assert found["incident_id"].is_unique
    shuffled = company.incidents.sample(frac=1.0, random_state=1).reset_index(drop=True)
    none = pd.DataFrame({"incident_id": [], "initiative_id": []}).astype("str")
    again = suggest(shuffled, company.initiatives, company.changes, np.ones(len(shuffled), dtype=bool), none)
    pd.testing.assert_frame_equal(again, found.drop(columns="right"))


def test_a_refused_pair_is_not_suggested_again(companies):
    company = companies[0]
    first = suggested(company).iloc[0]
    pair = (first["incident_id"], first["initiative_id"])
    again = suggested(company, refused=[pair])
    assert pair not in set(zip(again["incident_id"], again["initiative_id"], strict=True))


PLAN = {"stage": "in_flight", "start_actual": "2026-01-01", "finish_planned": "2026-12-31"}


@pytest.fixture
def payments(frame):
    """Three initiatives of one unit; a change of one of them on the service that fails two days later."""
    initiatives = frame("initiatives", [
        PLAN | {"initiative_id": "P-1", "name": "Payments API renewal", "business_unit": "Retail",
                "technology": "cloud"},
        PLAN | {"initiative_id": "P-2", "name": "Warehouse robots", "business_unit": "Retail", "technology": "iot",
                "stage": "done", "finish_actual": "2026-03-01"},
        PLAN | {"initiative_id": "P-3", "name": "Ledger", "business_unit": "Finance", "technology": "erp",
                "stage": "approved", "start_actual": None},
    ])  # fmt: skip
    others = [
        {"incident_id": f"I-{n}", "opened_at": f"2026-0{1 + n % 6}-11", "class": "outage", "business_unit": unit,
         "service": service, "title": "Nothing works"}
        for n, (unit, service) in enumerate([("Retail", "Web shop"), ("Finance", "Ledger"), ("Home", "Wi-Fi")] * 9)
    ]  # fmt: skip
    changes = frame("changes", [
        {"change_id": "C-1", "finished_at": "2026-02-01", "initiative_id": "P-1", "service": "Payments API"},
        {"change_id": "C-9", "finished_at": "2026-05-04 20:00", "initiative_id": "P-1", "service": "Payments API",
         "outcome": "Unsuccessful"},
    ])  # fmt: skip
    hit = {"incident_id": "HIT", "opened_at": "2026-05-06 21:00", "class": "outage", "business_unit": "Retail",
           "service": "Payments API", "technology": "Cloud", "title": "Cards refused"}  # fmt: skip
    return initiatives, changes, lambda **cells: frame("incidents", [*others, hit | cells])


def best(incidents, initiatives, changes, least=0.0):
    none = pd.DataFrame({"incident_id": [], "initiative_id": []}).astype("str")
    found = suggest(incidents, initiatives, changes, np.ones(len(incidents), dtype=bool), none, least)
    return found[found["incident_id"] == "HIT"].iloc[0]


def test_the_reason_says_what_they_share_and_how_near_they_are(payments):
    initiatives, changes, incidents = payments
    told = best(incidents(), initiatives, changes)
    assert told["initiative_id"] == "P-1"
    assert told["score"] > LIKELY
    assert told["because"] == (
        "2 days after its change C-9 on 'Payments API', which did not go as planned; both tagged cloud; "
        "both in Retail; opened while it was in flight"
    )


def test_without_a_change_the_name_of_the_service_speaks(payments):
    initiatives, _, incidents = payments
    told = best(incidents(), initiatives, None)
    assert (told["initiative_id"], told["because"].split(";")[0]) == (
        "P-1",
        "its name names the service 'Payments API'",
    )


def test_the_id_in_the_title_speaks_loudly(payments):
    initiatives, changes, incidents = payments
    plain = incidents(service="Web shop", technology=None, opened_at="2026-02-20")
    named = incidents(service="Web shop", technology=None, opened_at="2026-02-20", title="Rollback of P-2 failed")
    assert best(named, initiatives, changes)["initiative_id"] == "P-2"
    assert "title and name share 'p-2'" in best(named, initiatives, changes)["because"]
    assert best(named, initiatives, changes)["score"] > best(plain, initiatives, changes)["score"]


@pytest.mark.parametrize(("opened", "may"), [
    ("2025-12-30", False), ("2026-02-20", True), ("2026-03-20", True), ("2026-09-01", False),
])  # fmt: skip
def test_only_what_was_in_flight_or_had_just_gone_live_comes_into_question(payments, opened, may):
    initiatives, _, incidents = payments
    only = initiatives[initiatives["initiative_id"] == "P-2"]
    told = best(incidents(opened_at=opened, technology="iot"), only, None)
    assert (told["score"] > 0.1) == may
    if opened == "2026-03-20":
        assert "19 days after go-live" in told["because"]


def test_what_has_not_begun_is_never_suggested(payments):
    initiatives, _, incidents = payments
    ledger = incidents(business_unit="Finance", service="Ledger", technology="erp")
    assert best(ledger, initiatives, None)["initiative_id"] != "P-3"


def test_a_rare_shared_value_weighs_more_than_a_common_one(frame):
    small = PLAN | {"initiative_id": "P", "name": "One", "business_unit": "Small"}
    large = PLAN | {"initiative_id": "Q", "name": "Two", "business_unit": "Large"}
    initiatives = frame("initiatives", [small, large])
    rows = [
        {"incident_id": f"I-{n}", "opened_at": "2026-05-01", "class": "x", "business_unit": "Large"} for n in range(50)
    ]
    rows.append({"incident_id": "HIT", "opened_at": "2026-05-01", "class": "x", "business_unit": "Small"})
    none = pd.DataFrame({"incident_id": [], "initiative_id": []}).astype("str")
    found = suggest(frame("incidents", rows), initiatives, None, np.ones(51, dtype=bool), none, 0.0)
    scores = found.set_index("incident_id")["score"]
    assert scores["HIT"] > scores["I-1"] + 0.3


def test_incidents_that_say_nothing_give_no_suggestion(frame):
    initiatives = frame("initiatives", [PLAN | {"initiative_id": f"P-{n}", "name": "One"} for n in range(3)])
    incidents = frame("incidents", [{"incident_id": "I", "opened_at": None, "class": "x"},
                                    {"incident_id": "J", "opened_at": "2026-05-01", "class": "x"}])  # fmt: skip
    none = pd.DataFrame({"incident_id": [], "initiative_id": []}).astype("str")
    assert suggest(incidents, initiatives, None, np.ones(2, dtype=bool), none).empty
    assert suggest(incidents, initiatives.head(0), None, np.ones(2, dtype=bool), none).empty
