"""What is said of earlier forecasts: never more than the scores allow."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from balance import findings
from balance.findings.track_record import VERDICTS, detectable_sentences, promised_of
from balance.report import TrackRecord
from balance.track_record.scores import FINISHES, SCORES
from balance.track_record.verdicts import VERDICTS as COLUMNS
from balance.track_record.verdicts import detectable


def record(*verdicts, days=1, scores=1, missing=np.nan, how="frozen"):
    of_days = pd.DataFrame({"as_of": [date(2026, 6, 30)] * days, "how": how, "model_version": "1", "made_at": pd.NaT})
    one = dict.fromkeys(SCORES, 1.0) | {"quantity": "loss_next_quarter", "subject": "", "how": how, "in_80": True,
                                        "counts": True, "missing_share": missing}  # fmt: skip
    judged = [("loss_next_quarter", 30, 0, 24, 27, 0.0, said, 0) for said in verdicts]
    done = {"quantity": "finished_by", "chance": 0.5, "outcome": 1.0, "counts": True, "how": how}
    return TrackRecord(
        of_days, pd.DataFrame([one] * scores, columns=list(SCORES)),
        pd.DataFrame([dict.fromkeys(FINISHES, "") | done] * scores, columns=list(FINISHES)),
        pd.DataFrame(judged, columns=list(COLUMNS)), pd.DataFrame(), detectable(20, 8, 1.0),
        date(2026, 12, 31), {0.7: 25},
    )  # fmt: skip


def told(report, made):
    return findings.track_record(replace(report, track_record=made))


def test_nothing_written_down_says_so(report):
    assert "written down yet" in told(report, None).headline
    assert "written down yet" in told(report, record(days=0, scores=0)).headline
    assert "30" not in told(report, record(days=0, scores=0)).headline


def test_nothing_due_says_when(report):
    waiting = told(report, record(scores=0))
    assert "none has come due" in waiting.headline
    assert "31 Dec 2026" in waiting.text


def test_the_worst_verdict_leads(report):
    assert "too narrow" in told(report, record("holds", "too high", "over-confident")).headline
    assert told(report, record("holds")).headline == "Our ranges hold what they promise."
    assert "too early" in told(report, record("too early")).headline
    assert "it takes more" in told(report, record("holds", "no gross failure")).headline
    for said in VERDICTS:
        assert told(report, record(said)).headline.endswith(".")


def test_what_was_worked_out_afterwards_and_what_was_filled_in_is_told(report):
    caveats = told(report, record("holds", missing=0.4, how="afterwards")).caveats
    assert any("40 in 100" in line for line in caveats)
    assert any("afterwards" in line for line in caveats)
    assert "lay in their likely range" not in told(report, record("holds", how="afterwards")).text


def test_a_report_without_the_record_says_nothing_of_it(report):
    told = findings.all_findings(replace(report, track_record=record("holds")))
    assert told == findings.all_findings(report)
    assert "track_record" not in {finding.topic for finding in told}


def test_what_would_not_show_is_said():
    assert detectable_sentences([(-0.5, 1.0), (-0.1, float("nan"))]) == (
        "A fall of incidents by 50 % would show after 1 quarter.",
        "A fall of incidents by 10 % would not show with this history.",
    )


def test_what_ranges_of_small_counts_promise_stands_beside_what_came(report):
    made = record("no gross failure", scores=11)
    made = replace(made, scores=made.scores.assign(promised_80=0.97))
    assert "11 of 11 outcomes lay in their likely range, 11 were promised." in told(report, made).text
    made = replace(made, scores=made.scores.assign(promised_80=0.8))
    assert "11 of 11 outcomes lay in their likely range, 9 were promised." in told(report, made).text
    assert promised_of(made, "loss_next_quarter") == "9"


def test_one_date_is_spoken_of_as_one(report):
    def said(*outcomes):
        rows = [{"quantity": "finish_in_days", "chance": 0.8, "outcome": one, "counts": True, "how": "frozen"}
                for one in outcomes]  # fmt: skip
        made = replace(record("too early to tell"), finishes=pd.DataFrame(rows).reindex(columns=list(FINISHES)))
        return told(report, made).text

    assert "The one date meant to be kept by 80 in 100 was." in said(1.0)
    assert "The one date meant to be kept by 80 in 100 was not." in said(0.0)
    assert "Of 3 dates meant to be kept by 80 in 100, 2 were." in said(1.0, 0.0, 1.0)
