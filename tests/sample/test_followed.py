"""docs/following_a_number.md done again from the workbooks with nothing of the product, and held against its report."""

import json
from functools import lru_cache
from math import erf, exp, log, sqrt
from pathlib import Path

import pandas as pd
import pytest

from balance import documents, pipeline

ROOT = Path(__file__).parents[2]
DOCUMENT = " ".join((ROOT / "docs" / "following_a_number.md").read_text(encoding="utf-8").split())
AS_OF, FIRST = pd.Timestamp("2026-09-30"), pd.Timestamp("2023-10-01")
LIMIT = 1e7


@lru_cache(maxsize=4)
def rows(table: str) -> pd.DataFrame:
    """A table of all exports, each number once, as it stands in the newest."""
    books = sorted((ROOT / "data" / "sample").glob("20*"))
    exports = [pd.read_excel(book / f"{table}.xlsx", engine="openpyxl") for book in books]
    return pd.concat(exports, ignore_index=True).drop_duplicates("Number", keep="last").reset_index(drop=True)


@pytest.fixture(scope="module")
def report(sample_store):
    """What the product reports of the sample company, as it hands it out."""
    told = pipeline.analysis_of(sample_store).report
    return json.loads(documents.text_of(documents.report_document(told, ())))


def says(*told: str) -> None:
    """The document says each of these."""
    for words in told:
        assert words in DOCUMENT, words


def passed(rate: float, losses: pd.Series) -> float:
    """The chance that so many such losses a year add up to more than the limit, as a normal sum."""
    away = (LIMIT - rate * losses.mean()) / sqrt(rate * (losses**2).mean())
    return 0.5 * (1 - erf(away / sqrt(2)))


