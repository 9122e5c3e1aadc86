"""Memory that a piece of work took is the system's again when it is done."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from balance import frugal

ROOT = Path(__file__).resolve().parents[1]

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

FIRST_LOADED = """
import os, sys

class Watch:
    def find_spec(self, name, path, target=None):
        if name == "numpy":
            print(os.environ.get("OPENBLAS_NUM_THREADS"))

sys.meta_path.insert(0, Watch())
sys.argv = ["balance", "settings"]
from balance.__main__ import main
main()
import numpy
"""


FORGOTTEN = """
import streamlit
from plotly.validator_cache import ValidatorCache
from balance import frugal
print(len(ValidatorCache._json_cache) > 1_000)
frugal.forget_checks()
print(ValidatorCache._json_cache)
import plotly.graph_objects as go
print(go.Figure(go.Scatter(y=[1, 2], mode="lines")).data[0].mode)
try:
    go.Figure(go.Violin(points="nowhere"))
except ValueError:
    print("refused")
"""


def test_what_plotly_forgets_it_reads_again_for_whoever_asks():
    told = subprocess.run([sys.executable, "-c", FORGOTTEN], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["True", "None", "lines", "refused"]


def test_linear_algebra_is_told_to_work_alone_before_it_is_loaded():
    told = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    words = [sys.executable, "-c", FIRST_LOADED]
    said = subprocess.run(words, capture_output=True, text=True, check=True, env=told).stdout
    assert said.splitlines()[0] == "1"


def test_the_installed_program_begins_there_too():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["scripts"]["balance"] == "balance.__main__:main"


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
