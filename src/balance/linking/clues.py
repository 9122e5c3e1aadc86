"""Everything that speaks for or against each initiative behind each incident, gathered once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from balance.linking import evidence
from balance.linking.evidence import Array, Pairs, Table
from balance.linking.releases import AFTER_A_CHANGE, releases
from balance.linking.windows import Windows, windows


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

    def weights(self, part: slice) -> Array:
        """How far each initiative comes into question for these incidents by time alone, 0..1."""
        return self.windows.weights(self.incidents["opened_at"].to_numpy(dtype="datetime64[us]")[part])

    def ratios(self, part: slice) -> Array:
        """All evidence but time for these incidents, as log likelihood ratios."""
        total = self.units.block(part) + self.tags.block(part) + self.services.block(part)
        shared = np.zeros_like(total)
        self.words.add_to(shared, part)
        total += np.minimum(shared, evidence.MOST_OF_WORDS + evidence.ID_IN_TITLE)
        if self.changes_known:
            total += np.log(1 - AFTER_A_CHANGE)
            followed = np.zeros_like(total)
            self.releases.add_to(followed, part)
            total += np.where(followed > 0, followed - np.log(1 - AFTER_A_CHANGE), 0.0)
        return total


def gather(incidents: pd.DataFrame, initiatives: pd.DataFrame, changes: pd.DataFrame | None) -> Clues:
    """The evidence of all kinds, from the tables as `schema` types them."""
    of_initiatives = changes is not None and bool(changes["initiative_id"].notna().any())
    return Clues(
        incidents, initiatives, evidence.units(incidents, initiatives), evidence.tags(incidents, initiatives),
        evidence.services(incidents, initiatives, changes), evidence.words(incidents, initiatives),
        releases(incidents, initiatives, changes), of_initiatives, windows(initiatives),
    )  # fmt: skip
