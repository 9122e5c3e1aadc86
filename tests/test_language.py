"""One place for all sentences: the list is complete, another language is one file, numbers follow the locale."""

import re
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from balance import formats, language
from balance.language import extraction
from balance.ranges import Range
from balance.settings import SettingsError, load_settings

PAGES = ("overview", "data_quality", "risk", "velocity")


@pytest.fixture(autouse=True)
def english_again():
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
        ("de", "6,4\xa0M\xa0€", "1.234,5", "12.345 rows", "30. Sept. 2026"),
        ("fr", "6,4\xa0M\xa0€", "1\u202f234,5", "12\u202f345 rows", "30 sept. 2026"),
        ("es", "6,4\xa0M\xa0€", "1.234,5", "12.345 rows", "30 sept 2026"),
        ("pt", "€6,4M", "1.234,5", "12.345 rows", "30 de set. de 2026"),
    ],
)
def test_numbers_money_and_dates_follow_the_locale(locale, money, number, count, day):
    language.speak(locale)
    assert formats.money(6.4e6, "EUR") == money
    assert formats.number(1234.5, decimals=1) == number
    assert formats.count(12345, "row") == count
    assert formats.day(date(2026, 9, 30)) == day


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
