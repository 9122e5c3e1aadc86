"""What is said of losses of two kinds and of a bad year beyond what was worked out."""

from dataclasses import replace

from balance.documents import report_document
from balance.findings.exposure import incidents, risk
from balance.ranges import Range


def test_classes_of_two_kinds_are_named_only_where_it_is_sure(report):
    told = report.risk.classes.assign(chance_of_two_kinds=[0.95, 0.6])
    caveats = incidents(replace(report, risk=replace(report.risk, classes=told))).caveats
    assert any("Losses of Outage are not of one kind" in caveat for caveat in caveats)
    assert not any("Fraud" in caveat for caveat in caveats)
    assert not any("not of one kind" in caveat for caveat in incidents(report).caveats)


def test_a_bad_year_beyond_what_was_worked_out_says_so(report):
    far = replace(report.risk, bad_year_loss=Range(1e9, 1e9, 1e9, beyond=1e9))
    found = risk(replace(report, risk=far))
    assert "5 in 100 years cost more than £1.0bn" in found.text
    assert any("the largest yearly loss worked out" in caveat for caveat in found.caveats)


def test_the_document_tells_every_point_of_the_appetite(report):
    document = report_document(report, [])
    assert [point["loss"] for point in document["risk"]["appetite"]] == [5e6, 1e7]
    assert document["risk"]["appetite"][0]["chance_met"] == 0.8
    assert document["risk"]["chance_inside"] == 0.3
    assert "more_than" not in document["risk"]["bad_year_loss"]
    assert Range(1.0, 1.0, 1.0, beyond=1.0).as_json()["more_than"] == 1.0
