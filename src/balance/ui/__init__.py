"""The one room with Streamlit besides the pages: what a visitor looks at, and how it is put on the screen.

`session` holds date, plan and answer; `frame` is round every page; `blocks` are HTML, `show` puts them up;
`overview`, `plan`, `frontier`, `risk`, `initiative`, `intake`, `assumptions`, `pack` make up single screens.
"""

from balance.ui import (
    assumptions,
    blocks,
    frame,
    frontier,
    initiative,
    intake,
    overview,
    pack,
    plan,
    plan_results,
    risk,
    session,
    velocity,
)
from balance.ui.show import figure, line, markdown, show

__all__ = [
    "assumptions", "blocks", "figure", "frame", "frontier", "initiative", "intake", "line", "markdown", "overview",
    "pack", "plan", "plan_results", "risk", "session", "show", "velocity",
]  # fmt: skip
