"""What is wrong with a text file is said with its place: quotes, encodings, NUL bytes, rows longer than the header."""

import pytest

HEAD = "Project ID;Project Name;State;Planned end date;Budget"
LINES = [f"P-{n};Größe {n};In progress;2027-03-{n % 28 + 1:02};{n},5" for n in range(1, 31)]
TEXT = "\n".join([HEAD, *LINES]) + "\n"


@pytest.fixture
def read_text(read_bytes):
    return lambda content, name="a.csv": read_bytes((name, content if isinstance(content, bytes) else content.encode()))


def only(intake, code):
    return [problem for problem in intake.problems if problem.code == code]


def test_decimal_commas_between_semicolons(read_text):
    frame = read_text(TEXT).frames["initiatives"]
    assert frame["budget"].tolist() == [n + 0.5 for n in range(1, 31)]


def test_a_quote_that_swallows_rows_is_refused_at_its_row(read_text):
    intake = read_text(TEXT.replace("Größe 5;", '"Größe 5;'))
    (problem,) = intake.problems
    assert (intake.status, problem.code) == ("refused", "quote-open")
    assert (problem.row, problem.found) == (6, "a quote in line 6 that takes in the text to line 31")


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("Größe 30;", '"Größe 30;', 31, "a quote in line 31 that is closed nowhere after it"),
        ("Größe 29;", '"Größe 29;', 30, "a quote in line 30 that takes in the text to line 31"),
        ("30,5", '30,5;"', 31, "a quote in line 31 that is closed nowhere after it"),
        ("Größe 5;In progress;2027-03-06;5,5\nP-6;Größe 6", '"Größe 5;In progress;2027-03-06;5,5\nP-6;"Größe 6"', 6,
         "a quote in line 6 that takes in the text to line 7"),
    ],
)  # fmt: skip
def test_an_open_quote_is_named_with_its_line(read_text, old, new, line, told):
    assert old in TEXT
    longer = TEXT.replace("Größe 2;", '"two\nlines";')
    for text, shift in ((TEXT, 0), (longer, 1)):
        (problem,) = read_text(text.replace(old, new)).problems
        assert (problem.code, problem.row) == ("quote-open", line + shift)
        if not shift:
            assert problem.found == told


@pytest.mark.parametrize("name", ['5" disk', '"a ""b"""', '"Größe"', '"a\nb"', '""', '"said "yes" twice"'])
def test_quotes_that_are_closed_or_within_a_cell_are_none_that_is_open(read_text, name):
    for place in ("Größe 5;", "Größe 30;"):
        assert only(read_text(TEXT.replace(place, f"{name};")), "quote-open") == []
    assert only(read_text(TEXT.rstrip().replace("30,5", '"30,5"')), "quote-open") == []
    assert only(read_text(TEXT.rstrip().replace("30,5", '""')), "quote-open") == []


SHORT = "id,opened,class,description\nI1,2026-05-01,Outage,{}\nI2,2026-05-02,Fraud,ok\n"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ('"Down:\nmail, web, files, print"', "Down:\nmail, web, files, print"),
        ('"Down:\r\nmail, ""web"", files, ""print"""', 'Down:\nmail, "web", files, "print"'),
    ],
)
def test_a_line_within_quotes_with_as_many_commas_as_a_row_is_text(read_text, cell, name):
    intake = read_text(SHORT.format(cell))
    frame = intake.frames["incidents"]
    assert (intake.status, frame["incident_id"].tolist()) == ("ok", ["I1", "I2"])
    assert name.split() in [str(text).split() for text in frame.loc[0]]


@pytest.mark.parametrize(
    "second", ['I9,2026-05-02,Fraud,"ok"', 'I9,2026-05-02,Fraud,5" disk', "I9,2026-05-02,Fraud,ok"]
)
def test_a_quote_that_ends_where_a_later_cell_opens_or_nowhere_is_open(read_text, second):
    text = SHORT.format(f'"Down\n{second}')
    text = text if '"' in second else text.rsplit("I2", 1)[0]
    (problem,) = read_text(text).problems
    assert (problem.code, problem.row) == ("quote-open", 2)


LISTED = "Seen:\nred, green, blue, grey\nsour, sweet, salty, hot\nmail, web, files, print"


def test_a_whole_cell_of_lines_with_as_many_commas_as_a_row_is_text_where_they_look_like_no_row(read_text):
    intake = read_text(SHORT.format(f'"{LISTED}"'))
    frame = intake.frames["incidents"]
    assert (intake.status, frame["incident_id"].tolist()) == ("ok", ["I1", "I2"])
    assert frame.loc[0, "title"] == LISTED


