"""The first start: an empty database is filled with the sample company, so that there is something to see.

A database that holds a snapshot, even one taken back, is left as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from balance import pipeline, store, uploading
from balance.errors import BalanceError
from balance.places import SAMPLE
from balance.settings import load_settings


def main() -> int:
    """Fill the database of the settings, or the one given, where it is empty; the exit status."""
    parser = argparse.ArgumentParser(description="Load the sample company into an empty database.")
    parser.add_argument("--database", metavar="DB")
    chosen = parser.parse_args()
    try:
        fill_if_empty(chosen.database or load_settings().database, tell=print)
    except BalanceError as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    return 0


def fill_if_empty(database: str, folder: Path = SAMPLE, tell: Callable[[str], object] = lambda _: None) -> int:
    """Load the sample company's quarters, oldest first, into a database without snapshots; how many were loaded."""
    if _holds_something(database):
        return 0
    quarters = quarters_of(folder)
    tell(f"The database is empty. Loading the sample company, {len(quarters)} quarters.")
    for quarter in quarters:
        load_quarter(database, quarter)
        tell(f"  {quarter.name}")
    return len(quarters)


def quarters_of(folder: Path) -> list[Path]:
    """The folders of a sample company, oldest first."""
    return sorted(path for path in folder.iterdir() if path.is_dir())


def load_quarter(database: str, quarter: Path) -> None:
    """Load every workbook of one quarter's folder as one snapshot."""
    uploaded = uploading.load(
        database, sorted(quarter.glob("*.xlsx")), as_of=date.fromisoformat(quarter.name), who="sample company"
    )
    if uploaded.status == "refused":
        raise BalanceError(f"The sample company's quarter {quarter.name} was refused.\n{uploaded.text}")


def _holds_something(database: str) -> bool:
    return pipeline.exists(database) and bool(store.list_snapshots(store.open_store(database)))


if __name__ == "__main__":
    sys.exit(main())
