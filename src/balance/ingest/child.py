"""The child process that opens an uploaded file: started, limited, listened to, ended.

On Linux the child gives up the right to more memory and processor time than stated, and the kernel
holds it to that. On Windows a job holds the child's memory. On macOS the kernel may not hold memory;
then the checks before opening and the clock stand alone. `protection()` tells which is in force.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from balance.ingest import windows_job
from balance.ingest.limits import MB, Limits
from balance.ingest.sandbox import run

Answer = tuple[dict[str, Any], memoryview]
Task = Literal["read", "scan", "reach", "limits"]
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What the child inherits of the environment: what a system needs to start it, and nothing else."""
SIGKILL, SIGXCPU = -9, -24


@dataclass(frozen=True)
class Protection:
    """What holds the child's memory and time on this machine."""

    memory: Literal["kernel", "job", "none"]
    time: Literal["kernel", "clock"]

    @property
    def sentence(self) -> str:
        """The protection in one sentence."""
        memory = {
            "kernel": "the operating system holds the process that opens an upload to its memory",
            "job": "a Windows job holds the process that opens an upload to its memory",
            "none": "no limit holds the memory of the process that opens an upload: checks before opening stand alone",
        }[self.memory]
        time = "processor time and the clock end it" if self.time == "kernel" else "the clock ends it"
        return f"{memory[0].upper()}{memory[1:]}; {time}."


@cache
def protection(limits: Limits | None = None) -> Protection:
    """What holds the child on this machine, found out by trying; the limits default to the usual ones."""
    tried, _ = run_child("limits", b"", "none", limits or Limits())
    if tried.get("limited"):
        return Protection("kernel", "kernel")
    job = windows_job.holds(MB * 64) if os.name == "nt" else False
    return Protection("job" if job else "none", "clock" if os.name == "nt" else "kernel")


def run_child(task: Task, content: bytes, kind: str, limits: Limits) -> Answer:
    """The child's answer and its buffers, or a refusal where it died or took too long."""
    memory = min(limits.child_memory_bytes, limits.scan_memory_bytes if task in ("scan", "reach") else sys.maxsize)
    arguments = (
        task, "text" if kind in ("csv", "tsv") else kind,
        memory, limits.child_cpu_seconds, limits.rows, limits.cells, limits.child_output_bytes, _site(),
    )  # fmt: skip
    command = [_python(), "-I", "-S", run.__file__, *map(str, arguments)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               env={name: os.environ[name] for name in KEPT if name in os.environ})  # fmt: skip
    with process, windows_job.holding(process, memory):
        try:
            output, _ = process.communicate(content, timeout=limits.child_wall_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return {"refused": "clock"}, memoryview(b"")
    if process.returncode != 0:
        slow = process.returncode in (SIGKILL, SIGXCPU)
        return {"refused": "too-slow" if slow else "died"}, memoryview(b"")
    return understood(output)


def understood(output: bytes) -> Answer:
    """The child's answer taken apart; a child that was taken over can send anything, and that is a refusal."""
    try:
        length = int.from_bytes(output[:8], "little")
        answer = json.loads(output[8 : 8 + length])
    except ValueError:
        return {"refused": "died"}, memoryview(b"")
    if not isinstance(answer, dict):
        return {"refused": "died"}, memoryview(b"")
    return answer, memoryview(output)[8 + length :]


def _python() -> str:
    """The interpreter itself: on Windows that of an environment only starts another process, outside the job."""
    return str(getattr(sys, "_base_executable", "") or sys.executable) if os.name == "nt" else sys.executable


@cache
def _site() -> str:
    found = importlib.util.find_spec("python_calamine")
    if found is None or found.origin is None:
        raise RuntimeError("python-calamine is not installed")
    return str(Path(found.origin).parent.parent)
