"""Likely links on the Trade-off page: a few at a time, accepted, refused and undone."""

from datetime import date

import pytest

from balance import store, uploading

HEAD = "initiative_id,name,stage,start_actual,finish_planned,business_unit,technology,annual_value\n"
OPEN = [f"P-{n},Project {n},in_flight,2026-01-0{n},2027-0{n}-01,Unit {n},tag{n},{n}00000\n" for n in range(1, 7)]
HURT = "incident_id,opened_at,class,loss,business_unit,service,initiative_id\n"
HOSTILE = "<img src=x onerror=alert(1)>"


def said(app) -> str:
    return "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))


def keys(app, word) -> list[str]:
    return [button.key for button in app.button if str(button.key).startswith(f"{word}:")]


@pytest.fixture
def database(tmp_path) -> str:
    """Fourteen incidents that name ids written in another way, three of them the same; two without any link."""
    rows = [f"N-{n},2026-05-{n:02},outage,1000,Unit 1,Shop,p{1 + n % 4}x\n" for n in range(1, 3)]
    rows += [f"N-{n},2026-06-{n:02},outage,1000,Unit 1,Shop,{name}\n"
             for n, name in enumerate([f"p 0{k}" for k in range(1, 7)] + [f"P_{k}" for k in range(1, 6)]
                                      + ["p1", "p1", "p1"], 3)]  # fmt: skip
    plans, incidents = tmp_path / "initiatives.csv", tmp_path / "incidents.csv"
    plans.write_text(HEAD + "".join(OPEN), encoding="utf-8")
    incidents.write_text(HURT + "".join(rows) + f"{HOSTILE},2026-06-20,outage,1000,Unit 1,Shop,P_6\n", encoding="utf-8")
    loaded = uploading.load(str(tmp_path / "b.duckdb"), [plans, incidents], as_of=date(2026, 9, 30), who="test")
    assert loaded.status == "attention"
    return str(tmp_path / "b.duckdb")


def test_without_data_nothing_is_offered(open_app, tmp_path):
    app = open_app(tmp_path / "none.duckdb", "trade_off")
    assert not app.exception
    assert keys(app, "accept") == []


@pytest.mark.slow
def test_the_sample_company_tells_how_many_have_no_link(open_app, sample_store):
    app = open_app(sample_store, "trade_off")
    assert not app.exception
    assert "likely link" in said(app)
    assert "have no link to an initiative" in said(app)


@pytest.mark.slow
def test_ten_at_most_are_offered_and_those_of_one_id_together(open_app, database):
    app = open_app(database, "trade_off")
    assert not app.exception
    assert "13 likely links to look at" in said(app)
    assert len(keys(app, "accept")) == len(keys(app, "refuse")) == 10
    assert "3 incidents" in said(app)
    assert "<img" not in said(app)


@pytest.mark.slow
def test_a_link_is_accepted_refused_and_undone(open_app, database):
    app = open_app(database, "trade_off")
    first, second = keys(app, "accept")[:2]
    app.button(key=first).click().run()
    assert not app.exception
    app.button(key=second.replace("accept", "refuse")).click().run()
    assert not app.exception
    assert not {first, second} & set(keys(app, "accept"))
    assert "2 links decided" in [expander.label for expander in app.expander]
    rows = store.link_decisions(store.open_store(database))
    assert sorted(rows["decision"]) == ["accepted", "refused"]
    assert set(rows["recorded_by"]) == {"dashboard"}
    app.button(key=first.replace("accept", "undo")).click().run()
    assert not app.exception
    assert first in keys(app, "accept")
    assert len(store.link_decisions(store.open_store(database))) == 1


@pytest.mark.slow
def test_all_incidents_that_name_one_id_are_decided_at_once(open_app, database):
    app = open_app(database, "trade_off")
    links = store.link_decisions(store.open_store(database))
    assert links.empty
    while not any(key.startswith("accept:N-14=") for key in keys(app, "accept")):
        app.button(key=keys(app, "refuse")[0]).click().run()
    app.button(key="accept:N-14=P-1").click().run()
    rows = store.link_decisions(store.open_store(database))
    accepted = rows[rows["decision"] == "accepted"]
    assert accepted["incident_id"].tolist() == ["N-14", "N-15", "N-16"]