def test_what_a_year_may_cost(report):
    incidents = rows("incidents")
    ago = ((AS_OF + pd.Timedelta(days=1) - pd.to_datetime(incidents["Opened"])).dt.days // 365.25).astype(int)
    years, losses = incidents.groupby(ago)["Gross loss"], incidents["Gross loss"].dropna()
    count, known, total = years.size().tolist(), years.count().tolist(), (years.sum() / 1e6).round(1).tolist()
    says(", ".join(map(str, count)), ", ".join(map(str, known)), ", ".join(f"£{each}M" for each in total),
         f"mean of the {len(losses)} losses known | £{losses.mean():,.0f}")  # fmt: skip
    told = report["risk"]
    rate, usual = sum(one["per_year"]["value"] for one in told["classes"]), sum(count) / 3
    assert count[0] > rate > usual
    says(f"{rate:.0f} × £{losses.mean():,.0f} = £{rate * losses.mean() / 1e6:.1f}M",
         f"√({rate:.0f} × mean of the squared losses) = £{sqrt(rate * (losses**2).mean()) / 1e6:.1f}M")  # fmt: skip
    assert told["expected_annual_loss"]["value"] == pytest.approx(rate * losses.mean(), rel=0.1)
    chances = [round(100 * passed(each, losses)) for each in (rate, usual, count[0])]
    says(f"passed in {chances[0]} years of 100. With {usual:.0f} incidents it is {chances[1]} in 100, with {count[0]} "
         f"it is {chances[2]}")  # fmt: skip
    value, low, high = (told["chance_beyond_limit"][end] for end in ("value", "low", "high"))
    says(f"the product says {100 * value:.0f}, likely {100 * low:.0f} to {100 * high:.0f}")
    assert value == pytest.approx(passed(rate, losses), abs=0.1)
    assert low < passed(usual, losses)
    assert high > passed(count[0], losses)


def test_who_will_be_late(report):
    table = rows("initiatives").set_index("Number")
    day = {name: pd.to_datetime(table[f"{name} date"])
           for name in ("Planned start", "Planned end", "Actual start", "Actual end")}  # fmt: skip
    length = (day["Planned end"] - day["Planned start"]).dt.days
    done, going = table["State"].eq("Closed Complete"), table["State"].eq("Work in Progress")
    on_time, past = done & (day["Actual end"] <= day["Planned end"]), going & (day["Planned end"] < AS_OF)
    took = ((day["Actual end"] - day["Actual start"]).dt.days / length)[done].median()
    come = int(done.sum() + past.sum())
    says(f"{done.sum()}; {on_time.sum()}", f"planned length | {took:.2f}", f"{going.sum()} and 2",
         f"planned end already | {past.sum()}",
         f"of the {come} whose planned end has come and that were not given up, {on_time.sum()} were done by it, "
         f"{100 * on_time.sum() / come:.0f} in 100, not {100 * on_time.sum() / done.sum():.0f}")  # fmt: skip
    chance = {one["initiative_id"]: one["chance_on_time"] for one in report["velocity"]["initiatives"]}
    late = {name for name, share in chance.items() if share <= 0.3}
    assert set(table.index[past]) == {name for name, share in chance.items() if share == 0.0}
    over = going & ((AS_OF - day["Actual start"]).dt.days / table["Percent complete"].astype(float) > length)
    both = late & set(table.index[over])
    words = {10: "ten", 11: "11", 12: "Twelve"}
    says(f"{words[len(late)]} of {len(chance)} will probably be late",
         f"{words[over.sum()]} of the {going.sum()} in progress will run over; {words[len(both)]} of them",
         *sorted(late - both), *sorted(set(table.index[over]) - late))  # fmt: skip


def test_what_joining_late_does(report):
    table, incidents = rows("initiatives").copy(), rows("incidents")
    through = incidents["Caused by Change"].map(rows("changes").set_index("Number")["Project"])
    link = incidents["Project"].fillna(through)
    says(f"{link.isin(table['Number']).sum()} of {len(incidents)}")
    table["incidents"] = table["Number"].map(link.value_counts()).fillna(0.0)
    running = table["State"].eq("Work in Progress")
    end = pd.to_datetime(table["Actual end date"]).where(~running, AS_OF)
    table["years"] = (end - pd.to_datetime(table["Actual start date"]).clip(lower=FIRST)).dt.days / 365.25
    table["late"] = table["Security joined"].map({"At design": 0.0, "Before go-live": 1.0, "Not yet": 1.0})
    table["technologies"] = (
        table["Technology"].fillna("").map(lambda tags: len([tag for tag in tags.split(";") if tag]))
    )
    ours = table[table["late"].notna() & (table["years"] > 0) & (running | table["State"].eq("Closed Complete"))]
    found = (
        ours.groupby("late")[["years", "incidents"]].sum().assign(rate=lambda sums: sums["incidents"] / sums["years"])
    )
    for years, count, rate in found.to_numpy():
        says(f"{years:.1f}, {count:.0f}, {rate:.1f}")
    whole, within = found["rate"].iloc[1] / found["rate"].iloc[0], mantel_haenszel(ours, "technologies")
    says(f"the second over the first | ×{whole:.1f}", f"(Mantel-Haenszel) | ×{within:.1f}")
    told = next(one["multiplier"] for one in report["coupling"] if one["effect"] == "security_joined_late")
    value, low, high, measured = (told[part] for part in ("value", "low", "high", "measured"))
    own = exp((log(value) - (1 - measured) * log(1.3)) / measured)
    says(f"the model finds ×{own:.1f}", f"×{value:.1f} (likely ×{low:.1f} to ×{high:.1f})",
         f"{100 * measured:.0f} in 100 of that are own data",
         f"{100 * (1 - measured):.0f} are what is assumed")  # fmt: skip
    assert value < own < within < whole
    assert low < within < high


def mantel_haenszel(table: pd.DataFrame, by: str) -> float:
    """The rate of the late ones over that of the others, within groups."""
    above = below = 0.0
    for _, group in table.groupby(by):
        late, design = group[group["late"] == 1], group[group["late"] == 0]
        years = group["years"].sum()
        above += late["incidents"].sum() * design["years"].sum() / years
        below += design["incidents"].sum() * late["years"].sum() / years
    return above / below
