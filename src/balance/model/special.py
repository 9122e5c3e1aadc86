"""Scipy's special functions, loaded without what scipy has numpy load on the way: a compiler and a frame for tests."""

from __future__ import annotations

import numpy as np

UNUSED = ("f2py", "testing")
"""Parts of numpy that it loads when they are asked for."""


def load() -> None:
    """Load them; whoever asks numpy for those parts later has them loaded then.

    Scipy keeps a list of everything numpy has, and asks for all of it: 5 MB, and a tenth of the time it takes to load.
    """
    held = [name for name in UNUSED if name not in vars(np)]
    for name in held:
        setattr(np, name, None)
    try:
        import scipy.special  # noqa: F401 - for the rooms that use it
    finally:
        for name in held:
            if vars(np)[name] is None:
                delattr(np, name)


load()
