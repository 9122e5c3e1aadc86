"""Where a link comes from, what an accepted one changes, and ids that nobody knows."""

import pytest

from balance.errors import BalanceError
from balance.linking import as_json, lines_of, links_of, problems_of, refuse_unknown, said_links, states, with_accepted
from balance.linking.alike import alike

PLAN = {"stage": "in_flight", "start_actual": "2026-01-01", "finish_planned": "2026-12-31"}


def incident(number, **cells):
    return {"incident_id": f"I-{number}", "opened_at": "2026-05-01", "class": "outage"} | cells


@pytest.fixture
def tables(frame):
    """Two initiatives; incidents named, caused by a change, with an unknown id, with both, and without anything."""
    initiatives = frame("initiatives", [PLAN | {"initiative_id": "P-0012", "name": "Atlas"},
                                        PLAN | {"initiative_id": "P-0013", "name": "Zephyr"}])  # fmt: skip
    changes = frame("changes", [{"change_id": "C-1", "finished_at": "2026-04-30", "initiative_id": "P-0013"}])
    incidents = frame("incidents", [
        incident(1, initiative_id="P-0012"), incident(2, change_id="C-1"), incident(3, initiative_id="p12"),
        incident(4, initiative_id="X-99", change_id="C-1"), incident(5),
    ])  # fmt: skip
    return incidents, initiatives, changes


def test_the_file_counts_first_then_a_person_then_the_change(tables, decided):
    links = links_of(*tables, decided(("I-1", "P-0013", "accepted"), ("I-5", "P-0012", "accepted")))
    assert links.incidents["how"].tolist() == [
        "named in the file", "through a change", "", "through a change", "accepted",
    ]  # fmt: skip
    assert links.incidents["initiative_id"].tolist()[0] == "P-0012"
    assert (links.unlinked, links.unlinked_share) == (1, 0.2)
    told = as_json(links)
    assert told["linked"] == {"explicit": 1, "accepted": 1, "through_changes": 2}
    assert (told["incidents"], told["unlinked"], told["unlinked_share"]) == (5, 1, 0.2)


def test_an_unknown_id_is_a_suggestion_and_never_joined(tables, decided):
    links = links_of(*tables, decided())
    (first, *_) = links.suggestions.to_dict("records")
    assert (first["incident_id"], first["initiative_id"], first["named"]) == ("I-3", "P-0012", "p12")
    assert "the file names 'p12'" in first["because"]
    assert links.incidents["initiative_id"].isna().tolist() == [False, False, True, False, True]
    assert links.unknown["named"].tolist() == ["X-99", "p12"]
    refused = links_of(*tables, decided(("I-3", "P-0012", "refused")))
    assert "I-3" not in set(refused.suggestions["incident_id"])


def test_of_very_many_incidents_the_newest_are_looked_at_and_that_is_said(frame, tables, decided, monkeypatch):
    _, initiatives, changes = tables
    incidents = frame("incidents", [incident(at, opened_at=f"2026-05-{at:02}", initiative_id="p12")
                                    for at in (3, 1, 9, 5, 7)])  # fmt: skip
    everything = links_of(incidents, initiatives, changes, decided())
    assert set(everything.suggestions["incident_id"]) == set(incidents["incident_id"])
    assert "newest" not in said_links(everything)
    monkeypatch.setattr(states, "LOOKED_AT", 2)
    some = links_of(incidents, initiatives, changes, decided())
    assert set(some.suggestions["incident_id"]) == {"I-9", "I-7"}
    assert some.incidents.equals(everything.incidents)
    assert some.unknown.equals(everything.unknown)
    assert said_links(some).endswith("Likely links are looked for among the newest 2.")


def test_an_accepted_link_is_filled_in_only_where_the_file_names_no_known_initiative(tables, decided):
    incidents, initiatives, _ = tables
    pairs = decided(*((f"I-{n}", "P-0013", "accepted") for n in range(1, 6)), ("I-5", "P-0012", "refused"))
    filled = with_accepted(incidents, initiatives, pairs)
    assert filled["initiative_id"].tolist() == ["P-0012", "P-0013", "P-0013", "P-0013", "P-0013"]
    assert filled.dtypes.equals(incidents.dtypes)
    assert with_accepted(incidents, initiatives, decided()) is incidents
    assert with_accepted(None, initiatives, pairs) is None


