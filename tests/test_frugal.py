"""Memory that a piece of work took is the system's again when it is done."""

import subprocess
import sys

import pytest

from balance import frugal

TAKE_AND_LEAVE = """
import psutil
from balance import frugal
frugal.be_frugal()
process = psutil.Process()
blocks = [bytearray(50_000) for _ in range(4_000)]
last = bytearray(50_000)  # what is above keeps the heap from shrinking by itself
taken = process.memory_info().rss
del blocks
before = process.memory_info().rss
frugal.hand_back()
print(taken, before, process.memory_info().rss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc hands back what it is told to")
def test_unused_pages_between_used_ones_are_handed_back():
    told = subprocess.run([sys.executable, "-c", TAKE_AND_LEAVE], capture_output=True, text=True, check=True).stdout
    taken, before, after = map(int, told.split())
    assert taken > 200_000_000
    assert after < before - 150_000_000


def test_where_the_allocator_has_no_such_function_nothing_is_done(monkeypatch):
    monkeypatch.setattr(frugal, "ENVIRONMENT", {})
    monkeypatch.setattr(frugal.ctypes, "CDLL", lambda name: object())
    frugal.be_frugal()
    frugal.hand_back()


def test_what_the_environment_says_already_stands(monkeypatch):
    monkeypatch.setattr(frugal, "MALLOC", {})
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    frugal.be_frugal()
    assert frugal.os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "jemalloc"
