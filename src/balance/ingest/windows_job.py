"""A Windows job around the child process: the system ends a child that takes more memory than stated.

Elsewhere these functions do nothing. The child waits for its input before it opens anything, so it is
inside the job before it can do harm; when the job's handle is closed, whatever is left of it ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

LIMIT_PROCESS_MEMORY, KILL_ON_JOB_CLOSE = 0x100, 0x2000
EXTENDED_LIMITS = 9


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64), ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32), ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t), ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t), ("PriorityClass", ctypes.c_uint32), ("SchedulingClass", ctypes.c_uint32),
    )  # fmt: skip


class Counters(ctypes.Structure):
    """IO_COUNTERS."""

    _fields_ = tuple((name, ctypes.c_uint64) for name in (
        "ReadOperationCount", "WriteOperationCount", "OtherOperationCount",
        "ReadTransferCount", "WriteTransferCount", "OtherTransferCount",
    ))  # fmt: skip


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits), ("IoInfo", Counters), ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t), ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )  # fmt: skip


def limits_of(memory: int) -> ExtendedLimits:
    """The limits of a job: so much memory for each process in it, and their end with the job's."""
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = LIMIT_PROCESS_MEMORY | KILL_ON_JOB_CLOSE
    limits.ProcessMemoryLimit = memory
    return limits


@contextlib.contextmanager
def holding(process: subprocess.Popen[bytes], memory: int) -> Iterator[bool]:
    """Hold a child in a job as long as the block runs; yields whether it is held."""
    if sys.platform != "win32":
        yield False
        return
    kernel = _kernel()
    job = _job(kernel, memory)
    try:
        yield bool(job) and bool(kernel.AssignProcessToJobObject(job, int(process._handle)))  # type: ignore[attr-defined]
    finally:
        if job:
            kernel.CloseHandle(job)


def holds(memory: int) -> bool:
    """Whether this system lets a job with a memory limit be made."""
    if sys.platform != "win32":
        return False
    kernel = _kernel()
    job = _job(kernel, memory)
    if job:
        kernel.CloseHandle(job)
    return bool(job)


def _kernel() -> Any:  # noqa: ANN401 - a library that exists on Windows only
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    handle, boolean = ctypes.c_void_p, ctypes.c_int
    kernel.CreateJobObjectW.argtypes, kernel.CreateJobObjectW.restype = (handle, ctypes.c_wchar_p), handle
    kernel.SetInformationJobObject.argtypes = (handle, ctypes.c_int, handle, ctypes.c_uint32)
    kernel.SetInformationJobObject.restype = boolean
    kernel.AssignProcessToJobObject.argtypes, kernel.AssignProcessToJobObject.restype = (handle, handle), boolean
    kernel.CloseHandle.argtypes, kernel.CloseHandle.restype = (handle,), boolean
    return kernel


def _job(kernel: Any, memory: int) -> int | None:  # noqa: ANN401
    """A job with the limits, None where the system refuses one."""
    job: int | None = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    limits = limits_of(memory)
    if not kernel.SetInformationJobObject(job, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)):
        kernel.CloseHandle(job)
        return None
    return job
