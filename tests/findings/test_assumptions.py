"""What is said of the assumptions, for one and for several."""

from dataclasses import replace

import pytest

from balance import language, pipeline, stating
from balance.assumptions import KNOWN, Stated
from balance.findings.assumptions import assumptions, named


@pytest.mark.parametrize(("number", "told"), [(0, "0 assumptions of 9 are"), (1, "1 assumption of 9 is"),
                                              (2, "2 assumptions of 9 are")])  # fmt: skip
def test_one_assumption_is_and_two_are(sample_store, number, told):
    report = pipeline.analysis_of(sample_store).report
    due = tuple(report.facts["assumptions_due"])[:number]
    said = assumptions(replace(report, facts={"stated": ("a", "b")[:number], "assumptions": 9}))
    assert said.headline.startswith(f"{told} stated by us")
    if due:
        said = assumptions(replace(report, facts={"assumptions": 9, "assumptions_due": due}))
        assert said.headline == f"{told} due for another look."


def test_a_sentence_leaves_the_scale_to_the_table_in_every_language(tmp_path, monkeypatch):
    key = "effect:missing_loss_shift"
    assert named(Stated(key, 0.2)) == "how much smaller unrecorded losses are"
    assert stating.meaning(key).endswith(", in spreads of ln loss"), "the table keeps it"
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        f'msgid "{KNOWN[key].subject}"\nmsgstr "Um wie viel kleiner unerfasste Schäden sind"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(language, "HERE", tmp_path)
    try:
        language.speak("de")
        assert named(Stated(key, 0.2)) == "um wie viel kleiner unerfasste Schäden sind"
    finally:
        language.speak(language.ENGLISH)
