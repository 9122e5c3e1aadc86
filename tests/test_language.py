"""One place for all sentences: the list is complete, another language is one file, numbers follow the locale."""

import re
from datetime import date
from html import unescape

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import language_seen
from balance import cli, formats, language, pipeline, schema, uploading
from balance.assumptions import KNOWN
from balance.findings import answered
from balance.formats.conventions import MONTHS
from balance.language import extraction
from balance.model.in_use import in_use
from balance.ranges import Range
from balance.regimes import REGIMES
from balance.screens import SCREENS
from balance.settings import SettingsError, load_settings
from boardpack import invented

PAGES = ("overview", "data_quality", "risk", "velocity")


@pytest.fixture(autouse=True)
def english_again():
    language._catalogue.cache_clear()  # a test before may have spoken a language that has no file
    yield
    language.speak(language.ENGLISH)
    language._catalogue.cache_clear()


def test_the_list_of_sentences_is_of_the_product_as_it_stands():
    assert extraction.TEMPLATE.read_text(encoding="utf-8") == extraction.template(), (
        "Run: python -m balance.language.extraction"
    )


def test_a_sentence_with_its_values_in_it_is_refused():
    with pytest.raises(ValueError, match="line 1"):
        list(extraction.sentences('say(f"{n} in flight")'))


def test_another_language_is_one_file(tmp_path, monkeypatch):
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "we deliver more {thing} than a year ago"\nmsgstr "wir liefern mehr {thing} als vor einem Jahr"\n\n'
        'msgid "Data to"\nmsgstr "Stand"\n\n#, fuzzy\nmsgid "Plan"\nmsgstr "Vorhaben?"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(language, "HERE", tmp_path)
    language.speak("de")
    assert (
        language.say("we deliver more {thing} than a year ago", thing="Wert")
        == "wir liefern mehr Wert als vor einem Jahr"
    )
    assert language.label("Data to") == "Stand"
    assert language.say("Plan") == "Plan", "what is marked as unsure stays English"
    assert language.label("<b>an initiative</b>") == "<b>an initiative</b>"


@pytest.mark.parametrize(
    ("locale", "money", "number", "count", "day"),
    [
        ("en-GB", "€6.4M", "1,234.5", "12,345 rows", "30 Sep 2026"),
        ("en-US", "€6.4M", "1,234.5", "12,345 rows", "Sep 30, 2026"),
        ("de", "6,4\xa0Mio.\xa0€", "1.234,5", "12.345 rows", "30. Sept. 2026"),
        ("fr", "6,4\xa0M\xa0€", "1\u202f234,5", "12\u202f345 rows", "30 sept. 2026"),
        ("es", "6,4\xa0M\xa0€", "1.234,5", "12.345 rows", "30 sept 2026"),
        ("pt", "€\xa06,4\xa0mi", "1.234,5", "12.345 rows", "30 de set. de 2026"),
    ],
)
def test_numbers_money_and_dates_follow_the_locale(locale, money, number, count, day):
    language.speak(locale)
    assert formats.money(6.4e6, "EUR") == money
    assert formats.number(1234.5, decimals=1) == number
    assert formats.count(12345, "row") == count
    assert formats.day(date(2026, 9, 30)) == day


@pytest.mark.parametrize(
    ("locale", "thousands", "billions", "axis"),
    [
        ("en-GB", "€34k", "€2.4bn", "€bn"),
        ("en-US", "€34K", "€2.4B", "€B"),
        ("de", "34\xa0Tsd.\xa0€", "2,4\xa0Mrd.\xa0€", "Mrd.\xa0€"),
        ("fr", "34\xa0k\xa0€", "2,4\xa0Md\xa0€", "Md\xa0€"),
        ("es", "34\xa0mil\xa0€", "2,4\xa0mil\xa0M\xa0€", "mil\xa0M\xa0€"),
        ("pt", "€\xa034\xa0mil", "€\xa02,4\xa0bi", "€\xa0bi"),
    ],
)
def test_scales_are_called_what_the_locale_calls_them(locale, thousands, billions, axis):
    language.speak(locale)
    assert formats.money(34_499, "EUR") == thousands
    assert formats.money(2.4e9, "EUR") == billions
    assert formats.money_unit("EUR", formats.scale_of(2.4e9)) == axis


def test_a_range_and_a_difference_keep_their_signs_in_every_locale():
    for locale in language.LOCALES:
        language.speak(locale)
        assert formats.money(-480_000, "GBP", signed=True).startswith(formats.MINUS)
        assert formats.money(480_000, "GBP", signed=True).startswith("+")
        assert formats.money_range(Range(6.4e6, 5.3e6, 7.5e6), "GBP").count("£") == 2
        assert formats.money(None, "GBP") == formats.MISSING


