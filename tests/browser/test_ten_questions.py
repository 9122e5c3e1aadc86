"""The ten questions of a leadership team: each is answered on the first screen or one click from it."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTIONS = {
    "Are we inside our risk appetite?": [("Overview", r"risk the board allows|than the board allows")],
    "Are we delivering faster or slower, and will the big things land?": [
        ("Overview", r"We deliver (more|less|as much)"),
        ("Velocity", r"make its date|make their date"),
        ("Velocity", r"When it will be done"),
    ],
    "What do we get for the money?": [
        ("Overview", r"Value landing next year"),
        ("Initiatives", r"Value a year"),
        ("Initiatives", r"Budget"),
    ],
    "Are we doing too much at once, and what should we stop first?": [
        ("Velocity", r"Initiatives open at once|as many open would finish"),
        ("Trade-off", r"This plan: run \d+"),
    ],
    "Which initiatives create risk, which reduce it, and what does not doing them cost?": [
        ("Risk", r"initiatives that carry most of the loss"),
        ("Initiatives", r"Not doing "),
    ],
    "What would one more million buy, in speed or in safety?": [
        ("Overview", r"control programme"),
        ("Trade-off", r"More value at the same risk"),
        ("Trade-off", r"What more appetite would buy"),
    ],
    "What changed since last quarter: signal or chance?": [("Overview", r"Since Q\d \d{4} .*chance|could be chance")],
    "What is our bad year, and can we survive it?": [
        ("Overview", r"Loss in a bad year"),
        ("Risk", r"A bad year costs"),
    ],
    "How do we compare with published experience?": [
        ("Risk", r"own data carries|Own incidents"),
        ("Assumptions", r"Source or reason"),
    ],
    "What do you need us to decide, and how did earlier forecasts and decisions turn out?": [
        ("Overview", r"Plans worth deciding on"),
        ("Track record", r"outcomes in the likely range"),
        ("Track record", r"Decisions, and what became of them"),
    ],
}
"""Each question, and the words that answer it on the pages where it is answered."""


def test_each_question_is_answered_within_one_click(shared_address, visit):
    visitor = visit(shared_address)
    visitor.go("/")
    seen = {"Overview": words_of(visitor)}
    for title in dict.fromkeys(page for answers in QUESTIONS.values() for page, _ in answers):
        if title not in seen:
            visitor.open(title)
            seen[title] = words_of(visitor)
    missing = [
        (question, title, said)
        for question, answers in QUESTIONS.items()
        for title, said in answers
        if not re.search(said, seen[title])
    ]
    assert missing == []
    assert visitor.errors == []
    assert visitor.hosts <= {"127.0.0.1", ""}


def words_of(visitor):
    """What can be read on the page, charts included, as plain text."""
    return " ".join(visitor.page.get_by_test_id("stMain").inner_text().replace("\xa0", " ").split())