def test_a_whole_cell_of_lines_that_look_like_rows_is_a_quote_that_took_them_in(read_text):
    (problem,) = read_text(SHORT.format('"Down\nI8,2026-05-07,Outage,a\nI9,2026-05-08,Outage,b"')).problems
    assert (problem.code, problem.row) == ("quote-open", 2)


def test_line_breaks_in_quotes_are_no_swallowed_rows(read_text):
    note = '"first; line\nsecond line\nthird ""line"""'
    intake = read_text(TEXT.replace("Größe 5", note))
    assert intake.status == "ok"
    assert intake.frames["initiatives"]["name"].tolist()[4] == 'first; line\nsecond line\nthird "line"'


@pytest.mark.parametrize("line_end", ["\r", "\r\n", "\n"])
def test_every_line_end(read_text, line_end):
    assert len(read_text(TEXT.replace("\n", line_end)).frames["initiatives"]) == 30


def test_a_row_with_more_cells_than_headers_is_named(read_text):
    (problem,) = only(read_text(TEXT.replace("Größe 5;", "Grö;ße 5;").replace("Größe 9;", "Grö;ße 9;")), "row-longer")
    assert (problem.severity, problem.row, problem.cell) == ("warning", 6, "F6")
    assert "rows (6, 10)" in problem.found


def test_separators_behind_the_last_cell_are_nothing(read_text):
    assert read_text(TEXT.replace("\n", ";;\n")).status == "ok"


def test_two_encodings_in_one_file_are_read_line_by_line_and_told(read_text):
    last = "P-99;Größe;In progress;2027-01-01;1,5\n".encode("cp1252")
    intake = read_text(TEXT.encode() + last)
    (problem,) = only(intake, "encoding-mixed")
    assert problem.row == 32
    assert set(intake.frames["initiatives"]["name"].str[:5]) == {"Größe"}


def test_another_alphabet_is_read_and_western_names_are_not_doubted(read_text):
    assert read_text(TEXT.replace("Größe", "Размер").encode("cp1251")).frames["initiatives"]["name"][0] == "Размер 1"
    assert not only(read_text(TEXT.encode("cp1252")), "encoding-unsure")


def test_letters_garbled_before_are_told(read_text):
    assert only(read_text(TEXT.encode().decode("cp1252")), "text-garbled")
    assert not only(read_text(TEXT), "text-garbled")


def test_nul_bytes_are_left_out_and_told_many_are_no_text(read_text):
    intake = read_text(TEXT.replace("Größe 5", "Gr\0öße 5"))
    assert only(intake, "nul-bytes")[0].row == 6
    assert intake.frames["initiatives"]["name"].tolist()[4] == "Größe 5"
    assert only(read_text(TEXT + "x\0" * 50), "kind-unknown")


def test_a_mark_in_the_middle_is_no_part_of_an_id(read_text):
    intake = read_text(TEXT + f"\ufeff{HEAD}\n\ufeffP-77;A;In progress;2027-01-01;1,5\n")
    assert "P-77" in set(intake.frames["initiatives"]["initiative_id"])
    assert only(intake, "row-header-repeated")


@pytest.mark.parametrize("hint", ["sep=;\n", "\ufeffsep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_a_hint_of_the_separator(read_text, hint):
    assert len(read_text(hint + TEXT).frames["initiatives"]) == 30


def test_a_hint_of_any_other_separator(read_text):
    assert len(read_text("sep=^\n" + TEXT.replace(";", "^")).frames["initiatives"]) == 30


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("\ufeff<!-- made by a report -->\n<table><tr>", "web page"), ("<HTML>", "web page"),
        ("MIME-Version: 1.0\nX: y", "web archive"), ('[{"Project ID": 1}]', "JSON"), ("ID;PWXL;N;E\nC;Y1;X1", "SYLK"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_no_table_is_named(read_text, head, what, encoding):
    (problem,) = read_text(head.encode(encoding), "export.xls").problems
    assert what in problem.found
    assert ".xlsx" in problem.fix


def test_a_header_that_only_looks_like_another_format_is_read(read_text):
    assert len(read_text(TEXT.replace("Project ID", "ID", 1)).frames["initiatives"]) == 30


def test_a_workbook_named_as_text_and_text_named_as_a_workbook(read_text, make_workbook):
    rows = [line.split(";") for line in TEXT.splitlines()]
    assert len(read_text(make_workbook({"A": rows}), "a.csv").frames["initiatives"]) == 30
    assert len(read_text(TEXT, "b.xlsx").frames["initiatives"]) == 30
