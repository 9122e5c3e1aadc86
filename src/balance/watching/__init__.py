"""The drop folder: exports that are put there are loaded by themselves where they are clean, and wait where not.

`watch_once` is for schedulers, `watch` runs on and on, `watching` does so beside the dashboard.
"""

from balance.watching.outcome import lines
from balance.watching.running import watch, watch_once, watching

__all__ = ["lines", "watch", "watch_once", "watching"]
