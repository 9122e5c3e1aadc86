"""The board pack of a stored company: the analysis told, laid out and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from balance import boardpack, findings, options, pipeline, store
from balance.boardpack import Decision, Outline, Written
from balance.pipeline import Analysis


def outline_of(analysis: Analysis, trail: pd.DataFrame | None = None, asked: Sequence[Decision] = ()) -> Outline:
    """The slides of one analysis: its findings, the way here and the plans worth putting before the board."""
    told = {finding.topic: finding for finding in findings.all_findings(analysis.report, analysis.comparison)}
    base = analysis.today or analysis.outcome
    plans = options.suggest(analysis.fit, base)
    return boardpack.build(analysis.report, told, trail=trail, plans=plans, asked=asked, company=analysis.company)


def write_pack(
    database: str, out: Path, formats: Sequence[str], as_of: date | None = None, scenario_name: str | None = None
) -> Written:
    """Write the pack of a stored company, today's plan or a saved scenario, into a folder."""
    analysis = pipeline.analysis_of(database, as_of, scenario_name)
    trail = pipeline.trail(store.open_store(database, create=False), analysis.company.as_of)
    return boardpack.write_pack(outline_of(analysis, trail), out, formats)