def test_nothing_loaded_is_no_error(tables, decided):
    incidents, initiatives, _ = tables
    assert lines_of(links_of(None, initiatives, None, decided())) == [
        "No incidents are loaded, so there is nothing to link."
    ]
    alone = links_of(incidents, None, None, decided())
    assert (alone.unlinked, len(alone.suggestions), len(alone.unknown)) == (2, 0, 0)
    assert links_of(incidents.head(0), initiatives, None, decided()).unlinked_share is None


def test_the_lines_tell_the_share_first(tables, decided):
    lines = lines_of(links_of(*tables, decided()))
    assert lines[0] == (
        "2 of 5 incidents (40 in 100) have no link to an initiative; "
        "linked are 1 by the file, 2 through a change, 0 as accepted."
    )
    assert "'p12' is named by 1 incident and is no known initiative; it looks like P-0012" in lines[2]


def test_an_upload_with_unknown_ids_is_warned_about_once_for_each_table(tables):
    incidents, initiatives, _ = tables
    given = incidents.assign(source_file="f.csv", source_sheet="", source_row=range(2, 7))
    (warning,) = problems_of({"incidents": given}, initiatives)
    assert (warning.code, warning.severity, warning.row, warning.file) == ("initiative-unknown", "warning", 4, "f.csv")
    assert warning.found.startswith(
        "2 incidents name an initiative that is not known: 'X-99', 'p12' (looks like P-0012)"
    )
    assert list(problems_of({"incidents": given}, None)) == []
    assert list(problems_of({"incidents": given.head(2)}, initiatives)) == []


def test_everything_unknown_in_a_decision_is_told_at_once(tables):
    incidents, initiatives, _ = tables
    refuse_unknown([("I-1", "P-0012")], incidents, initiatives)
    with pytest.raises(BalanceError, match="no incident 'I-9' and no initiative 'P-1'; nothing was changed"):
        refuse_unknown([("I-9", "P-1")], incidents, initiatives)


@pytest.mark.parametrize(("named", "meant"), [
    ("p0012", "P-0012"), ("P 12", "P-0012"), ("P_012", "P-0012"), ("12", "P-0012"), ("0013", "P-0013"),
    ("atlas ", "P-0012"), ("P-0013 - Zephyr", "P-0013"), ("P-0012; P-0013", None), ("Q-0012", None), ("14", None),
    ("", None), ("Project", None), ("12 Atlas 13", None),
])  # fmt: skip
def test_ids_written_in_another_way(tables, named, meant):
    found = alike([named], tables[1]).get(named)
    assert (found and found[0]) == meant


def test_a_number_that_two_ids_have_means_neither(frame):
    initiatives = frame("initiatives", [PLAN | {"initiative_id": name, "name": name} for name in ("A-1", "B-1")])
    assert alike(["1"], initiatives) == {}


def test_of_several_changes_in_one_cell_the_first_with_an_initiative_counts(tables, decided, frame):
    _, initiatives, changes = tables
    changes = frame("changes", [*changes.to_dict("records"), {"change_id": "C-0", "finished_at": "2026-04-29"}])
    incidents = frame("incidents", [incident(1, change_id="C-0, C-1"), incident(2, change_id="C-0;C-9")])
    assert links_of(incidents, initiatives, changes, decided()).incidents["how"].tolist() == ["through a change", ""]


def _sourced(rows):
    return rows.assign(source_file="f.csv", source_sheet="", source_row=range(2, len(rows) + 2))


@pytest.mark.parametrize(("named", "severity"), [
    (["C-1"] * 11 + ["C-9"], "note"), (["yes"] * 12, "warning"), (["yes"] * 3, "note"), (["C-9, C-1"] * 12, None),
])  # fmt: skip
def test_changes_nobody_knows_are_said(tables, frame, named, severity):
    _, initiatives, changes = tables
    rows = frame("incidents", [incident(n, change_id=change) for n, change in enumerate(named)])
    given = _sourced(rows)
    found = list(problems_of({"incidents": given, "changes": _sourced(changes)}, initiatives, changes["change_id"]))
    assert [(problem.code, problem.severity) for problem in found] == (
        [("change-unknown", severity)] if severity else []
    )
    alone = list(problems_of({"incidents": given}, initiatives, changes["change_id"]))
    assert [problem.severity for problem in alone] == (["note"] if severity else [])
    assert list(problems_of({"incidents": given}, initiatives, None)) == []
