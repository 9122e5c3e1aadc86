"""The one script for set-up and running, as far as it can be tried without a network."""

import json
import runpy
import subprocess
import sys
from types import SimpleNamespace

import pytest


@pytest.fixture
def start(project) -> SimpleNamespace:
    """The functions of start.py."""
    return SimpleNamespace(**runpy.run_path(str(project / "start.py")))


def test_help_names_every_word_with_its_sentence(project, start):
    told = subprocess.run([sys.executable, project / "start.py", "help"], capture_output=True, text=True, check=True)
    for word, step in start.WORDS.items():
        assert f"{word} " in told.stdout
        assert step.__doc__ in told.stdout


def test_an_unknown_word_is_refused_with_the_list(project):
    told = subprocess.run([sys.executable, project / "start.py", "rum"], capture_output=True, text=True)
    assert told.returncode == 2
    assert "There is no word 'rum'. There are: setup, run, test" in told.stdout


def test_it_uses_the_standard_library_only(project):
    told = subprocess.run(
        [sys.executable, "-I", "-S", project / "start.py", "help"], capture_output=True, text=True, check=True
    )
    assert "run" in told.stdout


def test_line_endings_do_not_install_anew(start, tmp_path):
    unix, windows = tmp_path / "unix.txt", tmp_path / "windows.txt"
    unix.write_bytes(b"streamlit==1\n")
    windows.write_bytes(b"streamlit==1\r\n")
    assert start.hash_of(unix) == start.hash_of(windows)


def test_the_environment_is_left_alone_while_the_requirements_stay(start, monkeypatch, tmp_path):
    stamp = tmp_path / "installed.json"
    stamp.write_text(json.dumps({name: start.hash_of(start.ROOT / name) for name in (*start.DEV, *start.ALSO)}))
    parts = start.prepare.__globals__
    called = []
    monkeypatch.setitem(parts, "STAMP", stamp)
    monkeypatch.setitem(parts, "environment_works", lambda: True)
    monkeypatch.setitem(parts, "install", lambda *words: called.append(words))
    start.prepare(start.RUN)
    start.prepare(start.DEV)
    assert called == []
    stamp.write_text("{}")
    start.prepare(start.RUN)
    assert called == [("-r", "requirements.txt"), ("--no-deps", "--editable", ".")]


def test_the_database_of_the_arguments_is_the_one_that_is_filled(start):
    assert start.database_of(["--port", "9", "--database", "x.duckdb"]) == ["--database", "x.duckdb"]
    assert start.database_of(["--port", "9"]) == []
