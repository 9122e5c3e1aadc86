"""Everything that speaks for or against each initiative behind each incident, gathered once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.linking import evidence
from balance.linking.evidence import Array, Codes, Pairs, Table
from balance.linking.releases import AFTER_A_CHANGE, releases
from balance.linking.windows import Moments, Windows, windows


@dataclass(frozen=True)
class Clues:
    """The evidence of each kind; rows are incidents, columns initiatives."""

    incidents: pd.DataFrame
    initiatives: pd.DataFrame
    units: Table
    tags: Table
    services: Table
    words: Pairs
    releases: Pairs
    changes_known: bool
    windows: Windows

    def opened(self, part: slice) -> Moments:
        """When some incidents were opened."""
        return self.incidents["opened_at"].to_numpy(dtype="datetime64[us]")[part]

    def ratios(self, part: slice, columns: Codes) -> Array:
        """All evidence but time for some incidents and initiatives, as log likelihood ratios."""
        width = len(self.initiatives)
        total = sum(table.block(part, columns) for table in (self.units, self.tags, self.services))
        shared = self.words.block(part, columns, width)
        total += np.minimum(shared, evidence.MOST_OF_WORDS + evidence.ID_IN_TITLE)
        if not self.changes_known:
            return np.asarray(total)
        followed = self.releases.block(part, columns, width)
        return np.asarray(total + np.where(followed > 0, followed, np.log(1 - AFTER_A_CHANGE)))


def gather(incidents: pd.DataFrame, initiatives: pd.DataFrame, changes: pd.DataFrame | None) -> Clues:
    """The evidence of all kinds, from the tables as `schema` types them."""
    of_initiatives = changes is not None and bool(changes["initiative_id"].notna().any())
    return Clues(
        incidents, initiatives, evidence.units(incidents, initiatives), evidence.tags(incidents, initiatives),
        evidence.services(incidents, initiatives, changes), evidence.words(incidents, initiatives),
        releases(incidents, initiatives, changes), of_initiatives, windows(initiatives),
    )  # fmt: skip
