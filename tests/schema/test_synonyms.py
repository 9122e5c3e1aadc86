"""Every header and every word that the schema knows means one thing, in every language."""

import pytest

from balance.ingest.choices import meaning, normal
from balance.ingest.grid import EMPTY, Cells
from balance.ingest.headers import candidates, squash
from balance.ingest.mapping import map_by_name, sources
from balance.ingest.said import SheetSaid
from balance.schema import TABLES
from balance.schema.spoken import LANGUAGES

DECIDED_BY_VALUES = {
    ("initiatives", "projectname"): {"name", "portfolio"},
    ("initiatives", "progress"): {"percent_complete", "stage"},
    ("incidents", "dateofdiscovery"): {"detected_at", "opened_at"},
    ("incidents", "detected"): {"detected_at", "opened_at"},
    ("incidents", "dateofoccurrence"): {"occurred_at", "opened_at"},
    ("incidents", "occurred"): {"occurred_at", "opened_at"},
    ("incidents", "start"): {"occurred_at", "opened_at"},
}
"""Names that two columns share: the values decide, or the required column takes it where it finds no better one."""

COLUMNS = [(table, column) for table in TABLES.values() for column in table.columns]


def nothing():
    import numpy as np

    return Cells(np.zeros(3, dtype=np.uint8) + EMPTY, np.full(3, np.nan), np.full(3, -1, dtype=np.int32), ())


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: part.name)
def test_every_name_of_a_column_is_taken_for_it(table, column):
    shared = {name for (of_table, name), _ in DECIDED_BY_VALUES.items() if of_table == table.name}
    wrong = {}
    for header in (column.name, *column.synonyms):
        found = sources([header], [nothing()])
        (mapped,) = map_by_name(table, found, SheetSaid())
        how = "exact" if squash(header) == squash(column.name) else "synonym"
        if squash(header) not in shared and (mapped.column.name, mapped.how) != (column.name, how):
            wrong[header] = (mapped.column.name, mapped.how)
    assert wrong == {}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_no_name_belongs_to_two_columns_without_a_rule(table):
    shared = {name: {column for column, _, _ in found} for name, found in candidates(table).items()}
    assert {name: columns for name, columns in shared.items() if len(columns) > 1} == {
        name: columns for (of_table, name), columns in DECIDED_BY_VALUES.items() if of_table == table.name
    }


@pytest.mark.parametrize(("table", "column"), [pair for pair in COLUMNS if pair[1].choices], ids=lambda part: part.name)
def test_every_word_means_its_choice_and_no_other(table, column):
    told = {}
    for written, choice in ((choice, choice) for choice in column.choices):
        told.setdefault(normal(written), set()).add(choice)
    for written, choice in column.choice_synonyms:
        told.setdefault(normal(written), set()).add(choice)
        assert meaning(column, written) == choice
        assert meaning(column, f"3 - {written.upper()}") in (choice, meaning(column, written.upper()))
        assert choice in column.choices
    assert {word for word, choices in told.items() if len(choices) > 1} == set()


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_names_columns_and_choices_that_exist(name):
    language = LANGUAGES[name]
    for table, columns in language.HEADERS.items():
        assert set(columns) <= {column.name for column in TABLES[table].columns}
    for table, columns in language.VALUES.items():
        for column, choices in columns.items():
            assert set(choices) <= set(TABLES[table].column(column).choices)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_names_every_column_of_every_table(name):
    english = {("initiatives", "portfolio"), ("assumptions", "source")}
    unnamed = {
        (table.name, column.name)
        for table, column in COLUMNS
        if column.name not in LANGUAGES[name].HEADERS.get(table.name, {})
    }
    assert unnamed <= english


@pytest.mark.parametrize(
    ("table", "headers"),
    [
        (
            "initiatives",
            "Number;Short description;State;Planned end date;Labels;BAC;ACWP;EAC;% Done",
        ),
        (
            "initiatives",
            "Unique Investment Identifier;Investment Title;Phase;PlannedFinishDate;bureau_name",
        ),
        (
            "incidents",
            "Ticket;Short description;Open Time;Category;cmdb_ci;Gross loss;Recoveries;closed_at",
        ),
        ("changes", "Number;Type;Actual end;Close code;Configuration item;Project"),
    ],
)
def test_headers_seen_in_real_exports_are_known(table, headers):
    known = candidates(TABLES[table])
    assert [header for header in headers.split(";") if squash(header) not in known] == []
