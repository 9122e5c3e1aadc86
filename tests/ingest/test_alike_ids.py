"""Ids that differ only in how they are written."""

HEADERS = ["Initiative ID", "Name", "Stage", "Planned end date"]


def told(read_bytes, make_text, *files):
    named = [(f"{n}.csv", make_text([HEADERS, *([one, "A", "Done", "2026-01-31"] for one in ids)]).encode())
             for n, ids in enumerate(files)]  # fmt: skip
    intake = read_bytes(*named)
    return intake, [problem for problem in intake.problems if problem.code == "id-alike"]


def test_ids_that_differ_in_case_spaces_or_zeros_are_told_and_stay_apart(read_bytes, make_text):
    intake, (problem,) = told(read_bytes, make_text, ["PRJ-1", "A 7", "prj-1", "007", "7", "a7", "B"])
    assert list(intake.frames["initiatives"]["initiative_id"]) == ["PRJ-1", "A 7", "prj-1", "007", "7", "a7", "B"]
    assert (problem.severity, problem.cell, problem.row) == ("warning", "A4", 4)
    assert problem.found.startswith("3 ids are written in more than one way, such as 'PRJ-1' and 'prj-1'")


def test_they_are_found_across_files(read_bytes, make_text):
    _, (problem,) = told(read_bytes, make_text, ["PRJ-1"], ["Prj-1", "C"])
    assert (problem.file, problem.cell) == ("1.csv", "A2")


def test_ids_that_are_not_alike_are_not_told(read_bytes, make_text):
    assert told(read_bytes, make_text, ["P-11", "P1-1", "10", "100", "0", "00A"], ["P-11"])[1] == []
