"""The one room with Streamlit besides the pages: what a visitor looks at, and how it is put on the screen.

`session` holds date, plan and answer; `frame` is round every page; `blocks` are HTML, `show` puts them up;
`following` is what a slider draws anew, `announced` what of it is said aloud;
`overview`, `bridge`, `experience`, `forecasts`, `plan`, `frontier`, `risk`, `incidents`, `notification`, `horizon`,
`security`, `initiative`, `intake`, `links`, `assumptions`, `stating`, `sensitivity`, `pack` with `pack_files`,
`pack_pictures`, `pack_words` and `frozen_packs`, `incident_page`, `data_quality`, `track_record` and `decisions`
make up single screens.
A module is loaded when a page first asks for it, so that the first screen does not wait for the others.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from balance.language import say
from balance.ui.show import figure, line, markdown, show, spoken

if TYPE_CHECKING:
    from balance.ui import (
        admission,
        announced,
        assumptions,
        audit,
        balance_points,
        blocks,
        bridge,
        cautions,
        data_quality,
        decisions,
        experience,
        following,
        forecasts,
        frame,
        frontier,
        frozen_packs,
        horizon,
        incident_groups,
        incident_page,
        incidents,
        initiative,
        initiative_list,
        initiative_past,
        intake,
        links,
        measured,
        notification,
        overview,
        pack,
        pack_asks,
        pack_files,
        pack_keeping,
        pack_pictures,
        pack_words,
        patience,
        plan,
        plan_results,
        plan_saving,
        presenting,
        risk,
        security,
        security_controls,
        security_numbers,
        security_parts,
        sensitivity,
        session,
        side_by_side,
        spending,
        stagger,
        stating,
        track_record,
        velocity,
        waiting,
        welcome,
        where_from,
    )

__all__ = [
    "admission", "announced", "assumptions", "audit", "balance_points", "blocks", "bridge", "cautions", "data_quality",
    "decisions", "experience", "figure", "following", "forecasts", "frame", "frontier", "frozen_packs", "horizon",
    "incident_groups", "incident_page", "incidents", "initiative", "initiative_list", "initiative_past", "intake",
    "line", "links", "markdown", "measured", "notification", "overview", "pack", "pack_asks", "pack_files",
    "pack_keeping", "pack_pictures", "pack_words", "patience", "plan", "plan_results", "plan_saving", "presenting",
    "risk", "say", "security", "security_controls", "security_numbers", "security_parts", "sensitivity", "session",
    "show", "side_by_side", "spending", "spoken", "stagger", "stating", "track_record", "velocity", "waiting",
    "welcome", "where_from",
]  # fmt: skip


def __getattr__(name: str) -> ModuleType:
    """The module of that name, loaded now."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
