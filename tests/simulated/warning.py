"""What the product itself says against its numbers: caveats of its findings, and the weak parts of data quality."""

from __future__ import annotations

import re

from balance.company import Company
from balance.findings import all_findings, cautions
from balance.findings.quality import WEAK
from balance.model.fit import Fit
from balance.reporting import report_of
from balance.scenario import Outcome

NUMBER = re.compile(r"\d[\d,.]*")


def warnings_of(company: Company, fitted: Fit, outcome: Outcome) -> set[str]:
    """Every warning a reader of this company's report meets beside its cautions, with numbers as #."""
    report = report_of(company, fitted, outcome)
    caveats = {caveat for finding in all_findings(report) for caveat in finding.caveats} - {*cautions.every(report)}
    return {NUMBER.sub("#", said) for said in (*caveats, *(p.why for p in report.quality.parts if p.score < WEAK))}
