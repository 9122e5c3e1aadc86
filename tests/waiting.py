"""Waiting for the very thing a test is about, however slow the machine: nothing is given a time in which to come."""

import time

PATIENCE_SECONDS = 300
"""When a test gives up: far beyond what anything takes, so that only what never comes ends here."""


def until(comes):
    """Wait until something holds, and hand it back."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (found := comes()):
        assert time.monotonic() < end, f"waited {PATIENCE_SECONDS} s in vain"
        time.sleep(0.02)
    return found
