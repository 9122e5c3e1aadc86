"""What files of one name are called: by as many of their folders as tell them apart, in whatever order they come."""

import itertools
from datetime import date
from pathlib import Path

from balance.ingest import read_files

HEADER = "Project ID,Project Name,State,Planned end date\n"


def names(paths):
    return [file.file for file in read_files(paths, as_of=date(2026, 9, 30)).files]


def put(folder, *places):
    """Files in those places, each with a row of its own."""
    for number, place in enumerate(places):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(f"{HEADER}P-{number},Ledger,Done,2026-01-31\n", "utf-8")
    return [folder / place for place in places]


def test_folders_tell_files_of_one_name_apart_whatever_their_order(tmp_path):
    places = put(tmp_path, "east/a/x.csv", "west/a/x.csv", "b/X.csv", "b/y.csv")
    told = dict(zip(places, ["east/a/x.csv", "west/a/x.csv", "b/X.csv", "y.csv"], strict=True))
    for order in itertools.permutations(places):
        assert names(order) == [told[place] for place in order]


def test_a_file_given_twice_has_a_number(tmp_path):
    (place,) = put(tmp_path, "x.csv")
    assert names([place, place]) == ["x.csv", "x (2).csv"]


def test_no_name_leads_out_of_its_folder(tmp_path, monkeypatch):
    put(tmp_path, "here/x.csv", "x.csv")
    monkeypatch.chdir(tmp_path / "here")
    assert names([Path("x.csv"), Path("../x.csv")]) == ["here/x.csv", f"{tmp_path.name}/x.csv"]


def test_what_is_wrong_in_one_of_them_is_told_of_that_one(tmp_path):
    good, bad = put(tmp_path, "a/x.csv", "b/x.csv")
    bad.write_text(f"{HEADER}P-7,Vault,Done,soon\n", "utf-8")
    intake = read_files([good, bad], as_of=date(2026, 9, 30))
    assert {problem.file for problem in intake.problems} == {"b/x.csv"}
    assert [file.sheets[0].rows.held for file in intake.files] == [0, 1]
