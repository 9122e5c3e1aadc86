"""Where a browser for the tests is looked for."""

import sys

from obtain_browser import candidates, starts


def program(folder, name, says):
    """A made-up program that says one line, on any system with Python."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nprint({says!r})\n")
    path.chmod(0o755)
    return path


def test_the_variable_comes_first(tmp_path, monkeypatch):
    named = program(tmp_path, "my-browser", "Chromium 1")
    monkeypatch.setenv("BROWSER", str(named))
    assert next(candidates()) == named


def test_the_path_is_searched(tmp_path, monkeypatch):
    found = program(tmp_path, "google-chrome", "Google Chrome 1")
    monkeypatch.delenv("BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert next(candidates()) == found


def test_a_stub_that_asks_for_another_package_is_no_browser(tmp_path):
    assert not starts(program(tmp_path, "chromium-browser", "Command requires the chromium snap"))
    assert starts(program(tmp_path, "chromium", "Chromium 156.0"))
