"""The company that is made of what a store knew on a day."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from balance.assumptions import resolve
from balance.company import Company
from balance.content import content_hash
from balance.store import Reading


def known_company(reading: Reading, frames: Mapping[str, pd.DataFrame | None]) -> Company:
    """The company with these tables, which may be fewer rows than were read, and with all else that was read.

    Args: what was known on a day; each table of `content.MODELLED` by name, None where it was never loaded.
    """
    assumptions = resolve(reading.stated)
    return Company(
        as_of=reading.as_of,
        assumptions=assumptions,
        data_hash=content_hash(reading.as_of, frames, reading.table_dates, assumptions),
        table_dates=dict(reading.table_dates),
        **frames,
    )
