"""How a process that runs for long keeps memory: one heap, and what a piece of work took is handed back after it.

One that soon ends does the opposite: it keeps what it took, and fetches fewer pages. Only glibc has these settings;
elsewhere nothing is done, and the system's own ways stand.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Mapping

ENVIRONMENT = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}
"""Arrow with an allocator of its own keeps ten megabytes in reserve; each thread of the linear algebra as much, and our
products are so small that its threads only wait for each other."""

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
MEGABYTE = 2**20
MALLOC = {M_ARENA_MAX: 1, M_MMAP_THRESHOLD: 4 * MEGABYTE, M_TRIM_THRESHOLD: 2 * MEGABYTE}
"""How glibc keeps memory: one heap for all threads instead of one for each, of which only small blocks are part, so
that what an answer took is handed back to the system when it is done."""

_CHECKS = "_json_cache"
"""Where plotly keeps it."""

MALLOC_QUICK = {M_MMAP_THRESHOLD: 32 * MEGABYTE, M_TRIM_THRESHOLD: 64 * MEGABYTE}
"""How a process that soon ends keeps it: nothing is handed back only to be asked for again."""


def be_frugal() -> None:
    """Tell the allocator how to keep memory, and the tools that are loaded from here on."""
    _keep(MALLOC)


def be_quick() -> None:
    """The same for a process that soon ends, such as a command of the command line."""
    _keep(MALLOC_QUICK)


def _keep(settings: Mapping[int, int]) -> None:
    os.environ.update(ENVIRONMENT | os.environ)
    for setting, value in settings.items():
        _call("mallopt", setting, value)


def hand_back() -> None:
    """Hand pages of the heap that are no longer used back to the system, also those between used ones."""
    _call("malloc_trim", 0)


def forget_checks() -> None:
    """Let plotly forget what it read about every property of every figure, to make a look of Streamlit's at the start.

    These are 8 MB that our figures do not need: they are plain values. Whoever does need it has it read again.
    """
    cache = getattr(sys.modules.get("plotly.validator_cache"), "ValidatorCache", None)
    if getattr(cache, _CHECKS, None) is not None:
        setattr(cache, _CHECKS, None)


def _call(name: str, *arguments: int) -> None:
    """Call a function of the allocator where there is one of that name."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError, OSError):
            getattr(ctypes.CDLL(None), name)(*arguments)
