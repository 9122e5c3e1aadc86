"""The sample company, loaded for who wants to look first."""

from __future__ import annotations

from datetime import date

import streamlit as st

from balance import formats, uploading
from balance.language import say
from balance.places import SAMPLE
from balance.ui import session


def load_example() -> None:
    """Fill the empty store with the sample company, quarter by quarter."""
    quarters = sorted(path for path in SAMPLE.iterdir() if path.is_dir())
    bar = st.progress(0.0, say("Loading the example"))
    for at, quarter in enumerate(quarters, start=1):
        files = sorted(quarter.glob("*.xlsx"))
        uploading.load(session.database(), files, as_of=date.fromisoformat(quarter.name), who=say("sample company"))
        bar.progress(
            at / len(quarters),
            say(
                "Loading the example: {fromisoformat}", fromisoformat=formats.quarter(date.fromisoformat(quarter.name))
            ),
        )
    bar.empty()
    session.changed()
