import pandas as pd

from balance.sample.views import progress, stage_of

LAST = "2026-09-30"


def test_the_portfolio_looks_like_a_company_that_does_too_much_at_once(exports):
    frame = exports[LAST]["initiatives"]
    assert 55 <= len(frame) <= 66
    assert frame["Business Unit"].nunique() == 6
    assert frame["Project Name"].is_unique
    assert 20 <= (frame["State"] == "Work in Progress").sum() <= 33
    running = [(tables["initiatives"]["State"] == "Work in Progress").sum() for tables in exports.values()]
    assert running[-1] >= 1.5 * running[-7]
    tags = {tag for cell in frame["Technology"].dropna() for tag in cell.split("; ")}
    assert {"cloud", "ai", "iot", "5g", "quantum", "erp"} <= tags


def test_security_joined_late_in_several_open_initiatives(exports):
    frame = exports[LAST]["initiatives"]
    joined = frame.loc[frame["State"] == "Work in Progress", "Security joined"].value_counts()
    assert joined[["Before go-live", "Not yet"]].sum() >= 8
    assert {"At design", "During build"} <= set(joined.index)


def test_what_landed_in_the_past_year_is_worth_a_few_millions(exports):
    frame = exports[LAST]["initiatives"]
    landed = frame["Actual end date"] > pd.Timestamp("2025-09-30")
    assert 5e6 < frame.loc[landed, "Planned benefit"].sum() < 25e6


def test_a_finish_is_shown_only_when_it_has_come(exports):
    for tables in exports.values():
        frame = tables["initiatives"]
        done = frame["State"] == "Closed Complete"
        assert (frame["Actual end date"].notna() == done).all()
        assert (frame.loc[done, "Actual end date"] >= frame.loc[done, "Actual start date"]).all()
        assert (frame["Planned end date"] > frame["Planned start date"]).all()


def test_plans_are_never_rewritten_and_nothing_vanishes(exports):
    before = None
    for tables in exports.values():
        frame = tables["initiatives"].set_index("Number")[["Project Name", "Planned start date", "Planned end date"]]
        if before is not None:
            assert frame.loc[before.index].equals(before)
        before = frame


def test_owners_are_optimistic(world, exports):
    frame = exports["2025-06-30"]["initiatives"].set_index("Number")
    true = {one.number: day for one, day in zip(world.initiatives, world.delivery.finished_on, strict=True)}
    forecast = frame["Forecast end date"].dropna()
    late = [(pd.Timestamp(true[number]) - day).days for number, day in forecast.items() if true[number] is not None]
    assert sum(late) / len(late) > 30
    assert (forecast > pd.Timestamp("2025-06-30")).all()


def test_progress_never_runs_back(world):
    days = [pd.Timestamp(f"2026-{month:02d}-28").date() for month in range(1, 10)]
    for row in range(len(world.initiatives)):
        course = [progress(world, row, day) for day in days]
        assert course == sorted(course)
        assert all(0.0 <= share <= 1.0 for share in course)


def test_a_stage_never_goes_back(world):
    order = {None: 0, "idea": 1, "approved": 2, "in_flight": 3, "on_hold": 3, "done": 4, "cancelled": 4}
    for row in range(len(world.initiatives)):
        stages = [order[stage_of(world, row, day)] for day in world.quarters]
        assert stages == sorted(stages)


def test_a_few_values_are_missing_as_in_real_life(exports):
    frame = exports[LAST]["initiatives"]
    assert 2 <= frame["Planned benefit"].isna().sum() <= 6
    assert frame["FTE"].isna().any()
    assert frame["Last security assessment"].isna().any()