def test_a_locale_that_is_not_known_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(SettingsError, match="one of en-GB, en-US, de, fr, es, pt"):
        load_settings({"BALANCE_LOCALE": "xx"}, tmp_path / "none.toml")
    with pytest.raises(ValueError, match="known are"):
        language.speak("xx")


def texts(app, pattern: str) -> list[str]:
    bodies = "\n".join(str(block.proto.body) for block in app.get("html") if "<style>" not in str(block.proto.body))
    return [unescape(re.sub(r"<[^>]+>", "", found)).strip() for found in re.findall(pattern, bodies, re.DOTALL)]


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_worked_out")
@pytest.mark.parametrize("page", PAGES)
def test_the_pseudo_language_reaches_name_verdict_labels_and_heads(project, monkeypatch, sample_store, page):
    monkeypatch.setenv("BALANCE_DATABASE", sample_store)
    monkeypatch.setenv("BALANCE_LOCALE", language.PSEUDO)
    monkeypatch.chdir(project)
    app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=180).run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert [one for one in texts(app, r'<h1 class="b-name">(.*?)</h1>') if not one.startswith("⟦")] == []
    heads = texts(app, r'<th scope="col"[^>]*>(.*?)</th>')
    assert heads
    plain = [one for one in heads if not one.startswith("⟦") and not re.search(r"\d|£", one)]
    assert plain == [], "heads of tables that did not go through the catalogue"
    labels = texts(app, r'<div class="b-label"[^>]*>(.*?)</div>')
    assert [one for one in labels if not one.startswith("⟦") and not re.search(r"\d|£", one)] == []
    if page == "overview":
        assert "⟦" in texts(app, r'class="b-verdict".*?<h2>(.*?)</h2>')[0]


def test_a_program_reads_the_same_document_in_every_language(sample_store, monkeypatch, capsys):
    told = {}
    for locale in (language.ENGLISH, language.PSEUDO, "de"):
        monkeypatch.setenv("BALANCE_LOCALE", locale)
        assert cli.main(["report", "--json", "--database", sample_store]) == 0
        told[locale] = capsys.readouterr().out
    assert len(set(told.values())) == 1


def test_a_file_of_another_language_changes_exactly_what_it_holds(tmp_path, monkeypatch):
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "This plan lands more value and takes less risk."\nmsgstr "Dieser Plan bringt mehr."\n\n'
        'msgid "Chance of losing more, in 100"\nmsgstr "Verlust darüber, von 100"\n\n'
        'msgid "The plans side by side"\nmsgstr "Die Vorhaben {falsch}"\n\n'
        'msgid "Innovation and risk, {as_of}"\nmsgstr "Neues und Wagnis, {as_of}"\n\n'
        'msgid "{count} initiative"\nmsgid_plural "{count} initiatives"\n'
        'msgstr[0] "{count} Vorhaben"\nmsgstr[1] "{count} Vorhaben, mehrere"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(language, "HERE", tmp_path)
    language._counting.cache_clear()
    language.speak("de")
    try:
        assert language.say("This plan lands more value and takes less risk.").startswith("Dieser Plan")
        assert language.say("Chance of losing more, in 100") == "Verlust darüber, von 100"
        assert language.say("The plans side by side") == "The plans side by side", "no value fills {falsch}"
        assert invented.pack().title == "Neues und Wagnis, 30. Sept. 2026"
        assert (formats.count(1, "initiative"), formats.count(3, "initiative")) == (
            "1 Vorhaben",
            "3 Vorhaben, mehrere",
        )
        assert formats.count(3, "incident") == "3 incidents"
    finally:
        language._counting.cache_clear()


NAMES = {
    *MONTHS,  # a date is written by the locale, not by the catalogue
    "PowerPoint", "Excel", "Web", "JSON", "page",  # formats by their names
    "COLLAPSED",  # how Streamlit hides a label
}  # fmt: skip


def data_in(analysis) -> re.Pattern[str]:
    """Whatever comes from the company and not from the product: cells, what somebody stated, files, names of laws."""
    company = analysis.company
    tables = [table for table in (company.initiatives, company.incidents, company.changes, company.controls)
              if table is not None]  # fmt: skip
    cells = [
        str(value) for table in tables for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])
        for value in table[name].dropna().unique()
    ]  # fmt: skip
    names = [name for table in tables if "name" in table for name in table["name"].dropna()]
    tags = {formats.technology(tag) for table in tables if "technology" in table
            for tags in table["technology"].dropna().unique() for tag in schema.tags_of(tags)}  # fmt: skip
    stated = in_use(analysis.fit).values()
    said = [part for row in stated if not row.assumed for part in (row.owner, row.reason, str(row.value)) if part]
    keys = [row.key for row in stated if ":" in row.key or "_" in row.key]
    money = [analysis.report.currency, *(key[-3:] for key in keys if key.startswith("exchange_rate:"))]
    kept = [*(f"{table}.xlsx" for table in schema.TABLES), "test", *(one.name for one in REGIMES)]
    short = [cut for name in names for cut in language_seen.cut(name)]
    return language_seen.data_of([*cells, *short, *tags, *said, *keys, *money, *kept])


