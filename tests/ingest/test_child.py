"""The child process: what holds it, and what it may not do."""

import ctypes
import sys
from dataclasses import replace

import pytest

from balance.ingest import windows_job
from balance.ingest.child import Protection, protection, run_child
from balance.ingest.limits import MB, Limits
from balance.ingest.sandbox import run


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux is sure to hold a process to its memory")
def test_on_linux_the_kernel_holds_memory_and_time():
    assert protection() == Protection("kernel", "kernel")
    assert "operating system" in protection().sentence


@pytest.mark.parametrize("memory", ["kernel", "job", "none"])
@pytest.mark.parametrize("time", ["kernel", "clock"])
def test_every_protection_has_its_sentence(memory, time):
    assert Protection(memory, time).sentence.endswith(" it.")


def test_the_child_tells_what_holds_it():
    answer, _ = run_child("read", b"a,b\n1,2\n", "csv", Limits())
    assert answer["limited"] is sys.platform.startswith("linux")


def test_a_child_without_limits_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert run.limit_self(64 * MB, 5) is False


def test_memory_that_is_there_may_be_taken_and_more_than_all_may_not():
    assert run.may_take(1 * MB)
    assert not run.may_take(2**62)


def test_a_child_that_runs_out_of_time_is_ended():
    limits = replace(Limits(), child_wall_seconds=0.001)
    assert run_child("read", b"a,b\n" * 100, "csv", limits)[0] == {"refused": "clock"}


def test_the_limits_of_a_job_are_laid_out_as_windows_wants_them():
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert (ctypes.sizeof(windows_job.BasicLimits), ctypes.sizeof(windows_job.ExtendedLimits)) == (64, 144)
    limits = windows_job.limits_of(1_100 * MB)
    assert limits.ProcessMemoryLimit == 1_100 * MB
    assert limits.BasicLimitInformation.LimitFlags == 0x2100


def test_a_job_is_made_used_and_closed(monkeypatch):
    """The calls to Windows, in their order, with a stand-in for its library."""
    said = []

    class Kernel:
        def __getattr__(self, name):
            return lambda *given: said.append(name) or 7

    class Process:
        _handle = 5

    monkeypatch.setattr(windows_job.sys, "platform", "win32")
    monkeypatch.setattr(windows_job, "_kernel", Kernel)
    with windows_job.holding(Process(), MB) as held:
        assert held
    assert windows_job.holds(MB)
    assert said == ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject", "CloseHandle",
                    "CreateJobObjectW", "SetInformationJobObject", "CloseHandle"]  # fmt: skip


def test_elsewhere_there_is_no_job():
    if sys.platform != "win32":
        assert not windows_job.holds(MB)
