"""Trying a company's template in a process of its own, before anybody draws on it.

The file is a stranger's: the server that answers everybody never opens it. One is tried at a time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

LONGEST_SECONDS = 40.0
_TURN = threading.Lock()
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What that process inherits of the environment: what it needs to start, and no secret."""


def template_tried(content: bytes) -> str:
    """Why a template cannot be used, in one sentence; empty where it can."""
    try:
        with _TURN:
            tried = subprocess.run(
                [sys.executable, "-m", "balance.boardpack.pptx.trial"], input=content, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, timeout=LONGEST_SECONDS, env=_environment(), check=True,
            )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        return "The template could not be read within the memory and time it is given. Remove slides and try again."
    return tried.stdout.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"OPENBLAS_NUM_THREADS": "1"}  # each thread would claim address space of its own