def left_in_english(app, data: re.Pattern[str]) -> dict[str, set[str]]:
    """The texts of a page that hold words of the product which did not go through the catalogue."""
    seen = {text for _, text in language_seen.of_page(app)} - set(KNOWN)  # keys are what people type
    return {text: words for text in seen if (words := set(language_seen.english_in(text, data)) - NAMES)}


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_worked_out")
@pytest.mark.parametrize("page", [screen.file for screen in SCREENS])
def test_every_word_of_a_screen_went_through_the_catalogue(project, monkeypatch, sample_store, page):
    monkeypatch.setenv("BALANCE_DATABASE", sample_store)
    monkeypatch.setenv("BALANCE_LOCALE", language.PSEUDO)
    monkeypatch.chdir(project)
    app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=180).run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert len(list(language_seen.of_page(app))) > 20
    assert left_in_english(app, data_in(pipeline.analysis_of(sample_store))) == {}


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_worked_out")
def test_every_word_went_through_the_catalogue_where_nothing_is_loaded(project, monkeypatch, tmp_path):
    monkeypatch.setenv("BALANCE_DATABASE", str(tmp_path / "none.duckdb"))
    monkeypatch.setenv("BALANCE_LOCALE", language.PSEUDO)
    monkeypatch.chdir(project)
    app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=180).run()
    nothing = language_seen.data_of(named_as_needed())
    for page in (screen.file for screen in SCREENS):
        app = app if page == "overview" else app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert left_in_english(app, nothing) == {}, page


def named_as_needed():
    """The columns that screens ask for, by the names they have in the files: these are the same in every language."""
    needs = {one for answers in (answered.PAGES | answered.BY_PARTS).values() for _, wanted in answers
             for need in wanted for one in need.split("|")}  # fmt: skip
    return {need.partition(".")[2] for need in needs if "." in need}


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_worked_out")
@pytest.mark.parametrize("table", ["initiatives", "incidents"])
def test_every_word_went_through_the_catalogue_where_one_table_is_loaded(
    project, monkeypatch, tmp_path, sample_quarters, table
):
    database, quarter = str(tmp_path / "half.duckdb"), sample_quarters[-1]
    uploading.load(database, [quarter / f"{table}.xlsx"], as_of=date.fromisoformat(quarter.name), who="test")
    monkeypatch.setenv("BALANCE_DATABASE", database)
    monkeypatch.setenv("BALANCE_LOCALE", language.PSEUDO)
    monkeypatch.chdir(project)
    data = data_in(pipeline.analysis_of(database))
    app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=180).run()
    for page in (screen.file for screen in SCREENS):
        app = app if page == "overview" else app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert left_in_english(app, data) == {}, page


BROKEN = """Project ID,Project Name,Colour,Finish Planned,Budget,Joined,Mood
P1,One,in flight,next spring perhaps,lots,at the end,good
P2,Two,done,03/04/2027,2500,Simmering,bad
P3,Three,done,05/06/2027,700,Simmering,
P1,Four,done,,12,,
"""


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_worked_out")
@pytest.mark.parametrize("header", ["Colour", "Stage"])
def test_every_word_about_a_broken_upload_went_through_the_catalogue(project, monkeypatch, tmp_path, header):
    content = BROKEN.replace("Colour", header)
    monkeypatch.setenv("BALANCE_DATABASE", str(tmp_path / "none.duckdb"))
    monkeypatch.setenv("BALANCE_LOCALE", language.PSEUDO)
    monkeypatch.chdir(project)
    app = AppTest.from_file(str(project / "dashboard.py"), default_timeout=180).run()
    app.switch_page("pages/data.py").run()
    app.file_uploader(key=next(widget.key for widget in app.file_uploader)).upload("p.csv", content.encode())
    app.run()
    columns = [column for table in schema.TABLES.values() for column in table.columns]
    data = language_seen.data_of(
        [*(cell for row in content.splitlines() for cell in row.split(",")), "p.csv", "USD",
         "finish planned Finish Planned", *(name for column in columns for name in column.synonyms)]
    )  # fmt: skip
    for step in ("files", "sheets", "columns", "questions", "problems", "changes", "load"):
        app.segmented_control(key="step").set_value(step).run()
        assert not app.exception
        assert left_in_english(app, data) == {}, step
