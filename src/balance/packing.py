"""The board pack of a stored company: the analysis told, laid out and written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from balance import boardpack, deciding, findings, forecasting, options, pipeline, store
from balance.boardpack import Decision, Outline, Written
from balance.boardpack.beside import Beside
from balance.pipeline import Analysis
from balance.store import Store


def outline_of(
    analysis: Analysis, trail: pd.DataFrame | None = None, asked: Sequence[Decision] = (), kept: Store | None = None
) -> Outline:
    """The slides of one analysis: its findings, the way here and the plans worth putting before the board.

    From the store `kept` come the track record, decisions and saved plans.
    """
    told = {finding.topic: finding for finding in findings.all_findings(analysis.report, analysis.comparison)}
    base = analysis.today or analysis.outcome
    plans = options.suggest(analysis.fit, base)
    return boardpack.build(
        analysis.report, told, trail=trail, plans=plans, asked=asked, company=analysis.company,
        beside=beside_of(analysis, kept),
    )  # fmt: skip


def beside_of(analysis: Analysis, kept: Store | None) -> Beside:
    """What the store and the analysis know besides the report; nothing is written."""
    if kept is None:
        return Beside()
    return Beside(
        record=forecasting.record(kept, analysis),
        followed=deciding.follow(kept, analysis),
    )


def write_pack(
    database: str, out: Path, formats: Sequence[str], as_of: date | None = None, scenario_name: str | None = None
) -> Written:
    """Write the pack of a stored company, today's plan or a saved scenario, into a folder."""
    analysis = pipeline.analysis_of(database, as_of, scenario_name)
    kept = store.open_store(database, create=False)
    trail = pipeline.trail(kept, analysis.company.as_of)
    return boardpack.write_pack(outline_of(analysis, trail, kept=kept), out, formats)
