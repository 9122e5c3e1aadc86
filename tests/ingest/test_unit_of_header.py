"""Units of headers whose word is a thousand in one language and a million in another."""

import pytest

from balance.ingest.headers import unclear_unit
from balance.ingest.units import UNCLEAR, UNITS

SPANISH = ["ID de proyecto", "Nombre del proyecto", "Fase", "Fin planificado"]
ENGLISH = ["Project ID", "Project Name", "Phase", "Planned end date"]
PORTUGUESE = ["ID do projeto", "Nome do projeto", "Fase", "Término planejado"]
GERMAN = ["Projektnummer", "Projektname", "Phase", "Geplantes Ende"]
KEY = "unit_word:initiatives.budget"


@pytest.fixture
def budgets(read_rows):
    def read(headers, header, *amounts, **said):
        words = {"P-1": "Done"}
        rows = [[f"P-{n}", "A", words.get("P-1"), "2027-01-31", amount] for n, amount in enumerate(amounts, 1)]
        return read_rows([[*headers, header], *rows], kind="csv", **said)

    return read


def budget(intake):
    return intake.frames["initiatives"]["budget"].tolist()


def test_no_word_is_both_clear_and_unclear():
    assert set(UNCLEAR) == {"mil"}
    assert not set(UNCLEAR) & set(UNITS)


@pytest.mark.parametrize("header", ["Budget (US$ mil)", "Budget USD mil", "Budget mil. €", "Budget (mil)"])
def test_mil_is_no_unit_by_itself(header):
    assert unclear_unit(header) == "mil"


def test_where_the_headers_speak_neither_language_it_is_asked(budgets):
    intake = budgets(GERMAN, "Budget (US$ mil)", "12", "3.5")
    (question,) = intake.questions
    assert (question.key, question.choices, question.default) == (KEY, ("thousands", "millions"), None)
    assert "Spanish" in question.because
    assert "English" in question.because
    assert intake.frames["initiatives"]["budget"].isna().all()
    assert not [problem for problem in intake.problems if problem.severity == "error"]


@pytest.mark.parametrize(("answer", "factor"), [("thousands", 1e3), ("millions", 1e6)])
def test_the_answer_counts_and_is_kept_in_the_mapping(budgets, answer, factor):
    intake = budgets(GERMAN, "Budget (US$ mil)", "12", "3.5", "1k", answers={KEY: answer})
    assert (intake.questions, budget(intake)) == ((), [12 * factor, 3.5 * factor, 1000])
    assert intake.mapping["sheets"][0]["money"]["budget"] == {"unit": factor, "currency": "USD"}
    again = budgets(GERMAN, "Budget (US$ mil)", "12", "3.5", "1k", mapping=intake.mapping)
    assert (again.questions, budget(again), again.mapping) == ((), budget(intake), intake.mapping)
    entry = {**intake.mapping["sheets"][0], "as_of": "2026-06-30"}
    remembered = budgets(GERMAN, "Budget (US$ mil)", "12", "3.5", "1k", earlier=[entry])
    assert (remembered.questions, budget(remembered)) == ((), budget(intake))


@pytest.mark.parametrize(
    ("headers", "header", "factor"),
    [
        (SPANISH, "Presupuesto (US$ mil)", 1e3),
        (ENGLISH, "Budget (US$ mil)", 1e6),
        (SPANISH, "Presupuesto (mil €)", 1e3),
    ],
)
def test_the_language_of_the_other_headers_decides_and_says_so(budgets, headers, header, factor):
    intake = budgets(headers, header, "12")
    assert (intake.questions, budget(intake)) == ((), [12 * factor])
    told = [decision for decision in intake.files[0].sheets[0].decisions if decision.column == "budget"]
    assert any("'mil' is" in decision.evidence and "headers" in decision.evidence for decision in told)
    assert intake.mapping["sheets"][0]["money"]["budget"]["unit"] == factor


def test_two_languages_in_one_sheet_decide_nothing(budgets):
    assert [q.key for q in budgets([*SPANISH[:2], *ENGLISH[2:]], "Budget (US$ mil)", "12").questions] == [KEY]


def test_the_real_is_counted_in_portuguese(budgets):
    assert budget(budgets(PORTUGUESE, "Orçamento (R$ mil)", "12")) == [12e3]
    assert [question.key for question in budgets(ENGLISH, "Budget (R$ mil)", "12").questions] == [KEY]
