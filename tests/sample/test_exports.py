import pandas as pd
import pytest

from balance import schema
from balance.assumptions import recognised
from balance.sample.exports import HEADERS, WORDS


def _plain(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_header_is_known_for_its_column(table):
    """Where two columns know a header, its values decide: that the right one is taken is tested by reading them."""
    known = {
        column.name: {_plain(word) for word in (column.name, *column.synonyms)}
        for column in schema.TABLES[table].columns
    }
    for name, header in HEADERS[table].items():
        assert _plain(header) in known[name]


@pytest.mark.parametrize("table", schema.TABLES)
def test_every_export_has_the_headers_of_its_tool(exports, table):
    for tables in exports.values():
        assert list(tables[table].columns) == list(HEADERS[table].values())
        assert len(tables[table])


@pytest.mark.parametrize("table", schema.TABLES)
def test_required_cells_are_filled_and_ids_are_unique(exports, table):
    for tables in exports.values():
        for column in schema.TABLES[table].required:
            assert tables[table][HEADERS[table][column.name]].notna().all()
        assert tables[table][HEADERS[table][schema.TABLES[table].key]].is_unique


def test_every_word_means_its_choice():
    for table in schema.TABLES.values():
        for column in table.columns:
            for choice, word in WORDS.get(column.name, {}).items() if column.choices else ():
                assert column.meant[word.lower()] == choice


def test_dates_are_true_dates_and_money_true_numbers(exports):
    newest = exports["2026-09-30"]
    for table, headers in HEADERS.items():
        for name, header in headers.items():
            kind, cells = schema.TABLES[table].column(name).type, newest[table][header].dropna()
            if kind in ("date", "moment"):
                assert pd.api.types.is_datetime64_any_dtype(cells)
            if kind in ("money", "share", "count"):
                assert pd.api.types.is_numeric_dtype(cells)


def test_no_cell_begins_like_a_formula(exports):
    for tables in exports.values():
        for frame in tables.values():
            texts = frame.select_dtypes("str").stack()
            assert not texts.astype(str).str.match(r"^[=+\-@\t]").any()


def test_every_assumption_is_documented_and_the_severe_class_stays_off(exports):
    for tables in exports.values():
        keys = set(tables["assumptions"]["Key"])
        assert all(recognised(key) for key in keys)
        assert {"reporting_currency", "loss_limit", "loss_limit_chance", "loss_cap", "exchange_rate:EUR"} <= keys
        assert not {"revenue", "severe_frequency"} & keys


def test_an_incident_is_told_again_only_when_more_is_known_of_it(exports):
    seen = {}
    for tables in exports.values():
        for row in tables["incidents"].to_dict("records"):
            before = seen.get(row["Number"])
            if before is not None:
                resolved = pd.isna(before["Resolved"]) and not pd.isna(row["Resolved"])
                valued = pd.isna(before["Gross loss"]) and not pd.isna(row["Gross loss"])
                assert resolved or valued
                assert before["Opened"] == row["Opened"]
                assert before["Category"] == row["Category"]
            seen[row["Number"]] = row


def test_an_export_knows_nothing_of_the_days_after_it(exports):
    past = {"initiatives": ("Actual start date", "Actual end date", "Last security assessment", "Oldest open finding"),
            "incidents": ("Opened", "Occurred", "Detected", "Resolved"),
            "changes": ("Actual end date",), "controls": ("Requested on", "Effective date", "Last reviewed"),
            "assumptions": ("Stated on",)}  # fmt: skip
    for day, tables in exports.items():
        over = pd.Timestamp(day) + pd.Timedelta(days=1)
        for table, headers in past.items():
            for header in headers:
                assert (pd.to_datetime(tables[table][header]).dropna() < over).all(), (day, table, header)


def test_changes_of_incidents_are_in_the_changes(exports, union):
    changes = pd.concat([tables["changes"] for tables in exports.values()])
    assert changes["Number"].is_unique
    caused = union.dropna(subset="Caused by Change")
    known = caused["Caused by Change"].isin(changes["Number"])
    assert known.mean() > 0.97
    ended = changes.set_index("Number")["Actual end date"]
    when = caused.loc[known, "Caused by Change"].map(ended)
    assert (when <= caused.loc[known, "Opened"]).all()
