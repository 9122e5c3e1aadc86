"""The ten questions of a leadership team: each is answered on the first screen or one click from it."""

import re

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTIONS = {
    "Are we inside our risk appetite?": [("Overview", r"risk the board allows|than the board allows")],
    "Are we delivering faster or slower, and will the big things land?": [
        ("Overview", r"We (probably )?deliver (more|less|as much)"),
        ("Velocity", r"make its date|make their date"),
        ("Velocity", r"When it will be done"),
        ("Velocity", r"to finish earlier than is likely"),
    ],
    "What do we get for the money?": [
        ("Overview", r"Value landing next year"),
        ("Initiatives", r"Value a year"),
        ("Velocity", r"Value landed, past year"),
        ("Initiatives", r"Budget"),
    ],
    "Are we doing too much at once, and what should we stop first?": [
        ("Velocity", r"Initiatives open at once|as many open would finish"),
        ("Trade-off", r"This plan: run \d+"),
        ("Trade-off", r"Stop or stagger first: "),
    ],
    "Which initiatives create risk, which reduce it, and what does not doing them cost?": [
        ("Risk", r"initiatives that carry most of the loss"),
        ("Initiatives", r"Not doing "),
    ],
    "What would one more million buy, in speed or in safety?": [
        ("Overview", r"£\d+k.a.year.more.on.controls"),
        ("Trade-off", r"More value at the same risk"),
        ("Trade-off", r"What more appetite would buy"),
        ("Trade-off", r"£1.0M more for controls"),
    ],
    "What changed since last quarter: signal or chance?": [
        ("Overview", r"Since Q\d \d{4} .*chance|could be chance"),
        ("Overview", r"(Value|The chance) moved most with .* \((a signal|could be chance|a correction of data)\)"),
    ],
    "What is our bad year, and can we survive it?": [
        ("Overview", r"Loss in a bad year"),
        ("Risk", r"A bad year costs"),
        ("Risk", r"Cash and insurance of £\d+M (probably )?(cover|do not cover) a bad year"),
    ],
    "How do we compare with published experience?": [
        ("Risk", r"published figures that the answer rests on"),
        ("Assumptions", r"Source or reason"),
    ],
    "What do you need us to decide, and how did earlier forecasts and decisions turn out?": [
        ("Overview", r"Plans worth deciding on"),
        ("Track record", r"outcomes in the likely range"),
        ("Track record", r"Decisions, and what became of them"),
    ],
}
"""Each question, and the words that answer it on the pages where it is answered."""


def test_each_question_is_answered_within_one_click(shared_address, visit, project):
    """The clicks are counted on a walk from the first screen; what was found goes to artefacts/ten_questions.md."""
    visitor = visit(shared_address)
    visitor.go("/")
    seen, clicks = {"Overview": words_when_told(visitor)}, {"Overview": 0}
    for title in dict.fromkeys(page for answers in QUESTIONS.values() for page, _ in answers):
        if title not in seen:
            visitor.open(title)
            seen[title], clicks[title] = words_of(visitor), 1
    missing = [
        (question, title, said)
        for question, answers in QUESTIONS.items()
        for title, said in answers
        if not re.search(said, seen[title])
    ]
    assert missing == []
    assert visitor.errors == []
    assert visitor.hosts <= {"127.0.0.1", ""}
    keep(project / "artefacts" / "ten_questions.md", clicks)


def keep(file, clicks):
    """Each question, the screens that answer it, and how many clicks lead there from the first."""
    lines = ["| question | answered on | clicks |", "|---|---|---|"]
    for question, answers in QUESTIONS.items():
        pages = list(dict.fromkeys(page for page, _ in answers))
        lines.append(f"| {question} | {', '.join(pages)} | {min(clicks[page] for page in pages)} |")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def words_when_told(visitor):
    """The words of the first screen once what changed is worked out, which follows the page."""
    visitor.page.get_by_text("moved most with").first.wait_for()
    visitor.wait()
    return words_of(visitor)


def words_of(visitor):
    """What can be read on the page, charts included, as plain text."""
    return " ".join(visitor.page.get_by_test_id("stMain").inner_text().replace("\xa0", " ").split())
