"""The entry of the child process that opens an uploaded file.

Run as a script with the file on standard input and `TASK KIND MEMORY CPU_SECONDS ROWS CELLS OUTPUT_BYTES
SITE` as arguments. It limits itself before it reads, and answers on standard output with eight bytes of
length, a JSON document of that length, and the buffers the document points into. The package is entered
by its side door, without the modules that need pandas, so that it starts in a few hundredths of a second.
"""

from __future__ import annotations

import contextlib
import gc
import mmap
import os
import sys
import types
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any


def limit_self(memory: int, seconds: int) -> bool:
    """Take away the right to more memory and time than stated; whether the system keeps the memory limit."""
    try:
        import resource
    except ImportError:  # Windows: the parent holds the child in a job
        return False
    wanted = {
        resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_CORE: (0, 0), resource.RLIMIT_FSIZE: (0, 0),
    }  # fmt: skip
    for kind, limit in wanted.items():
        with contextlib.suppress(ValueError, OSError):  # macOS knows the address space limit but may not grant it
            resource.setrlimit(kind, limit)
    return not may_take(memory)


def may_take(memory: int) -> bool:
    """Whether this process is given so much memory; nothing of it is touched."""
    try:
        mmap.mmap(-1, memory).close()
    except (OSError, MemoryError, ValueError, OverflowError):
        return False
    return True


def enter_package() -> None:
    """Make `balance.ingest` importable without running its `__init__`, which would load pandas."""
    room = Path(__file__).resolve().parents[1]
    for name, folder in (("balance", room.parent), ("balance.ingest", room)):
        package = types.ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


def main(arguments: Sequence[str]) -> None:
    """Do the task with the file on standard input and answer, or answer why not."""
    task, kind, memory, seconds, rows, cells, output, site = arguments
    sys.path.append(site)
    enter_package()
    from balance.ingest.sandbox.packing import Most, Refused, Sink, answer

    do = work(task, kind)  # everything is imported before the limits are set: they forbid writing files
    limited = limit_self(int(memory), int(seconds))
    gc.disable()  # millions of cells and no cycles: looking for them doubles the time
    sink = Sink(int(output))
    try:
        head = {} if do is None else do(sys.stdin.buffer.read(), Most(int(rows), int(cells)), sink)
    except Refused as refusal:
        head = dict(zip(("refused", "because", "line"), refusal.args, strict=False))
    except MemoryError:
        head = {"refused": "too-large", "because": "more memory than allowed"}
    except BaseException as error:  # a reader's panic is none of Exception, and is a damaged file
        head = {"refused": "unreadable", "because": str(error)[:300]}
    answer(head | {"limited": limited}, Sink(0) if "refused" in head else sink)


def work(task: str, kind: str) -> Callable[..., dict[str, Any]] | None:
    """What is done with the bytes: reading their sheets, looking through them, measuring them, or nothing."""
    if task == "limits":
        return None
    if task == "scan":
        from balance.ingest.sandbox.scan import scan

        return partial(scan, kind)
    if task == "reach":
        from balance.ingest.sandbox.reach import reach

        return reach
    if kind == "text":
        from balance.ingest.sandbox.text import read_text

        return read_text
    import python_calamine  # noqa: F401 - loaded before the limits are set

    from balance.ingest.sandbox.workbook import read_workbook

    return read_workbook


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # the answer is written; taking millions of cells apart one by one would only cost time
